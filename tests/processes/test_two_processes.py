"""Two server processes over one database: each shows and enforces what was done at the other."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from typing import Any

import pytest
import requests

from confhub.commands import directory, seats
from tests.listener import NAMESPACE, Listener
from tests.processes.conftest import ask, redis_at, until
from tests.servers import Server
from tests.world import World
from tools.services import Service

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

ACCOUNT = {
    "name": "Vũ Hải Yến",
    "email": "yen@example.org",
    "password": "một mật khẩu dài",
    "outlet": "Báo Sông Hồng",
}


def test_what_is_done_at_one_is_shown_by_the_other_with_redis_and_without(
    pair: list[Server], shared: World, redis_between: Service, listen: Callable[..., Listener]
) -> None:
    one, two = pair
    logged = {server: len(server.log.read_text()) for server in pair}
    here, there = listen(one.url, "moderator"), listen(two.url, "moderator2")
    for text, prepare in (
        ("Có Redis", lambda: None),
        ("Không có Redis", lambda: redis_between.stop(signal.SIGKILL)),
        ("Lại có Redis", redis_between.start),
    ):
        prepare()
        seq = ask(one.url, shared, text).json()["seq"]
        assert text in here.update("moderator-inbox", seq)["html"]
        assert text in there.update("moderator-inbox", seq)["html"]
    for server in pair:
        until(lambda server=server: redis_at(server) == "ok")
        said = server.log.read_text()[logged[server] :]
        assert said.count("Redis is away") == said.count("Redis is back") == 1


def test_staff_see_the_points_of_both_also_when_one_is_killed(
    pair: list[Server], shared: World, listen: Callable[..., Listener]
) -> None:
    one, two = pair
    points = [f"point:{shared.actors[name].point_id}" for name in ("leader", "leader2")]
    listen(one.url, "leader"), listen(two.url, "leader2")
    both = [listen(one.url, "moderator"), listen(two.url, "moderator2")]
    for moderator in both:
        moderator.wait_for(lambda event, m: event == "presence" and m["online"] == sorted(points))
    late = listen(one.url, "clerk")
    late.wait_for(lambda event, m: event == "presence" and m["online"] == sorted(points))

    both[0].messages.clear()
    two.kill()
    both[0].wait_for(lambda event, m: event == "presence" and m["online"] == points[:1])


def test_moderators_see_who_looks_at_what_at_both_also_when_one_is_killed(
    pair: list[Server], shared: World, listen: Callable[..., Listener]
) -> None:
    one, two = pair
    here, there = listen(one.url, "moderator"), listen(two.url, "moderator2")
    for moderator, number in ((here, 3), (there, 12)):
        moderator.client.emit("look", {"number": number, "editing": True}, namespace=NAMESPACE)
    for moderator in (here, there):
        moderator.wait_for(lambda event, m: event == "lookers" and looked_at(m) == [3, 12])
    late = listen(one.url, "moderator2")
    late.wait_for(lambda event, m: event == "lookers" and looked_at(m) == [3, 12])

    here.messages.clear()
    two.kill()
    here.wait_for(lambda event, m: event == "lookers" and looked_at(m) == [3])


def looked_at(message: dict[str, Any]) -> list[int]:
    """The numbers of the questions that somebody is at."""
    return [looker["number"] for looker in message["lookers"]]


def test_a_process_that_ends_in_order_takes_its_points_along_at_once(
    pair: list[Server], shared: World, listen: Callable[..., Listener]
) -> None:
    one, two = pair
    listen(two.url, "leader")
    moderator = listen(one.url, "moderator")
    moderator.wait_for(lambda event, m: event == "presence" and m["online"])
    moderator.messages.clear()
    two.stop()
    moderator.wait_for(lambda event, m: event == "presence" and m["online"] == [])


def test_who_loses_a_seat_or_an_account_is_dropped_wherever_the_socket_is(
    pair: list[Server], shared: World, listen: Callable[..., Listener]
) -> None:
    one, two = pair
    leavers = [listen(one.url, "leader"), listen(two.url, "leader")]
    stayer = listen(two.url, "leader2")
    person = directory.create_account(shared.db, directory.SYSTEM, ACCOUNT).id
    assert person is not None
    reporters = [reporter_at(one, shared), reporter_at(two, shared)]

    assert shared.leader.seat_id is not None
    seats.revoke(shared.db, shared.organiser, shared.leader.seat_id)
    for leaver in leavers:
        leaver.wait_for(lambda event, _m: event == "gone")
        leaver.wait_for(lambda event, _m: event == "disconnect")
    assert all(reporter.client.connected for reporter in reporters)

    directory.set_password(shared.db, directory.SYSTEM, person, {"password": "another long one"})
    for reporter in reporters:
        reporter.wait_for(lambda event, _m: event == "disconnect")
    assert stayer.client.connected
    for reporter in reporters:
        reporter.close()


def reporter_at(server: Server, world: World) -> Listener:
    """A reporter who signed in with the account at this process."""
    browser = requests.Session()
    for path, data in (("/sign-in", ACCOUNT), (f"/join/{world.code}", {})):
        page = browser.get(f"{server.url}{path}", timeout=20).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None, page
        sent = browser.post(f"{server.url}{path}", data={**data, "csrf_token": found[1]}, timeout=20)
        assert sent.ok, sent.text
    return Listener(server.url, cookies=browser.cookies, desk="reporter", briefing=world.code)
