"""After any fault everything that was acknowledged is there once, and every screen is right within 5 s.

The seed of a course is its name; ``--seed`` gives another beginning, ``--kills`` a longer way. Lots are
drawn alike for a seed; how threads and processes meet is not, so a seed that failed may have to be
tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.faults.course import Course
from tests.faults.kinds import ANYWHERE, WITH_SERVICES, Fault, kill
from tools import services

KILLS_A_COURSE = 20
KINDS = ("sqlite", "postgres")

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A course of each kind; in a long run as many as it takes to make all the kills."""
    seed, kills = metafunc.config.getoption("seed", 1), metafunc.config.getoption("kills", 0)
    each = min(kills, KILLS_A_COURSE) or 2
    seeds = range(seed, seed + max(len(KINDS), -(-kills // KILLS_A_COURSE)))
    courses = [(KINDS[number % len(KINDS)], number) for number in seeds]
    metafunc.parametrize(
        ("kind", "seed", "kills"),
        [(kind, number, each) for kind, number in courses],
        ids=[f"{kind}-seed-{number}" for kind, number in courses],
    )


def test_nothing_is_lost_and_every_screen_is_right(
    kind: str, seed: int, kills: int, tmp_path: Path, keep: list[Course]
) -> None:
    if kind == "postgres" and not (services.find_postgres() and services.find_redis()):
        pytest.skip("no PostgreSQL or no Redis is installed")
    course = Course(kind, f"{kind} {seed}", tmp_path)
    keep.append(course)
    faults = _drawn(course.lot, kind, kills)
    print(f"{kind}, --seed {seed}: {', '.join(fault.__name__ for fault in faults)}")
    course.run(faults)
    wrong = [
        f"seed {seed}, round {number}, {round_.fault}:\n" + "\n".join(round_.wrong)
        for number, round_ in enumerate(course.rounds, 1)
        if round_.wrong
    ]
    assert not wrong, "\n".join(wrong)


def _drawn(lot: Random, kind: str, kills: int) -> Sequence[Fault]:
    others = ANYWHERE if kind == "sqlite" else (*ANYWHERE, *WITH_SERVICES)
    faults = [*[kill] * kills, *others]
    lot.shuffle(faults)
    return faults
