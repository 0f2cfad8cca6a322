"""The back channel: who may write to whom, who acknowledges, and who hears of either."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from confhub import audiences, policy
from confhub.commands import channel
from confhub.errors import Forbidden, Invalid, NotFound
from confhub.models import Message, Point
from tests.checks import happened, numbers_of_logs, problems, refused

DESKS = {
    "moderator": "moderators",
    "clerk": "clerks",
    "chair": "chairs",
    "technician": "technicians",
    "leader": "point:006",
    "leader2": "point:001",
}
OUTSIDE = ("organiser", "reporter", "display")


def audience(world, to: str) -> str:
    """The audience of ``to``, as ``send`` takes it."""
    code = to.removeprefix("point:")
    if code == to:
        return to
    with world.db.reading() as session:
        point = session.scalar(
            select(Point.id).where(Point.briefing_id == world.briefing_id, Point.code == code)
        )
        return f"point:{point}"


def send(world, by: str, to: str, text: str = "Xin kiểm tra micro.", **data: str):
    return channel.send(world.db, world.actors[by], {"to": to, "text": text, **data})


def acknowledge(world, by: str, message_id: int | None):
    return channel.acknowledge(world.db, world.actors[by], message_id or 0)


def sent(world) -> list[Message]:
    """All messages, in order."""
    with world.db.reading() as session:
        found = list(session.scalars(select(Message).order_by(Message.id)))
        session.expunge_all()
        return found


@pytest.mark.parametrize("to", [*DESKS.values(), "point:268"])
@pytest.mark.parametrize("by", DESKS)
def test_each_desk_writes_to_those_that_policy_names(world, by, to):
    kind = to.partition(":")[0]
    if not policy.can_write_to(world.actors[by], kind):
        with refused(world, Invalid, field="to"):
            send(world, by, to)
        return
    send(world, by, to)
    event = happened(world, "message.sent", by, to=to)
    assert set(event.reach) == {audience(world, DESKS[by]), audience(world, to)}
    [message] = sent(world)
    assert (message.kind, message.audience, message.name, message.role) == (
        "channel", audience(world, to), world.actors[by].name, world.actors[by].role,
    )  # fmt: skip
    assert problems(world) == []


@pytest.mark.parametrize("by", OUTSIDE)
def test_whoever_has_no_part_in_it_neither_writes_nor_acknowledges(world, by):
    message = send(world, "moderator", "chairs")
    for to in ("moderators", "chairs", "point:006", "points"):
        with refused(world, Forbidden):
            send(world, by, to)
    with refused(world, Forbidden):
        acknowledge(world, by, message.id)


def test_neither_reporters_nor_screens_nor_organisers_hear_of_a_message(world):
    send(world, "moderator", "points")
    for message in sent(world):
        world_of = {world.leader.point_id: "leader", world.leader2.point_id: "leader2"}
        by = world_of.get(int(message.audience.partition(":")[2]), "leader3")
        acknowledge(world, by, message.id)
    told = set().union(*(event.reach for event in world.events() if event.kind.startswith("message.")))
    for who in OUTSIDE:
        assert not any(audiences.reaches(told, each) for each in audiences.of_actor(world.actors[who]))


def test_a_message_to_all_points_is_one_event_and_stays_at_each_until_it_acknowledges(world):
    before, _office = numbers_of_logs(world)
    send(world, "moderator", "points", "Bắt đầu sau 5 phút.")
    assert numbers_of_logs(world)[0] == before + 1
    event = happened(world, "message.sent", "moderator", to="points")
    points = {audience(world, f"point:{code}") for code in ("001", "006", "268")}
    assert set(event.reach) == {"moderators", *points}
    messages = sent(world)
    assert {message.audience for message in messages} == points
    own = next(each for each in messages if each.audience == audience(world, "point:006"))
    acknowledge(world, "leader", own.id)
    assert [m.audience for m in sent(world) if m.acknowledged_at] == [own.audience]
    assert problems(world) == []


def test_whoever_acknowledges_is_kept_by_name_and_time_and_both_sides_hear_of_it(world, clock):
    message = send(world, "technician", "moderators", "Hà Đông mất tiếng.")
    clock.forward(minutes=2)
    acknowledge(world, "moderator2", message.id)
    [kept] = sent(world)
    assert (kept.acknowledged_by, kept.acknowledged_at) == ("Trần Quốc Bảo", world.db.clock())
    event = happened(world, "message.acknowledged", "moderator2", message=message.id)
    assert set(event.reach) == {"technicians", "moderators"}
    assert problems(world) == []


def test_a_second_press_changes_nothing_and_is_no_error(world):
    message = send(world, "chair", "moderators")
    acknowledge(world, "moderator", message.id)
    before = numbers_of_logs(world)
    again = acknowledge(world, "moderator2", message.id)
    assert again.repeated
    assert numbers_of_logs(world) == before
    assert [each.acknowledged_by for each in sent(world)] == ["Lê Minh Hà"]


def test_the_same_words_pressed_twice_are_one_message_and_may_be_said_again_later(world):
    first = send(world, "leader", "moderators", "Xin nhắc lại câu hỏi.")
    again = send(world, "leader", "moderators", "Xin nhắc lại câu hỏi.")
    assert (again.repeated, again.id) == (True, first.id)
    acknowledge(world, "moderator", first.id)
    assert not send(world, "leader", "moderators", "Xin nhắc lại câu hỏi.").repeated
    assert len(sent(world)) == 2


@pytest.mark.parametrize("by", ["leader2", "chair", "technician", "clerk"])
def test_what_went_to_another_desk_is_not_there_to_be_acknowledged(world, by):
    message = send(world, "moderator", "point:006")
    with refused(world, NotFound):
        acknowledge(world, by, message.id)


def test_the_sender_does_not_acknowledge_for_the_other_side(world):
    message = send(world, "moderator", "point:006")
    for by in ("moderator", "moderator2"):
        with refused(world, Forbidden):
            acknowledge(world, by, message.id)


@pytest.mark.parametrize("wrong", [0, -1, 2**31, 999])
def test_there_is_no_such_message(world, wrong):
    with refused(world, NotFound):
        acknowledge(world, "moderator", wrong)


def test_a_note_on_a_question_is_not_acknowledged(world):
    world.act("moderator", "note", world.ask(), text="Xem câu 3")
    with refused(world, NotFound):
        acknowledge(world, "moderator", sent(world)[0].id)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"to": "", "text": "A"}, "to"),
        ({"to": "reporters", "text": "A"}, "to"),
        ({"to": "point", "text": "A"}, "to"),
        ({"to": "point:999", "text": "A"}, "to"),
        ({"to": "chairs", "text": " "}, "text"),
        ({"to": "chairs", "text": "A" * 501}, "text"),
        ({"to": "chairs", "text": "A", "question": "99"}, "question"),
        ({"to": "chairs", "text": "A", "question": "hai"}, "question"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(world, data, field):
    with refused(world, Invalid, field=field):
        channel.send(world.db, world.moderator, data)


def test_five_hundred_characters_are_sent(world):
    send(world, "moderator", "chairs", "A" * 500)
    assert len(sent(world)[0].text) == 500


def test_a_message_is_about_a_question_that_both_sides_see(world):
    waiting, routed = world.ask(), world.bring("routed")
    for to, number in [("chairs", waiting), ("point:001", routed), ("points", routed)]:
        with refused(world, Invalid, field="question"):
            send(world, "moderator", to, question=str(number))
    send(world, "moderator", "point:006", question=str(routed))
    happened(world, "message.sent", "moderator", question=routed)
    assert sent(world)[-1].question_id == world.question(routed).id
    with refused(world, Invalid, field="question"):
        send(world, "leader", "moderators", question=str(waiting))
    send(world, "leader", "moderators", question=str(routed))


def test_what_is_said_about_a_question_makes_no_click_on_it_stale(world):
    number = world.bring("routed")
    version = world.question(number).version
    message = send(world, "moderator", "point:006", question=str(number))
    acknowledge(world, "leader", message.id)
    world.act("leader", "accept", number, version)
    assert world.question(number).version == version + 1
