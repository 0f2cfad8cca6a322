"""Runs the measures one after the other; what fails is told and the others go on."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine
from bench.errors import BenchError
from bench.house import House, Served
from bench.installed import Installed
from bench.parts import capacity, console, fanout, latency, rush, scale, storm, submissions
from bench.plan import Plan

Measure = Callable[[], Any]
PARTS = ("fanout", "latency", "submissions", "storm", "capacity", "scale", "console", "rush")
# Those that make sense on a server that somebody else has started.
ON_A_SERVER = ("latency", "submissions", "storm", "capacity")


def own_servers(plan: Plan, found: Installed, wanted: list[str], texts: Sequence[str] = ()) -> dict[str, Any]:
    """The wanted parts on servers that are started for them; ``texts`` are asked in the rush."""
    with tempfile.TemporaryDirectory(prefix="confhub-bench-") as name:
        folder = Path(name)
        house = House(folder, found.load)
        measures: dict[str, Measure] = {
            "fanout": lambda: fanout.measure(plan, found, folder),
            "latency": lambda: latency.measure(plan, house),
            "submissions": lambda: submissions.measure(plan, house),
            "storm": lambda: storm.measure(plan, house),
            "capacity": lambda: capacity.measure(plan, house),
            "scale": lambda: scale.measure(plan, house),
            "console": lambda: console.measure(house),
            "rush": lambda: rush.measure(house, texts or rush.composed(plan.rush_count), plan.rush_seconds),
        }
        return _carry_out({part: measures[part] for part in PARTS if part in wanted})


def given_server(
    plan: Plan, found: Installed, wanted: list[str], port: int, links: dict[str, Any]
) -> dict[str, Any]:
    """The wanted parts on a server that runs already (port on this machine, links of the demo)."""
    with tempfile.TemporaryDirectory(prefix="confhub-bench-") as name:
        house = House(Path(name), found.load)
        served = Served(port, house.tokens(links))
        measures: dict[str, Measure] = {
            "latency": lambda: [
                {"round": 0} | latency.measure_one(plan, house, served, watchers)
                for watchers in (0, plan.watchers)
            ],
            "submissions": lambda: {
                "steady": submissions.ask(
                    house,
                    served,
                    plan.watchers,
                    plan.submission_rate,
                    plan.submission_seconds,
                    submissions.SLOTS,
                )
            },
            "storm": lambda: storm.storms(plan, house, served),
            "capacity": lambda: capacity.changes(plan, house, served),
        }
        return _carry_out({part: measures[part] for part in ON_A_SERVER if part in wanted})


def _carry_out(measures: dict[str, Measure]) -> dict[str, Any]:
    results: dict[str, Any] = {"failed": {}, "runs": {}}
    for part, measure in measures.items():
        load, start = machine.load_average(), time.monotonic()
        print(f"{datetime.now(UTC):%H:%M:%S} {part} …", file=sys.stderr, flush=True)
        try:
            results[part] = measure()
        # Whatever breaks one measure must not take the others' results away.
        except (BenchError, ImportError, OSError, RuntimeError, KeyError, ValueError) as error:
            results["failed"][part] = f"{type(error).__name__}: {error}"
            print(f"  failed: {error}", file=sys.stderr, flush=True)
        results["runs"][part] = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - start, 1),
            "load_before": round(load, 2),
        }
    return results
