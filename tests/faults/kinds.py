"""The faults: each begins, lasts and ends within its function; when it returns, the 5 seconds begin."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

from tests.faults.screens import Screen
from tests.faults.step import LOOK, PROMISE, End, Wrong, wait_until_in_step

if TYPE_CHECKING:
    from tests.faults.course import Course

SHORT, LONG = (0.2, 1.5), (1.0, 4.0)
PATIENCE = 30.0


def nothing(course: Course) -> None:
    """No fault: what the others are to be compared with."""


def kill(course: Course) -> None:
    """A server process dies and is started again; over when it is ready."""
    process = course.lot.choice(course.house.processes)
    process.kill()
    _last(course.lot, (0.0, 1.0))
    process.start()


def outage(course: Course) -> None:
    """All servers are dead for so long that clients try again only now and then."""
    for process in course.house.processes:
        process.kill()
    _last(course.lot, (4.0, 8.0))
    for process in course.house.processes:
        process.start()


def kill_twice(course: Course) -> None:
    """It dies again while everybody is coming back."""
    process = course.lot.choice(course.house.processes)
    for _ in range(2):
        process.kill()
        process.start()
        _last(course.lot, (0.0, 0.6))


def drain(course: Course) -> None:
    """A server process is asked to end, and started again; over when it is ready."""
    process = course.lot.choice(course.house.processes)
    process.stop()
    process.start()


def pause(course: Course) -> None:
    """A server process stands still for some seconds."""
    process = course.lot.choice(course.house.processes)
    process.pause()
    try:
        _last(course.lot, LONG)
    finally:
        process.go_on()


def restart_postgres(course: Course) -> None:
    """The database is restarted in order; over when it takes queries again."""
    _without_postgres(course, signal.SIGINT)


def crash_postgres(course: Course) -> None:
    """The database ends at once and recovers from its log; over when it takes queries again."""
    _without_postgres(course, signal.SIGQUIT)


def _without_postgres(course: Course, how: signal.Signals) -> None:
    assert course.house.postgres is not None
    course.house.postgres.stop(how)
    # Some come back while it is away.
    _befall("cut", _some(course, 3))
    _last(course.lot, SHORT)
    course.house.postgres.start()
    course.house.wait_for_database()


def restart_redis(course: Course) -> None:
    """Redis is gone for a while."""
    assert course.house.redis is not None
    course.house.redis.stop(signal.SIGKILL)
    _last(course.lot, LONG)
    course.house.redis.start()


def pause_redis(course: Course) -> None:
    """Redis takes what it is sent and does not answer."""
    assert course.house.redis is not None
    course.house.redis.process.send_signal(signal.SIGSTOP)
    try:
        _last(course.lot, LONG)
    finally:
        course.house.redis.process.send_signal(signal.SIGCONT)


def cut(course: Course) -> None:
    """Half of the clients lose their lines and stay away for a while."""
    chosen = _some(course, 2)
    for screen in chosen:
        screen.away.set()
    _befall("cut", chosen)
    _last(course.lot, LONG)
    for screen in chosen:
        screen.away.clear()


def half_open(course: Course) -> None:
    """Some clients come back by another line while the server believes in their old one."""
    _befall("half-open", _some(course, 3))
    _last(course.lot, SHORT)


def stall(course: Course) -> None:
    """Readers of large pages ask for more and read nothing, until the server cuts them off; the others
    must be in step all the same. Over when they may read again."""
    chosen = [screen for screen in course.screens if screen.who.startswith("moderator")]
    chosen = [screen for screen in chosen if not screen.polling]
    for screen in chosen:
        screen.cut_off = False
        screen.stalled.set()
    try:
        _wait_for(lambda: all(screen.cut_off for screen in chosen))
        course.load.run(False)
        others = [screen for screen in course.screens if screen not in chosen]
        took = wait_until_in_step(course.load, others, End(course.house))
        if took.net > PROMISE:
            raise Wrong(f"the others were right only after {took}")
        if not all(screen.cut_off for screen in chosen):
            raise Wrong("who reads nothing was not cut off")
        course.load.run(True)
    finally:
        for screen in chosen:
            screen.stalled.clear()


Fault = Callable[["Course"], None]
ANYWHERE: tuple[Fault, ...] = (nothing, drain, outage, kill_twice, pause, cut, half_open, stall)
WITH_SERVICES: tuple[Fault, ...] = (restart_postgres, crash_postgres, restart_redis, pause_redis)

# While the database is away, calls fail.
FAILING = (restart_postgres, crash_postgres)


def _some(course: Course, one_in: int) -> list[Screen]:
    return course.lot.sample(course.screens, len(course.screens) // one_in)


def _befall(fate: str, screens: Sequence[Screen]) -> None:
    """Let it befall the screens; returns when it has."""
    for screen in screens:
        screen.fate = fate
    _wait_for(lambda: not any(screen.fate for screen in screens))


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(LOOK)


def _last(lot: Random, span: tuple[float, float]) -> None:
    time.sleep(lot.uniform(*span))
