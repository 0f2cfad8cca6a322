"""(a) Fan-out and (e) memory per connection: confhub's and its peers', in alternating rounds.

A round starts each server anew, connects the clients, and sends to all of them: as fast as possible
with a bounded number of messages under way, then one message at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import peers
from bench.errors import BenchError
from bench.installed import Installed
from bench.load_client import Load
from bench.plan import Plan
from bench.processes import Process, settled_memory

WARM_UP = 5
GAP_MS = 10


def measure(plan: Plan, found: Installed, folder: Path) -> list[dict[str, Any]]:
    """One entry for each peer, number of clients and round; with ``failed`` where one could not be had."""
    results = []
    for number in range(plan.rounds):
        for clients in plan.clients:
            # Each round begins with another peer, so that none is always first.
            turn = number % len(peers.ALL)
            for peer in (*peers.ALL[turn:], *peers.ALL[:turn]):
                entry = {"peer": peer.name, "clients": clients, "round": number}
                try:
                    entry |= _measure_one(plan, peer, clients, found, folder)
                except (BenchError, OSError) as error:
                    entry["failed"] = str(error)
                    print(f"  {peer.name} with {clients} clients failed: {error}", file=sys.stderr)
                results.append(entry)
    return results


def _measure_one(
    plan: Plan, peer: peers.Peer, clients: int, found: Installed, folder: Path
) -> dict[str, Any]:
    process, control = peer.start(found, folder / f"{peer.name}.log")
    with process, Load(found.load, process.port, peer.speaks, control) as load:
        # The first connections load code; that is nobody's memory per connection.
        load.connect("x", WARM_UP)
        load.do("cut", "x")
        load.do("idle", 0.3)
        before = settled_memory(process)
        connected = load.connect("w", clients)
        load.do("idle", 0.3)
        memory = (settled_memory(process) - before) / clients
        sizes = dict(_sizes(plan, load, process))
        after = (settled_memory(process) - before) / clients
    return {
        "connect_seconds": connected["seconds"],
        "bytes_per_connection": memory,
        "bytes_per_connection_after": after,
        "sizes": sizes,
    }


def _sizes(plan: Plan, load: Load, process: Process) -> Iterator[tuple[str, dict[str, Any]]]:
    for size in plan.sizes:
        # Buffers grow and code is seen for the first time.
        load.do("sustain", 0.2, size, plan.window)
        before = process.cpu()
        sustained = load.do("sustain", plan.sustain_seconds, size, plan.window)
        sustained["cpu_us"] = (process.cpu() - before) / max(1, sustained["deliveries"]) * 1e6
        single = load.do("single", plan.single_messages, size, GAP_MS)
        for name, result in (("sustain", sustained), ("single", single)):
            wrong = {key: result[key] for key in ("unfinished", "lost", "out_of_order", "wrong_size")}
            if any(wrong.values()):
                raise BenchError(f"{name} at {size} bytes: {wrong}")
        yield str(size), {"sustained": sustained, "single": single}
