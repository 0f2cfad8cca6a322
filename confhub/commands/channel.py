"""The back channel: short messages between the desks, each of which stays until it is acknowledged."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from confhub import audiences, policy
from confhub.commands import again, fields
from confhub.commands.base import LARGEST, Act, Data, Done, act_in
from confhub.commands.talk import new_message
from confhub.db import Database
from confhub.errors import Forbidden, Invalid, NotFound, say
from confhub.models import Message, Point, Question
from confhub.policy import Actor

TEXT_MAX = 500


def send(db: Database, actor: Actor, data: Data) -> Done:
    """Write to a desk; ``Done.id`` is the message, of several the first.

    ``data``: ``to`` (moderators, chairs, clerks, technicians, ``point:<unit code>``, or ``points``: a
    message to each of them), ``text``, ``question`` (the number of a question that both sides see).
    Where the same words of this sender still stand there unacknowledged, nothing is sent again.
    """
    try:
        with act_in(db, actor) as act:
            to = fields.clean(data.get("to"))
            desks = _desks(act, to)
            text = fields.text(data, "text", most=TEXT_MAX)
            about = _question(act, data, desks)
            standing = _standing(act, desks, text, about)
            made = [new_message(act, "channel", text, about, desk) for desk in desks if desk not in standing]
            if not made:
                raise again.AlreadyDone(next(iter(standing.values())).id)
            act.session.flush()
            act.reach |= {_desk_of(actor), *(message.audience for message in made)}
            act.record("message.sent", to=to, text=text, question=about.number if about else None)
            return Done(act.seq, id=made[0].id)
    except again.AlreadyDone as done:
        return again.answer(db, actor, done)


def acknowledge(db: Database, actor: Actor, message_id: int) -> Done:
    """Somebody of the desk that a message went to has read it; who was first is kept."""
    try:
        with act_in(db, actor) as act:
            message = act.session.get(Message, message_id) if 0 < message_id <= LARGEST else None
            if message is None or message.briefing_id != act.briefing.id or message.kind != "channel":
                raise NotFound()
            sender = Actor(message.role, message.name, point_id=message.point_id)
            if message.audience != _desk_of(actor):
                raise Forbidden() if _desk_of(sender) == _desk_of(actor) else NotFound()
            if message.acknowledged_at is not None:
                raise again.AlreadyDone(message.id)
            message.acknowledged_at, message.acknowledged_by = act.at, actor.name
            act.reach |= {_desk_of(sender), message.audience}
            act.record("message.acknowledged", message=message.id)
            return Done(act.seq, id=message.id)
    except again.AlreadyDone as done:
        return again.answer(db, actor, done)


def _desk_of(actor: Actor) -> str:
    """The audience of the desk at which somebody sits; Forbidden for whoever has no part in the channel."""
    desk = audiences.desk(actor)
    if desk is None or actor.role not in policy.WRITES_TO:
        raise Forbidden()
    return desk


def _desks(act: Act, to: str) -> list[str]:
    """The audiences behind ``to``."""
    kind, _, code = to.partition(":")
    if not policy.can_write_to(act.actor, kind):
        if act.actor.role not in policy.WRITES_TO:
            raise Forbidden()
        raise Invalid(to=say("Please choose one of the list."))
    if kind == "points":
        ids = act.session.scalars(
            select(Point.id).where(Point.briefing_id == act.briefing.id).order_by(Point.position)
        )
        return [audiences.point(id_) for id_ in ids]
    if kind != "point":
        return [kind]
    point = act.point(code)
    if point is None:
        raise Invalid(to=say("Please choose one of the list."))
    return [audiences.point(point.id)]


def _question(act: Act, data: Data, desks: Sequence[str]) -> Question | None:
    if not fields.clean(data.get("question")):
        return None
    number = fields.number(data, "question")
    found = act.numbered(number)
    if found is None or not policy.sees(act.actor, found):
        raise Invalid(question=say("There is no question with this number."))
    # Not even a number is told to those who do not see the question.
    if not audiences.watching(found).issuperset(desks):
        raise Invalid(question=say("Question %(number)d is not shown there.", number=number))
    return found


def _standing(act: Act, desks: Sequence[str], text: str, about: Question | None) -> dict[str, Message]:
    """What this seat wrote in the same words and is not acknowledged yet, by audience."""
    query = select(Message).where(
        Message.briefing_id == act.briefing.id,
        Message.kind == "channel",
        Message.audience.in_(desks),
        Message.seat_id == act.actor.seat_id,
        Message.text == text,
        Message.question_id == (about.id if about else None),
        Message.acknowledged_at.is_(None),
    )
    return {message.audience: message for message in act.session.scalars(query)}
