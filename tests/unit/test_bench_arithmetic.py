"""The bench judges by ratios within a round, and never by what it could not measure."""

from __future__ import annotations

from typing import Any

import pytest

from bench import goals, plot, tables
from bench.numbers import at, median_of, ratio, shown


def test_a_median_leaves_out_rounds_that_failed() -> None:
    rounds = [{"a": {"b": 3}}, {"failed": "no"}, {"a": {"b": 1}}, {"a": {"b": 2}}]
    assert median_of(rounds, "a", "b") == 2
    assert median_of([{"failed": "no"}], "a", "b") is None
    assert at({"a": 1}, "a", "b") is None


def test_numbers_are_printed_for_people() -> None:
    assert (shown(1234.56, 1, " ms"), shown(None)) == ("1,234.6 ms", "–")
    assert (ratio(3, 2), ratio(None, 2), ratio(3, 0)) == (1.5, None, None)


def entry(peer: str, number: int, per_second: float, cpu_us: float, clients: int = 1000) -> dict[str, Any]:
    sustained = {"per_second": per_second, "cpu_us": cpu_us}
    sizes = {"400": {"sustained": sustained, "single": {"to_last_ms": {"p50": 1, "p99": 2}}}}
    return {
        "peer": peer,
        "clients": clients,
        "round": number,
        "sizes": sizes,
        "bytes_per_connection": 60_000 if peer == "confhub" else 62_000,
    }


def fanout() -> list[dict[str, Any]]:
    # The second round is a busier one: all are slower, the ratio stays.
    return [
        entry("confhub", 0, 200, 5),
        entry("socket.io", 0, 100, 10),
        entry("confhub", 1, 20, 50),
        entry("socket.io", 1, 10, 100),
        entry("floor", 0, 400, 4),
        {"peer": "floor", "clients": 1000, "round": 1, "failed": "did not start"},
        entry("stock", 0, 20, 50),
    ]


def test_peers_are_compared_within_a_round() -> None:
    results = {"fanout": fanout()}
    assert goals.fanout_ratio(results, "socket.io", 1000, 400, "per_second") == 2
    assert goals.fanout_ratio(results, "socket.io", 1000, 400, "cpu_us") == 2
    assert goals.fanout_ratio(results, "floor", 1000, 400, "per_second") == 0.5
    assert goals.fanout_ratio(results, "floor", 5000, 400, "per_second") is None


def test_goals_of_the_fan_out() -> None:
    reached = {goal.what: goal.reached for goal in goals.judge({"fanout": fanout()})}
    assert reached == {
        "1,000 clients, 400 B: deliveries/s, × Node's socket.io": True,
        "1,000 clients, 400 B: deliveries/s, × the raw floor": False,
        "1,000 clients, 400 B: CPU per delivery, × Node's socket.io": True,
        "1,000 clients, 400 B: CPU per delivery, × the raw floor": False,
        "memory per connection, × stock": True,
    }


def test_a_peer_that_failed_leaves_a_goal_unmeasured() -> None:
    results = {"fanout": [each for each in fanout() if each["peer"] != "socket.io"]}
    assert [goal.reached for goal in goals.judge(results)] == [None, False, None, False, True]


def steady(**changed: Any) -> dict[str, Any]:
    said = {
        "rate": 100,
        "planned": 6000,
        "created": 6000,
        "missing": 0,
        "repeated": 0,
        "update_ms": {"p99": 170},
    }
    return said | changed


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ({}, [True, True]),
        ({"missing": 1}, [False, True]),
        ({"repeated": 1}, [False, True]),
        ({"created": 5999}, [False, True]),
        ({"update_ms": {"p99": 176}}, [True, False]),
    ],
)
def test_nothing_may_be_lost_or_late(changed: dict[str, Any], reached: list[bool]) -> None:
    found = goals.judge({"submissions": {"steady": steady(**changed)}})
    assert [goal.reached for goal in found] == [*reached, None]


def test_the_pace_is_compared_with_the_bare_transaction_of_its_round() -> None:
    fastest = [
        {"round": 0, "watchers": 0, "per_second": 600},
        {"round": 0, "bare": {"per_second": 1000}},
        {"round": 1, "watchers": 0, "per_second": 60},
        {"round": 1, "bare": {"per_second": 100}},
        {"round": 1, "watchers": 5, "per_second": 50},
    ]
    results = {"submissions": {"steady": None, "fastest": fastest}}
    assert goals.share_of_bare(results, False) == 0.6
    assert goals.share_of_bare(results, True) == 0.5


def test_a_storm_counts_only_when_all_are_back() -> None:
    storm = {"clients": 2000, "in_step": 2000, "in_step_ms": {"max": 9000}}
    assert [goal.reached for goal in goals.judge({"storm": [storm]})] == [True]
    assert [goal.reached for goal in goals.judge({"storm": [storm, storm | {"in_step": 1999}]})] == [False]


def test_the_plot_shows_a_peer_that_failed_as_a_gap() -> None:
    drawn = plot.draw({"fanout": [entry("confhub", 0, 200_000, 5), {**fanout()[5], "round": 0}]})
    assert drawn is not None
    assert ">200k<" in drawn and ">–<" in drawn
    assert plot.draw({}) is None


def test_tables_are_markdown() -> None:
    text = tables.table(["server", "n"], [["stock", "1"]])
    assert text == "| server | n |\n| --- | --: |\n| stock | 1 |\n"
