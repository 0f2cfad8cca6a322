"""Live equals reload: for every command and audience, what a page had before plus the messages
it received is what the page has after a reload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from confhub import audiences
from confhub.commands import channel, life, points, questions, seats
from confhub.i18n import LANGUAGES
from tests.watcher import Screens, Watcher
from tests.world import World

# verb → (state to start from, who acts, what the verb needs)
VERBS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "queue": ("received", "moderator", {}),
    "edit": ("queued", "moderator", {"wording": "Viết gọn lại?"}),
    "move": ("queued", "moderator", {"priority": "urgent"}),
    "route": ("queued", "moderator", {"unit": ["006", "001"]}),
    "recall": ("routed", "moderator", {}),
    "accept": ("routed", "leader", {}),
    "ready": ("accepted", "leader", {}),
    "return": (
        "accepted",
        "leader",
        {"reason": "other_unit", "suggested": "001", "reply": "Không phải"},
    ),
    "air": ("ready", "moderator", {}),
    "gist": ("on_air", "clerk", {"gist": "Cuối tháng 12."}),
    "park": ("on_air", "moderator", {}),
    "answer": ("on_air", "moderator", {"gist": "Cuối tháng 12."}),
    "defer": ("routed", "moderator", {"unit": "006"}),
    "draft": ("written", "leader", {"text": "Dự thảo"}),
    "submit": ("written", "leader", {"text": "Đã sửa xong."}),
    "send_back": ("submitted", "organiser", {"note": "Nêu rõ hạn."}),
    "clear": ("submitted", "organiser", {}),
    "publish": ("cleared", "organiser", {}),
    "decline": ("queued", "moderator", {"ground": "secret", "outward": "Chưa thể nêu", "note": "Nội bộ"}),
    "merge": ("received", "moderator", {"into": 1}),
    "withdraw": ("queued", "reporter", {}),
    "reopen": ("merged", "moderator", {}),
    "undo": ("declined", "moderator", {}),
    "claim": ("queued", "moderator", {}),
    "release": ("tended", "moderator", {}),
    "label": ("queued", "moderator", {"add": "đường sá"}),
    "group": ("received", "moderator", {"with": 1}),
    "ungroup": ("tended", "moderator", {}),
    "note": ("queued", "moderator", {"text": "Hỏi kỹ lại"}),
    "clarify": ("received", "moderator", {"text": "Đoạn đường nào?"}),
    "reply": ("tended", "reporter", {"text": "Đoạn đầu."}),
    "deputise": ("routed", "moderator", {}),
}
BRIEFING_VERBS = ("close_intake", "pause", "close")


def ask_others(world: World) -> None:
    """Some questions beside the one under test."""
    world.ask("Câu gốc", by="reporter2")
    world.act("moderator", "queue", 1)
    world.bring("answered", by="reporter2")


@pytest.fixture
def watch(app: Flask, world: World) -> Callable[..., Watcher]:
    """``watch()`` begins to watch a briefing that has some questions."""
    world.begin("others", lambda: ask_others(world))
    return lambda *languages: Watcher(app, world, languages or LANGUAGES)


def test_every_verb_is_watched() -> None:
    assert set(VERBS) == set(questions.VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_live_equals_reload_for(verb: str, app: Flask, world: World) -> None:
    state, by, data = VERBS[verb]

    def bring() -> tuple[int, Screens]:
        ask_others(world)
        return world.bring(state), Watcher(app, world, ["vi"]).reload()

    # What differs between the languages is seen with what follows, and in test_reload_walk.
    number, screens = world.begin(f"{state}_beside_others", bring)
    watcher = Watcher(app, world, ["vi"])
    seen_before = audiences.watching(world.question(number))
    world.act(by, verb, number, **data)
    received = watcher.receive(screens)
    assert received == watcher.reload()
    # Somebody was told, and whoever may see it neither before nor after was told nothing.
    assert watcher.reached()
    allowed = seen_before | audiences.watching(world.question(number)) | audiences.FLOOR
    if verb in ("merge", "reopen", "group"):
        allowed |= audiences.watching(world.question(1)) | {audiences.asker(world.reporter2.seat_id or 0)}
    assert watcher.reached() <= allowed
    assert audiences.point(world.leader3.point_id or 0) not in watcher.reached()


def test_live_equals_reload_for_a_new_question(watch: Callable[..., Watcher], world: World) -> None:
    watcher = watch()
    screens = watcher.reload()
    world.ask("Câu mới", by="reporter")
    assert watcher.receive(screens) == watcher.reload()
    assert watcher.reached() == {
        "moderators",
        "organisers",
        "clerks",
        audiences.asker(world.reporter.seat_id or 0),
    }


@pytest.mark.parametrize("verb", BRIEFING_VERBS)
def test_live_equals_reload_when_the_briefing_does(
    verb: str, watch: Callable[..., Watcher], world: World
) -> None:
    world.act("moderator", "decline", 1, ground="secret")
    watcher = watch("vi")
    screens = watcher.reload()
    life.change(world.db, world.moderator, verb)
    assert watcher.receive(screens) == watcher.reload()
    assert {"moderators", "organisers", "stage"} <= watcher.reached()


def test_live_equals_reload_for_points_seats_and_the_agenda(
    watch: Callable[..., Watcher], world: World
) -> None:
    watcher = watch()
    screens = watcher.reload()
    db, organiser = world.db, world.organiser
    told = {"title": "Tên mới", "venue": "Nhà hát", "starts_at": "2026-11-24T10:00"}
    assert world.reporter2.seat_id is not None
    acts = [
        lambda: points.check_in(db, world.leader, "006", {"name": "Ngô Gia Đống"}),
        lambda: points.line_check(db, world.leader, "006", {"ms": "21"}),
        lambda: points.describe(db, organiser, "006", {"leader": "Ngô Gia Đống", "phone": "0000 123"}),
        lambda: life.add_agenda_item(db, organiser, {"title": "Kết luận", "minutes": "5"}),
        lambda: life.change(db, organiser, "update", told),
        lambda: seats.grant(db, organiser, {"role": "clerk", "name": "Thư ký hai"}),
        lambda: seats.renew(db, organiser, world.reporter2.seat_id or 0),
        lambda: seats.revoke(db, organiser, world.reporter2.seat_id or 0),
    ]
    for act in acts:
        act()
        screens = watcher.receive(screens)
        assert screens == watcher.reload()
        assert watcher.reached()


def test_live_equals_reload_for_the_back_channel(watch: Callable[..., Watcher], world: World) -> None:
    watcher = watch()
    screens = watcher.reload()
    number = world.bring("routed")
    screens = watcher.receive(screens)
    places = {
        who: audiences.point(world.actors[who].point_id or 0) for who in ("leader", "leader2", "leader3")
    }
    written: list[int] = []

    def write(by: str, to: str, **data: str) -> Callable[[], None]:
        return lambda: written.append(
            channel.send(world.db, world.actors[by], {"to": to, "text": f"Gửi {to}", **data}).id or 0
        )

    def acknowledge(by: str, place: int) -> Callable[[], object]:
        return lambda: channel.acknowledge(world.db, world.actors[by], written[place])

    acts = [
        (write("moderator", "point:006", question=str(number)), {"moderators", places["leader"]}),
        (write("technician", "moderators"), {"moderators", "technicians"}),
        (write("moderator2", "points"), {"moderators", *places.values()}),
        (write("moderator", "moderators"), {"moderators"}),
        (write("chair", "moderators"), {"moderators", "chairs"}),
        (write("moderator", "clerks"), {"moderators", "clerks"}),
        (acknowledge("leader", 0), {"moderators", places["leader"]}),
        (acknowledge("moderator2", 1), {"moderators", "technicians"}),
        # The first of those that went to all points is Ba Đình's.
        (acknowledge("leader2", 2), {"moderators", places["leader2"]}),
        (acknowledge("moderator2", 3), {"moderators"}),
    ]
    for act, told in acts:
        act()
        screens = watcher.receive(screens)
        assert screens == watcher.reload()
        assert watcher.reached() == told


def test_a_burst_of_commands_is_one_message_per_region(watch: Callable[..., Watcher], world: World) -> None:
    watcher = watch()
    screens = watcher.reload()
    for _ in range(5):
        world.ask("Nhiều câu một lúc")
    assert watcher.receive(screens) == watcher.reload()
    told = [(to, message["region"]) for to, message in watcher.sent]
    assert len(told) == len(set(told))
