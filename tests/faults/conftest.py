"""How long the faults go on and from which seed, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pytest

from tests.faults.course import Course, Round

DONE = pytest.StashKey[list[tuple[str, Round]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--kills`` and ``--seed``."""
    group = parser.getgroup("faults")
    group.addoption("--kills", type=int, default=0, help="a long run: kill servers so many times")
    group.addoption("--seed", type=int, default=1, help="where the lots of the faults begin")


def pytest_configure(config: pytest.Config) -> None:
    """Where the rounds are kept."""
    config.stash[DONE] = []


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Iterator[list[Course]]:
    """Courses that are put here are told of at the end."""
    courses: list[Course] = []
    yield courses
    for course in courses:
        request.config.stash[DONE] += [(course.house.kind, round_) for round_ in course.rounds]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each kind of fault: rounds, failures, and how long until every screen was right."""
    done = config.stash[DONE]
    if not done:
        return
    terminalreporter.section("faults")
    for key in sorted({(kind, round_.fault) for kind, round_ in done}):
        rounds = [round_ for kind, round_ in done if (kind, round_.fault) == key]
        failed = sum(bool(round_.wrong) for round_ in rounds)
        asked = sum(round_.asked for round_ in rounds)
        told = f"{key[0]:9}{key[1]:18}{len(rounds):4} rounds, {failed} failed, {asked} questions"
        terminalreporter.write_line(f"{told}; {_figures(rounds)}")


def _figures(rounds: list[Round]) -> str:
    took = [round_.in_step for round_ in rounds if round_.in_step is not None]
    if not took:
        return "no figures"
    net, whole = [each.net for each in took], [each.seconds for each in took]
    return (
        f"in step after {median(net):.2f} s (median), {max(net):.2f} s (longest), without waiting for a"
        f" processor; with it {median(whole):.2f} and {max(whole):.2f} s"
    )
