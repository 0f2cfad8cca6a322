"""docs/performance.md from the results of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench import console_tables, tables
from bench.goals import judge
from bench.tables import table

Results = Mapping[str, Any]

INTRO = """# Performance

Written by `python3 -m bench`, which [bench/README.md](../bench/README.md) explains; not by hand.
Servers and the load client share one machine, so figures from different runs do not compare; ratios
within one run do. CPU per delivery is the sturdiest of them.
"""

HOW = """## How it is measured

- **One load client** for all servers (`bench/load`, C, epoll, one thread): raw WebSockets that speak
  Engine.IO 4 and Socket.IO 5, join `/live`, answer pings, and check of every message that it came in
  order and whole. Times are taken in that process, from the monotonic clock; its CPU is not counted.
- **The same bytes** go to every client: one Socket.IO event `update` of 400 or 2,000 bytes, without
  compression. Each server has its own start; the peers take turns, and each round begins with another.
- **Fan-out**: the client asks for messages over a plain second port, one more whenever everybody has
  one, so that at most {window} are under way: enough for the server never to wait, and too few for it to
  put several into one write. *CPU* is the server process's user and system time per delivery. *Last
  client* is from asking for a message until the last client has it: the median of messages sent alone,
  and the 99th percentile while as many are sent as go through.
- Meanwhile the client looks every 0.05 ms for what has arrived, and does not wait for it: a client that
  sleeps is woken at the expense of whoever sends, which on a network nobody pays.
- **confhub** is started as `python -m confhub serve` on eventlet with SQLite (WAL, `synchronous=FULL`)
  over the demo briefing with {seats:,} more reporters, each with a seat and a token of its own. Watchers
  are sockets of these reporters, so each has an audience of its own beside the stage; they also are
  those who ask, by turns. With more watchers than seats, some share one.
- **To the moderator's screen** is from the moment when the question was due to be sent until the first
  `update` on the moderator's socket that has it (its `seq` or a later one).
- **The bare transaction** (`bench/bare.py`) writes the same rows with plain statements through the same
  database settings, 8 at a time: no HTTP, no checks, no objects.
- **Stock** Flask-SocketIO is served like confhub (backlog of 4,096, TCP_NODELAY, no bound of 1,024
  connections); as it comes it would not take the clients.
- Figures are medians of the rounds; a ratio is the median of the rounds' ratios.
"""


def write(results: Results, plan: Mapping[str, Any], seats: int) -> str:
    """The whole page; ``plan`` is the run's as a dictionary."""
    parts = [
        INTRO,
        *_machine(results),
        *_goals(results),
        *tables.fanout(results),
        *tables.latency(results),
        *tables.submissions(results),
        *tables.storm(results),
        *tables.capacity(results),
        *tables.scale(results),
        *console_tables.console(results),
        *console_tables.rush(results),
        *_failures(results),
        HOW.format(window=plan["window"], seats=seats),
    ]
    return "\n".join(parts)


def _machine(results: Results) -> Iterator[str]:
    machine = results["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in sorted(machine["packages"].items()))
    runs = results["runs"]
    length = "quick, only to try the bench out" if results["quick"] else "full"
    whose = "on a server that ran already, over its own database; " if results["given"] else ""
    busiest = max(run["load_before"] for run in runs.values())
    minutes = sum(run["seconds"] for run in runs.values()) / 60
    rows = [
        ["date", f"{min(run['at'] for run in runs.values())[:10]}, {minutes:.0f} minutes"],
        ["machine", f"{machine['cores']} cores, {machine['cpu']}, {machine['memory_gib']} GiB"],
        ["system", f"{machine['kernel']}, Python {machine['python']}, Node.js {machine['node']}"],
        ["packages", packages],
        ["commit", machine["commit"]],
        ["run", f"{length}; {whose}load average of at most {busiest} before a part"],
    ]
    if "note" in results:
        rows.append(["note", results["note"]])
    yield table(["", ""], rows, words=2)


def _goals(results: Results) -> Iterator[str]:
    words = {True: "reached", False: "**not reached**", None: "not measured"}
    goals = judge(results)
    rows = [[goal.what, goal.wanted, goal.got, words[goal.reached]] for goal in goals]
    yield "## What must be reached\n"
    yield f"{sum(goal.reached is True for goal in goals)} of {len(goals)} reached.\n"
    yield table(["", "wanted", "measured", "outcome"], rows)


def _failures(results: Results) -> Iterator[str]:
    lines = [f"- {part}: {why}" for part, why in results["failed"].items()]
    lines += sorted(
        {
            f"- fan-out, {each['peer']} with {each['clients']:,} clients: {each['failed']}"
            for each in results.get("fanout") or []
            if "failed" in each
        }
    )
    if lines:
        yield "## What failed in this run\n"
        yield "\n".join(lines) + "\n"
