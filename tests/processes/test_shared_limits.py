"""Limits are counted together through Redis, and by each process for itself while it is away."""

from __future__ import annotations

import signal
from itertools import cycle, islice

import pytest
import requests

from tests.processes.conftest import ask, until
from tests.servers import Server
from tests.world import World
from tools.services import Service

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


def test_limits_are_shared_and_no_request_fails_without_redis(
    pair: list[Server], shared: World, redis_between: Service
) -> None:
    def asked(times: int, *servers: Server, by: str = "reporter") -> list[int]:
        return [ask(server.url, shared, by=by).status_code for server in islice(cycle(servers), times)]

    one, two = pair
    assert asked(7, one, two) == [201] * 5 + [429] * 2
    redis_between.stop(signal.SIGKILL)
    assert asked(6, one) == [201] * 5 + [429]
    assert asked(6, two) == [201] * 5 + [429]
    redis_between.start()
    # Nothing was kept there: the count begins anew, and both see it again.
    for server in pair:
        until(lambda server=server: asked(1, server) == [201], 40)
    assert asked(7, one, two, by="reporter2") == [201] * 5 + [429] * 2


def test_a_redis_that_hangs_holds_up_no_request_for_long(
    pair: list[Server], shared: World, redis_between: Service
) -> None:
    one, _two = pair
    redis_between.process.send_signal(signal.SIGSTOP)
    try:
        # Each waits as long as one attempt to reach it takes, however often it is tried.
        headers = {"Authorization": f"Bearer {shared.tokens['reporter']}"}
        url = f"{one.url}/api/v1/briefings/{shared.code}/questions"
        for _ in range(3):
            assert requests.post(url, json={"text": "?"}, headers=headers, timeout=5).status_code == 201
    finally:
        redis_between.process.send_signal(signal.SIGCONT)
