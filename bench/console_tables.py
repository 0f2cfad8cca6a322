"""The report's part on the moderator's console: regions at many open questions, and the rush."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.numbers import at, shown
from bench.tables import table

Results = Mapping[str, Any]
FRAME_MS = 1000 / 60
BUDGET_MS = 50


def console(results: Results) -> Iterator[str]:
    """(i)."""
    found = results.get("console")
    if not found:
        return
    yield f"## The moderator's console at {found['received'] + found['queued']} open questions\n"
    yield (
        f"126 points; to the demo's questions came {found['received']} received and {found['queued']} "
        "queued ones with routes, labels, notes and repeats (each list shows its first 40). *Render* is "
        "CPU of the server for the message of one region, cold and after one change, with what did not "
        f"change from memory; the budget is {BUDGET_MS} ms. *Show* is the time in Chromium from the message "
        "until it is parsed, morphed into the page and laid out; one frame lasts 16.7 ms.\n"
    )
    rows = [
        [
            region.removeprefix("moderator-"),
            shown(each["cold_ms"], 1),
            shown(at(each, "render_ms", "p50"), 1),
            shown(at(each, "render_ms", "p95"), 1),
            shown(each["bytes"] / 1000, 0),
            shown(at(each, "show_ms", "p50"), 1),
            shown(at(each, "show_ms", "p95"), 1),
            _frames(at(each, "show_ms", "p50")),
        ]
        for region, each in found["regions"].items()
    ]
    head = ["region", "render cold, ms", "p50", "p95", "kB", "show p50, ms", "p95", "frames"]
    yield table(head, rows)
    yield (
        f"All regions together after one change: p50 {shown(at(found, 'all_ms', 'p50'), 0)} ms, "
        f"p95 {shown(at(found, 'all_ms', 'p95'), 0)} ms.\n"
    )


def rush(results: Results) -> Iterator[str]:
    """(h)."""
    found = results.get("rush")
    if not found:
        return
    refused = sum(found["refused"].values())
    yield "## Rush\n"
    yield (
        f"{found['asked']} questions in {found['asked_s']:.0f} s at 126 points, while two moderators in "
        f"Chromium cleared one inbox by keyboard alone; all of it, with the demo's own questions, was "
        f"decided after {found['cleared_s']:.0f} s. {sum(found['verbs'].values())} acts were carried out "
        f"({_counted(found['verbs'])}); {refused} were refused because the other one was faster.\n"
    )
    faults = "; ".join(found["faults"])
    yield (
        "Lost: none, disposed of twice: none, the log verifies.\n"
        if not faults
        else f"**Faults: {faults}**\n"
    )
    head = ["from the keydown to", "acts", "p50, ms", "p95", "p99"]
    yield table(
        head,
        [_delays("the moderator's own screen", found["own_ms"]), _delays("the other's", found["other_ms"])],
    )


def _delays(words: str, found: Mapping[str, float]) -> list[str]:
    return [words, f"{found['count']}", *(shown(found.get(name), 0) for name in ("p50", "p95", "p99"))]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{verb} {count}" for verb, count in sorted(counts.items(), key=lambda each: -each[1]))


def _frames(ms: float | None) -> str:
    return "–" if ms is None else f"{max(1, -(-ms // FRAME_MS)):.0f}"
