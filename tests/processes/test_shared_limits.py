"""Limits are counted together through Redis, and by each process for itself while it is away."""

from __future__ import annotations

import signal
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import pytest
import requests

from tests.processes.conftest import until
from tests.servers import Server
from tests.world import World
from tools.services import Service

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


def ask(server: Server, world: World, by: str = "reporter") -> int:
    """The status of one question asked of this process."""
    headers = {"Authorization": f"Bearer {world.tokens[by]}"}
    url = f"{server.url}/api/v1/briefings/DEMO/questions"
    return requests.post(
        url, json={"text": "Khi nào sửa xong đường?"}, headers=headers, timeout=20
    ).status_code


def test_limits_are_shared_and_no_request_fails_without_redis(
    processes: Callable[..., list[Server]], shared: World, own_redis: Service
) -> None:
    one, two = processes(ask_limit="3 per hour")
    asked = [ask(server, shared) for server in islice(cycle([one, two]), 5)]
    assert asked == [201, 201, 201, 429, 429]

    own_redis.stop(signal.SIGKILL)
    assert [ask(one, shared) for _ in range(4)] == [201, 201, 201, 429]
    assert [ask(two, shared) for _ in range(4)] == [201, 201, 201, 429]

    own_redis.start()
    # Nothing was kept there: the count begins anew, and both see it again.
    until(lambda: ask(one, shared) == 201, 40)
    until(lambda: ask(two, shared) == 201, 40)
    rest: list[Any] = [ask(server, shared, "reporter2") for server in islice(cycle([one, two]), 5)]
    assert rest == [201, 201, 201, 429, 429]


def test_a_redis_that_hangs_holds_up_no_request_for_long(
    processes: Callable[..., list[Server]], shared: World, own_redis: Service
) -> None:
    one, _two = processes(ask_limit="100 per hour")
    assert ask(one, shared) == 201
    own_redis.process.send_signal(signal.SIGSTOP)
    try:
        # Each has the time that one attempt to reach it takes, however often it is tried.
        headers = {"Authorization": f"Bearer {shared.tokens['reporter']}"}
        url = f"{one.url}/api/v1/briefings/DEMO/questions"
        for _ in range(3):
            assert requests.post(url, json={"text": "?"}, headers=headers, timeout=5).status_code == 201
    finally:
        own_redis.process.send_signal(signal.SIGCONT)
