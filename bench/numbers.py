"""Arithmetic of the report: medians over rounds and ratios between peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median, quantiles
from typing import Any


def median_of(rounds: Iterable[Mapping[str, Any]], *path: str) -> float | None:
    """The median over rounds of the value at ``path``; failed rounds are left out, None when none is left."""
    found = [value for each in rounds if (value := at(each, *path)) is not None]
    return float(median(found)) if found else None


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """``count``, ``p50``, ``p95`` and ``p99``; only the count when there are fewer than two."""
    if len(values) < 2:
        return {"count": len(values)}
    cuts = quantiles(values, n=100, method="inclusive")
    return {"count": len(values), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def at(tree: Mapping[str, Any], *path: str) -> Any:
    """The value at a path of keys, or None where there is nothing."""
    value: Any = tree
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return None
        value = value[key]
    return value


def ratio(part: float | None, whole: float | None) -> float | None:
    """``part`` over ``whole``, None when one of them was not measured."""
    return part / whole if part is not None and whole else None


def scaled(value: float | None, factor: float) -> float | None:
    """A value in another unit, None for None."""
    return None if value is None else value * factor


def shown(value: float | None, places: int = 0, unit: str = "") -> str:
    """A number as tables print it, thousands with a comma; a dash for None."""
    return "–" if value is None else f"{value:,.{places}f}{unit}"
