"""What a socket may say and what it is brought; whatever is not listed fails."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from confhub import audiences
from confhub.commands import channel, seats
from confhub.i18n import LANGUAGES
from confhub.live.pump import room
from confhub.live.sockets import NAMESPACE
from tests.conftest import World

# Who connects is decided by the login; what a socket may then say is this, and it writes nothing.
SOCKET_EVENTS = {"on_connect", "on_disconnect", "on_sync", "on_ping_line", "on_look"}
STAGE = {"stage", "reporter-intake"}
POINT = STAGE | {"leader-asked", "leader-messages"}
REPORTER = STAGE | {"reporter-mine"}
HEARS = {
    "moderator": {
        "moderator-head",
        "moderator-inbox",
        "moderator-queue",
        "moderator-floor",
        "moderator-done",
        "moderator-points",
        "moderator-messages",
    },
    "organiser": {
        "organiser-life",
        "organiser-agenda",
        "organiser-points",
        "organiser-people",
        "organiser-written",
    },
    "clerk": {"clerk-floor", "clerk-questions", "clerk-messages"},
    "chair": {"chair-floor", "chair-next", "chair-points", "chair-messages"},
    "technician": {"technician-floor", "technician-points", "technician-messages"},
    "display": {"screen"},
    "reporter": REPORTER,
    "reporter2": REPORTER,
    "leader": POINT,
    "leader2": POINT,
}


def socket(app: Flask, **auth: str) -> Any:
    """A socket that has tried to connect with this."""
    live = app.extensions["live"]
    return live.io.test_client(app, namespace=NAMESPACE, auth=auth)


def test_every_socket_event_is_listed(app: Flask) -> None:
    assert {name for name in dir(app.extensions["live"]) if name.startswith("on_")} == SOCKET_EVENTS


@pytest.mark.parametrize("who", sorted(HEARS))
def test_a_socket_is_brought_the_regions_of_its_own_page_and_no_others(
    who: str, app: Flask, world: World
) -> None:
    world.bring("on_air")
    for to in ("points", "chairs", "clerks", "technicians"):
        channel.send(world.db, world.moderator, {"to": to, "text": "Xin chuẩn bị."})
    client = socket(app, token=world.tokens[who])
    known = {region: 0 for regions in audiences.REGIONS.values() for region in regions}
    answer = client.emit("sync", known, namespace=NAMESPACE, callback=True)
    assert {message["region"] for message in answer} == HEARS[who]


@pytest.mark.parametrize("ended", ["revoked", "expired", "guessed", "none", "of another briefing"])
def test_no_socket_opens_with_a_token_that_is(ended: str, app: Flask, world: World, clock: Any) -> None:
    token = {"guessed": "guessed", "none": ""}.get(ended, world.tokens["leader"])
    if ended == "revoked":
        seats.revoke(world.db, world.organiser, world.leader.seat_id or 0)
    if ended == "expired":
        clock.forward(days=61)
    more = {"briefing": "OTHER"} if ended == "of another briefing" else {}
    assert not socket(app, token=token, **more).is_connected(NAMESPACE)


@pytest.mark.parametrize("who", sorted(HEARS))
def test_moderators_alone_say_what_they_look_at(who: str, app: Flask, world: World) -> None:
    client = socket(app, token=world.tokens[who])
    client.emit("look", {"number": 12, "editing": True}, namespace=NAMESPACE)
    heard = app.extensions["live"].lookers.everywhere(world.briefing_id)
    assert [looker["number"] for looker in heard] == ([12] if who == "moderator" else [])


def test_moderators_alone_are_told_who_looks_at_what(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = app.extensions["live"]
    for who in HEARS:
        socket(app, token=world.tokens[who])
    rooms: set[str] = set()
    monkeypatch.setattr(live, "_tell", lambda to, _event, _message: rooms.add(to))
    socket(app, token=world.tokens["moderator2"]).emit(
        "look", {"number": 12, "editing": True}, namespace=NAMESPACE
    )
    rooms.clear()
    live.lookers.tell_due()
    assert rooms == {room(world.briefing_id, "moderators", language) for language in LANGUAGES}
