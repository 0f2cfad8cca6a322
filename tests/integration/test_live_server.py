"""Real sockets against a real server process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import websocket
from socketio.exceptions import ConnectionError as Refused

from confhub import audiences
from confhub.commands import seats
from tests.conftest import World
from tests.listener import NAMESPACE, PATIENCE, Listener
from tests.servers import Server

# What reporters and points all see of the floor.
FOR_ALL = set(audiences.regions("stage"))


@pytest.fixture
def listen(server: Server, live_world: World) -> Any:
    """``listen("moderator")``: a connected Listener with that actor's token."""
    opened: list[Listener] = []

    def connect(name: str, **more: Any) -> Listener:
        opened.append(Listener(server.url, token=live_world.tokens[name], briefing=live_world.code, **more))
        return opened[-1]

    yield connect
    for listener in opened:
        listener.close()


def test_a_question_reaches_moderators_and_its_asker_and_nobody_else(live_world: World, listen: Any) -> None:
    moderator, asker, other, leader, display = map(
        listen, ("moderator", "reporter", "reporter2", "leader", "display")
    )
    number = live_world.ask("Khi nào sửa xong cầu Long Biên?")
    seq = live_world.events()[-1].seq
    assert "Long Biên" in moderator.update("moderator-inbox", seq)["html"]
    assert "Long Biên" in asker.update("reporter-mine", seq)["html"]

    # On air is for all: whatever had been sent to the others before would have come before this.
    for verb in ("queue", "air"):
        live_world.act("moderator", verb, number)
    seq = live_world.events()[-1].seq
    other.update("stage", seq)
    leader.update("stage", seq)
    display.update("screen", seq)
    assert "stage" in other.regions() <= FOR_ALL
    assert "stage" in leader.regions() <= FOR_ALL
    assert all(m["seq"] > seq - 2 for e, m in other.messages if e == "update")


def test_a_route_reaches_its_point_and_a_recall_takes_it_away(live_world: World, listen: Any) -> None:
    leader, elsewhere = listen("leader"), listen("leader2")
    number = live_world.ask("Đường nào bị ngập?")
    live_world.act("moderator", "route", number, unit=["006"])
    assert "Đường nào bị ngập" in leader.update("leader-asked", live_world.events()[-1].seq)["html"]
    live_world.act("moderator", "recall", number)
    assert "Đường nào bị ngập" not in leader.update("leader-asked", live_world.events()[-1].seq)["html"]
    assert elsewhere.regions() <= FOR_ALL
    assert all("ngập" not in str(m) for _e, m in elsewhere.messages)


def test_english_readers_get_english(live_world: World, listen: Any) -> None:
    vietnamese, english = listen("moderator"), listen("moderator2", lang="en")
    live_world.ask()
    seq = live_world.events()[-1].seq
    here, there = vietnamese.update("moderator-inbox", seq), english.update("moderator-inbox", seq)
    assert here["html"] != there["html"]


def test_sync_brings_what_was_missed_and_nothing_more(live_world: World, listen: Any) -> None:
    moderator = listen("moderator")
    before = live_world.events()[-1].seq
    assert moderator.sync(moderator_inbox=before, moderator_queue=before) == []
    live_world.ask("Bỏ lỡ?")
    seq = live_world.events()[-1].seq
    answers = {
        update["region"]: update for update in moderator.sync(moderator_inbox=before, moderator_queue=seq)
    }
    assert set(answers) == {"moderator-inbox"}
    assert answers["moderator-inbox"]["seq"] == seq
    assert "Bỏ lỡ?" in answers["moderator-inbox"]["html"]


def test_sync_of_regions_of_others_brings_nothing(live_world: World, listen: Any) -> None:
    live_world.ask()
    reporter = listen("reporter2")
    assert reporter.sync(moderator_inbox=0, leader_asked=0, screen=0) == []
    assert [update["region"] for update in reporter.sync(stage=0)] == ["stage"]


def test_nonsense_in_sync_harms_nobody(listen: Any) -> None:
    display = listen("display")
    for nonsense in (None, 7, "x", [], {"stage": "x"}, {"screen": -1}, {"screen": None}, {"screen": 2.5}):
        assert isinstance(display.client.call("sync", nonsense, namespace=NAMESPACE), list)
    assert display.sync(screen=0)


def test_without_a_seat_no_socket_opens(server: Server, live_world: World) -> None:
    nobody: list[dict[str, Any]] = [
        {},
        {"token": "wrong"},
        {"token": 7},
        {"briefing": live_world.code},
        {"briefing": live_world.code, "desk": "moderator"},
    ]
    for auth in nobody:
        with pytest.raises(Refused):
            Listener(server.url, **auth)


def test_a_token_opens_no_other_briefing(server: Server, live_world: World) -> None:
    with pytest.raises(Refused):
        Listener(server.url, token=live_world.tokens["moderator"], briefing="OTHER")


@pytest.mark.parametrize("end", [seats.revoke, seats.renew])
def test_ending_a_seat_or_its_link_drops_its_sockets_at_once(
    live_world: World, listen: Any, end: Callable[..., Any]
) -> None:
    leader, colleague = listen("leader"), listen("leader2")
    assert live_world.leader.seat_id is not None
    end(live_world.db, live_world.organiser, live_world.leader.seat_id)
    leader.wait_for(lambda event, _m: event == "gone")
    leader.wait_for(lambda event, _m: event == "disconnect")
    assert colleague.client.connected


def test_staff_see_which_points_are_connected(live_world: World, listen: Any) -> None:
    moderator = listen("moderator")
    point = f"point:{live_world.leader.point_id}"
    leader = listen("leader")
    moderator.wait_for(lambda event, m: event == "presence" and point in m["online"])
    moderator.messages.clear()
    leader.client.disconnect()
    moderator.wait_for(lambda event, m: event == "presence" and point not in m["online"])


def test_a_moderator_is_told_who_looks_at_and_edits_which_question(live_world: World, listen: Any) -> None:
    one, two = listen("moderator"), listen("moderator2")
    look(one, 12)
    hers = {"name": live_world.moderator.name, "seat": live_world.moderator.seat_id}
    two.wait_for(told([{"number": 12, **hers, "editing": False}]))
    look(one, 12, editing=True)
    two.wait_for(told([{"number": 12, **hers, "editing": True}]))
    late = listen("moderator2", lang="en")
    late.wait_for(told([{"number": 12, **hers, "editing": True}]))
    two.messages.clear()
    look(one, None)
    two.wait_for(told([]))


def test_who_is_gone_looks_at_nothing(live_world: World, listen: Any) -> None:
    one, two = listen("moderator"), listen("moderator2")
    look(one, 12)
    two.wait_for(lambda event, m: event == "lookers" and m["lookers"])
    two.messages.clear()
    one.client.disconnect()
    two.wait_for(told([]))


def test_nonsense_in_a_look_harms_nobody(live_world: World, listen: Any) -> None:
    one, two = listen("moderator"), listen("moderator2")
    for nonsense in (None, 7, "x", [], {"number": "x", "editing": True}, {"number": 12, "editing": "x"}):
        one.client.emit("look", nonsense, namespace=NAMESPACE)
    look(one, 13)
    told_last = two.wait_for(lambda event, m: event == "lookers" and m["lookers"])
    assert [looker["number"] for looker in told_last["lookers"]] == [13]


def look(moderator: Listener, number: int | None, editing: bool = False) -> None:
    """What the console of a moderator says who is at a question."""
    moderator.client.emit("look", {"number": number, "editing": editing}, namespace=NAMESPACE)


def told(lookers: list[dict[str, Any]]) -> Callable[[str, Any], bool]:
    """To be waited for: exactly this of who looks at what."""
    return lambda event, message: event == "lookers" and message["lookers"] == lookers


def test_a_connection_ends_with_its_socket(server: Server) -> None:
    url = f"{server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
    client = websocket.create_connection(url, timeout=PATIENCE)
    assert client.recv().startswith("0{")
    client.send_close()
    while client.recv_frame().opcode != websocket.ABNF.OPCODE_CLOSE:
        pass
    assert client.sock.recv(1) == b""
    client.shutdown()


def test_the_server_ends_in_order_when_asked(server: Server, listen: Any) -> None:
    display = listen("display")
    assert server.stop() == 0
    display.wait_for(lambda event, _m: event == "disconnect")
