"""(d) Storm: all watchers are cut, something happens, all come back in the same moment and sync."""

from __future__ import annotations

from typing import Any

from bench.house import House, Served
from bench.plan import Plan

PATIENCE = 90


def measure(plan: Plan, house: House) -> list[dict[str, Any]]:
    """One entry for each storm; all of them blow at the same server."""
    with house.served() as served:
        return storms(plan, house, served)


def storms(plan: Plan, house: House, served: Served) -> list[dict[str, Any]]:
    """The same on any server."""
    results = []
    with house.connected(served, plan.storm_clients) as load:
        for number in range(plan.rounds):
            known = served.api.seq()
            load.do("cut", "w")
            wanted, _start = served.api.change_the_stage()
            cpu = served.cpu()
            back = load.do("back", "w", known, wanted, PATIENCE, patience=PATIENCE + 30)
            results.append(
                {
                    "round": number,
                    "cpu_s": served.cpu_each(cpu, back["clients"]),
                    "memory": served.memory(),
                    **back,
                }
            )
    return results
