"""(g) Many watchers on one process: all are connected, and what goes on air reaches every one."""

from __future__ import annotations

from typing import Any

from bench.house import House, Served
from bench.plan import Plan
from bench.processes import settled_memory

CHANGES = 10
PATIENCE = 30


def measure(plan: Plan, house: House) -> dict[str, Any]:
    """How long until the last watcher has each change, and memory per connection."""
    with house.served() as served:
        return changes(plan, house, served)


def changes(plan: Plan, house: House, served: Served) -> dict[str, Any]:
    """The same on any server; memory only where the processes are ours."""
    before = sum(map(settled_memory, served.processes))
    with house.connected(served, plan.many_watchers) as load:
        grown = sum(map(settled_memory, served.processes)) - before
        to_last, reached, cpu = [], [], served.cpu()
        for _change in range(CHANGES):
            wanted, start = served.api.change_the_stage()
            got = load.do("await", "w", wanted, PATIENCE)
            to_last.append((got["last_at"] - start) / 1e6)
            reached.append(got["have"])
            load.do("idle", 0.2)
        lost = load.do("idle", 0)["lost"]
        used = served.cpu_each(cpu, CHANGES * plan.many_watchers)
    return {
        "watchers": plan.many_watchers,
        "reached": reached,
        "lost": lost,
        "to_last_ms": to_last,
        "cpu_s": used,
        "bytes_per_connection": grown / plan.many_watchers if served.processes else None,
    }
