"""(b) From the POST of a question to the moderator's screen, without watchers and with many.

Reporters ask by turns at an even pace. Without watchers only the moderator is connected, and what
is measured is the bare commit and one send.
"""

from __future__ import annotations

from typing import Any

from bench.errors import BenchError
from bench.house import House, Served
from bench.plan import Plan

SLOTS = 16


def measure(plan: Plan, house: House) -> list[dict[str, Any]]:
    """One entry for each round without and with watchers."""
    results = []
    for number in range(plan.rounds):
        for watchers in (0, plan.watchers):
            with house.served() as served:
                results.append({"round": number} | measure_one(plan, house, served, watchers))
    return results


def measure_one(plan: Plan, house: House, served: Served, watchers: int) -> dict[str, Any]:
    """Answer and update times with so many watchers on one server."""
    tokens = served.tokens
    with house.connected(served, watchers) as load:
        tag = f"latency{house.next_run()}"
        # The first requests load code and fill caches.
        load.do("ask", plan.latency_rate, 1, SLOTS, tokens.reporters, f"{tag}w", tokens.briefing)
        before = served.cpu()
        asked = load.do(
            "ask", plan.latency_rate, plan.latency_seconds, SLOTS, tokens.reporters, tag, tokens.briefing
        )
        used = served.cpu_each(before, asked["created"])
    if asked["failed"] or asked["unseen"]:
        raise BenchError(f"{len(asked['failed'])} questions failed, {asked['unseen']} were never seen")
    return {"watchers": watchers, "cpu_s": used, **asked}
