"""What confhub must reach, and whether a run reached it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.numbers import at, median_of, ratio, shown

TICK_MS = 25
Results = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """One line of the list: what is wanted, what was measured, and whether that is enough.

    ``reached`` is None when it could not be measured.
    """

    what: str
    wanted: str
    got: str
    reached: bool | None


def judge(results: Results) -> list[Goal]:
    """All goals in the order of the report; ``results`` as ``bench.run`` collects them."""
    return [*_fanout(results), *_latency(results), *_submissions(results), *_storm(results), *_many(results)]


def fanout_ratio(results: Results, other: str, clients: int, size: int, measure: str) -> float | None:
    """confhub's advantage over a peer: the median of the rounds' ratios.

    ``measure`` is ``per_second`` (ours over theirs) or ``cpu_us`` (theirs over ours): more is better.
    """
    rounds = results.get("fanout") or []
    found = []
    for ours in rounds:
        if ours["peer"] != "confhub" or ours["clients"] != clients:
            continue
        for theirs in rounds:
            if (theirs["peer"], theirs["clients"], theirs["round"]) != (other, clients, ours["round"]):
                continue
            pair = [at(each, "sizes", str(size), "sustained", measure) for each in (ours, theirs)]
            one = ratio(*pair) if measure == "per_second" else ratio(*reversed(pair))
            if one is not None:
                found.append(one)
    return median(found) if found else None


def _least(what: str, wanted: float, got: float | None) -> Goal:
    return Goal(what, f"≥ {wanted:g}", shown(got, 2), None if got is None else got >= wanted)


def _most(what: str, wanted: float, got: float | None, unit: str, places: int = 1) -> Goal:
    return Goal(what, f"≤ {wanted:g}{unit}", shown(got, places, unit), None if got is None else got <= wanted)


def _fanout(results: Results) -> Iterator[Goal]:
    sizes = sorted({int(size) for each in results.get("fanout") or [] for size in each.get("sizes", {})})
    counts = sorted({each["clients"] for each in results.get("fanout") or []})
    for clients in counts:
        for size in sizes:
            where = f"{clients:,} clients, {size:,} B"
            for measure, words in (("per_second", "deliveries/s"), ("cpu_us", "CPU per delivery")):
                node = fanout_ratio(results, "socket.io", clients, size, measure)
                if clients < 1000:
                    if measure == "per_second":
                        yield _least(f"{where}: {words}, × Node's socket.io", 1.0, node)
                    continue
                floor = fanout_ratio(results, "floor", clients, size, measure)
                yield _least(f"{where}: {words}, × Node's socket.io", 1.5, node)
                yield _least(f"{where}: {words}, × the raw floor", 0.85, floor)
    stock, ours = (memory(results, peer) for peer in ("stock", "confhub"))
    if counts:
        yield _most("memory per connection, × stock", 1.0, ratio(ours, stock), "", 2)


def memory(results: Results, peer: str) -> float | None:
    """Bytes per connection of a peer with the most clients that were measured."""
    rounds = [each for each in results.get("fanout") or [] if each["peer"] == peer and "failed" not in each]
    most = max((each["clients"] for each in rounds), default=0)
    return median_of([each for each in rounds if each["clients"] == most], "bytes_per_connection")


def latency_p99(results: Results, watched: bool) -> float | None:
    """The median over rounds of the update's p99, without watchers or with them, in ms."""
    rounds = [each for each in results.get("latency") or [] if bool(each["watchers"]) == watched]
    return median_of(rounds, "update_ms", "p99")


def _latency(results: Results) -> Iterator[Goal]:
    if "latency" in results:
        got = ratio(latency_p99(results, True), latency_p99(results, False))
        yield _most("question to moderator's screen with watchers: p99, × without", 3.0, got, "", 2)


def share_of_bare(results: Results, watched: bool) -> float | None:
    """Questions a second over the API, as a part of the bare transaction's; the median of the rounds."""
    rounds = at(results, "submissions", "fastest") or []
    bare = {each["round"]: each["bare"]["per_second"] for each in rounds if "bare" in each}
    taken = [each for each in rounds if "bare" not in each and bool(each["watchers"]) == watched]
    found = [each["per_second"] / bare[each["round"]] for each in taken if each["round"] in bare]
    return median(found) if found else None


def _submissions(results: Results) -> Iterator[Goal]:
    steady = at(results, "submissions", "steady")
    if steady is None:
        return
    # Those that could not even be sent in time are no success either.
    wrong = steady["planned"] - steady["created"] + steady["missing"] + steady["repeated"]
    what = f"{steady['rate']:g} questions/s for {steady['planned'] / steady['rate']:.0f} s"
    yield Goal(f"{what}: not taken, lost or twice", "0", str(wrong), wrong == 0)
    yield _most(f"{what}: p99 to the moderator's screen", TICK_MS + 150, steady["update_ms"]["p99"], " ms")
    yield _least("fastest pace of questions, × the bare transaction", 0.6, share_of_bare(results, False))


def _storm(results: Results) -> Iterator[Goal]:
    storms = results.get("storm")
    if storms:
        all_in = all(each["in_step"] == each["clients"] for each in storms)
        last = max(each["in_step_ms"]["max"] for each in storms) / 1000
        goal = _most(f"{storms[0]['clients']:,} clients cut, reconnected and in step", 10.0, last, " s")
        yield goal if all_in else Goal(goal.what, goal.wanted, "not all came back", False)


def _many(results: Results) -> Iterator[Goal]:
    many = results.get("capacity")
    if many:
        least, wanted = min(many["reached"]), many["watchers"]
        text = f"{wanted:,} watchers on one process, each reached by every change"
        yield Goal(text, f"{wanted:,}", f"{least:,}", least == wanted and not many["lost"])
