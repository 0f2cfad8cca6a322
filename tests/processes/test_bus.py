"""What processes tell each other through Redis, and what happens when it is not there."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from confhub.live import bus as module
from confhub.live.bus import Bus
from tests.processes.conftest import until
from tools.services import Service

pytestmark = pytest.mark.redis


class Process:
    """A bus, what its process knows of itself, and the last that it heard of each other one."""

    def __init__(self, url: str, channel: str = "test") -> None:
        self.state: Any = {}
        self.heard: dict[str, Any] = {}
        self.times = 0
        self.bus = Bus(url, channel, lambda: self.state, self._hear)
        self.bus.start()

    def _hear(self, process: str, state: Any) -> None:
        self.heard[process] = state
        self.times += 1

    def say(self, state: Any) -> None:
        """Change and tell it."""
        self.state = state
        self.bus.speak()

    def knows(self, state: Any) -> bool:
        """Is this what it heard last of some other one?"""
        return state in self.heard.values()


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Process]]:
    """``begin(url, channel)``: a Process that is up, with short silences."""
    monkeypatch.setattr(module, "AGAIN", 0.05)
    begun: list[Process] = []

    def start(*args: str) -> Process:
        begun.append(Process(*args))
        until(lambda: begun[-1].bus.is_up)
        return begun[-1]

    yield start
    for process in begun:
        process.bus.close()


def test_what_one_says_the_others_hear_and_nobody_on_another_channel(
    own_redis: Service, begin: Callable[..., Process]
) -> None:
    one, two, stranger = begin(own_redis.url), begin(own_redis.url), begin(own_redis.url, "other")
    one.say({"3": ["point:12"]})
    until(lambda: two.knows({"3": ["point:12"]}))
    assert len(one.heard) == len(two.heard) == 1
    assert stranger.heard == {}


def test_a_newcomer_is_told_at_once(
    own_redis: Service, begin: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT", 3600.0)
    one = begin(own_redis.url)
    one.say("here")
    two = begin(own_redis.url)
    until(lambda: two.knows("here"))


def test_many_words_at_once_are_one_message_and_the_last_one_counts(
    own_redis: Service, begin: Callable[..., Process]
) -> None:
    one, two = begin(own_redis.url), begin(own_redis.url)
    for number in range(1000):
        one.say(number)
    until(lambda: two.knows(999))
    assert two.times < 500


def test_who_is_silent_for_long_is_gone(
    own_redis: Service, begin: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT", 0.1)
    monkeypatch.setattr(module, "SILENCE", 0.5)
    one, two = begin(own_redis.url), begin(own_redis.url)
    two.say("here")
    until(lambda: one.knows("here"))
    two.say("bye")
    two.bus.close()
    until(lambda: one.knows(None))
    assert one.bus.is_up


def test_redis_away_is_said_once_disturbs_nobody_and_is_found_again(
    own_redis: Service, begin: Callable[..., Process], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "confhub.bus")
    one, two = begin(own_redis.url), begin(own_redis.url)
    own_redis.stop(signal.SIGKILL)
    until(lambda: not one.bus.is_up and not two.bus.is_up)
    one.say("meanwhile")
    own_redis.start()
    until(lambda: two.knows("meanwhile"))
    one.say("after")
    until(lambda: two.knows("after"))
    until(lambda: one.bus.is_up and two.bus.is_up)
    said = [record.message.partition(" (")[0] for record in caplog.records]
    assert sorted(said) == ["Redis is away"] * 2 + ["Redis is back"] * 2


def test_redis_that_hangs_is_away_too(
    own_redis: Service, begin: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT", 0.1)
    monkeypatch.setattr(module, "SILENCE", 0.5)
    one = begin(own_redis.url)
    own_redis.process.send_signal(signal.SIGSTOP)
    try:
        until(lambda: not one.bus.is_up)
    finally:
        own_redis.process.send_signal(signal.SIGCONT)
    until(lambda: one.bus.is_up)


def test_a_process_that_starts_without_redis_waits_for_it(own_redis: Service) -> None:
    own_redis.stop(signal.SIGKILL)
    one = Process(own_redis.url)
    one.say("early")
    until(lambda: one.bus._up is False)
    own_redis.start()
    until(lambda: one.bus.is_up)
    one.bus.close()
