"""The report's tables, one function for each measure; each yields Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench import goals, peers
from bench.numbers import at, median_of, scaled, shown

Results = Mapping[str, Any]
Rows = list[list[str]]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """A Markdown table whose first ``words`` columns are text; the others are aligned to the right."""
    rule = ["---" if column < words else "--:" for column in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows]) + "\n"


def _median(rounds: Sequence[Mapping[str, Any]], *path: str, places: int = 0) -> str:
    return shown(median_of(rounds, *path), places)


def fanout(results: Results) -> Iterator[str]:
    """(a) and (e)."""
    found = results.get("fanout") or []
    sizes = sorted({int(size) for each in found for size in each.get("sizes", {})})
    if not sizes:
        return
    yield "## Fan-out: one message to all\n"
    yield "![Deliveries per second and CPU per delivery by number of clients](performance.svg)\n"
    for size in sizes:
        yield f"**{size:,} bytes**\n"
        head = [
            "clients",
            "server",
            "deliveries/s",
            "× socket.io",
            "CPU µs each",
            "last client, alone",
            "p99",
        ]
        yield table(head, list(_fanout_rows(results, found, size)), words=2)
    yield "## Memory per connection\n"
    yield "Growth of the server's resident memory, in kB for each connection, before any message.\n"
    counts = sorted({each["clients"] for each in found})
    rows = [[peer.title, *(_memory(found, peer.name, count) for count in counts)] for peer in peers.ALL]
    yield table(["server", *(f"{count:,} clients" for count in counts)], rows)


def _fanout_rows(results: Results, found: Sequence[Mapping[str, Any]], size: int) -> Iterator[list[str]]:
    for clients in sorted({each["clients"] for each in found}):
        for peer in peers.ALL:
            rounds = [each for each in found if (each["peer"], each["clients"]) == (peer.name, clients)]
            path = ("sizes", str(size))
            times = None
            if peer.name == "confhub":
                times = goals.fanout_ratio(results, "socket.io", clients, size, "per_second")
            yield [
                f"{clients:,}",
                f"**{peer.title}**" if peer.name == "confhub" else peer.title,
                _median(rounds, *path, "sustained", "per_second"),
                shown(times, 2) if peer.name == "confhub" else "",
                _median(rounds, *path, "sustained", "cpu_us", places=1),
                _median(rounds, *path, "single", "to_last_ms", "p50", places=1) + " ms",
                _median(rounds, *path, "sustained", "to_last_ms", "p99", places=1) + " ms",
            ]


def _memory(found: Sequence[Mapping[str, Any]], peer: str, clients: int) -> str:
    rounds = [each for each in found if (each["peer"], each["clients"]) == (peer, clients)]
    return shown(scaled(median_of(rounds, "bytes_per_connection"), 1e-3), 1)


def latency(results: Results) -> Iterator[str]:
    """(b)."""
    found = results.get("latency")
    if not found:
        return
    yield "## From a question to the moderator's screen\n"
    yield f"Reporters ask over the API, {found[0]['asked'] / found[0]['seconds']:.0f} times a second.\n"
    rows: Rows = []
    for watchers in sorted({each["watchers"] for each in found}):
        rounds = [each for each in found if each["watchers"] == watchers]
        rows.append(
            [
                f"{watchers:,}",
                *(
                    _median(rounds, kind, part, places=1)
                    for kind in ("answer_ms", "update_ms")
                    for part in _PARTS
                ),
                shown(scaled(median_of(rounds, "cpu_s"), 1e3), 1),
            ]
        )
    head = ["watchers", "201 p50, ms", "p99", "screen p50, ms", "p99", "CPU ms each"]
    yield table(head, rows)


_PARTS = ("p50", "p99")


def submissions(results: Results) -> Iterator[str]:
    """(c)."""
    found = results.get("submissions")
    if not found:
        return
    steady = found["steady"]
    yield "## Submissions\n"
    yield (
        f"{steady['asked']:,} questions at {steady['rate']:g} a second with {steady['watchers']:,} watchers "
        f"({steady['planned']:,} were due): "
        f"{steady['created']:,} acknowledged, {steady['missing']} of them missing and {steady['repeated']} "
        f"twice when read back; {len(steady['failed'])} refused; {steady['watcher_updates']:,} updates "
        f"went to watchers.\n"
    )
    rows = [
        [name, *(shown(steady[kind][part], 1) for part in ("p50", "p90", "p99", "max"))]
        for kind, name in (("answer_ms", "answered (201), ms"), ("update_ms", "moderator's screen, ms"))
    ]
    yield table(["", "p50", "p90", "p99", "max"], rows)
    fastest = found.get("fastest") or []
    if not fastest:
        return
    yield "As fast as they are taken, 8 at a time:\n"
    bare = [each["bare"] for each in fastest if "bare" in each]
    rows = [["bare transaction", _median(bare, "per_second"), "1.00"]]
    for watched, name in ((False, "over the API, a moderator connected"), (True, "the same with watchers")):
        rounds = [each for each in fastest if "bare" not in each and bool(each["watchers"]) == watched]
        share = shown(goals.share_of_bare(results, watched), 2)
        rows.append([name, _median(rounds, "per_second"), share])
    yield table(["", "per second", "× bare"], rows)


def storm(results: Results) -> Iterator[str]:
    """(d)."""
    found = results.get("storm")
    if not found:
        return
    yield "## Storm\n"
    yield (
        f"{found[0]['clients']:,} watchers are cut, a question goes on or off the air, and all come back in "
        "the same moment and `sync`. In step is who has that change.\n"
    )
    rows = [
        [
            f"{each['round'] + 1}",
            f"{each['in_step']:,}",
            shown(each["joined_ms"]["max"] / 1000, 2),
            shown(each["in_step_ms"]["p50"] / 1000, 2),
            shown(each["in_step_ms"]["max"] / 1000, 2),
            shown(scaled(each["cpu_s"], 1e3), 1),
            shown(scaled(each["memory"], 1e-6)),
        ]
        for each in found
    ]
    head = ["storm", "in step", "last joined, s", "half in step, s", "last in step, s", "CPU ms each"]
    yield table([*head, "memory MB"], rows)


def capacity(results: Results) -> Iterator[str]:
    """(g)."""
    found = results.get("capacity")
    if not found:
        return
    memory = shown(scaled(at(found, "bytes_per_connection"), 1e-3), 1)
    cpu = shown(scaled(found["cpu_s"], 1e6), 1)
    yield "## Many watchers on one process\n"
    yield (
        f"{found['watchers']:,} watchers, {found['lost']} of them lost. {len(found['to_last_ms'])} times a "
        "question went on or off the air; from the moderator's POST until the last watcher had it: "
        f"p50 {_half(found)} ms, at most {max(found['to_last_ms']):,.0f} ms; the fewest that a change "
        f"reached are {min(found['reached']):,}. CPU {cpu} µs for each watcher and change, "
        f"memory {memory} kB for each connection.\n"
    )


def _half(changes: Mapping[str, Any]) -> str:
    return shown(median_of([{"ms": each} for each in changes["to_last_ms"]], "ms"))


def scale(results: Results) -> Iterator[str]:
    """(f)."""
    found = results.get("scale")
    if not found:
        return
    yield "## One process and two\n"
    yield (
        "PostgreSQL, Redis and nginx, all on the same cores as the servers and the load client: where the "
        "cores are the limit, a second process adds room and not speed.\n"
    )
    rows = [
        [
            f"{each['processes']}",
            shown(each["latency"]["update_ms"]["p50"], 1),
            shown(each["latency"]["update_ms"]["p99"], 1),
            shown(each["submissions"]["per_second"]),
            f"{each['submissions']['missing'] + each['submissions']['repeated']}",
            _half(each["changes"]),
            f"{min(each['changes']['reached']):,} of {each['changes']['watchers']:,}",
        ]
        for each in found
    ]
    head = [
        "processes",
        "screen p50, ms",
        "p99",
        "questions/s",
        "lost or twice",
        "last watcher, ms",
        "reached",
    ]
    yield table(head, rows)
