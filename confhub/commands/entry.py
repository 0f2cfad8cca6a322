"""A new question's row, from what a reporter sent or a clerk typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from confhub import policy, row_changes
from confhub.commands import fields
from confhub.commands.base import Act, Data
from confhub.errors import Invalid, say
from confhub.models import AgendaItem, Point, Question, Seat

TYPED_CHANNELS = ("hall", "phone", "paper", "point")
_CLOCK_SLACK = timedelta(minutes=2)


def new_question(act: Act, data: Data, client_id: str | None) -> Question:
    """Write a new question under the briefing's next number; Invalid names fields at fault.

    It belongs to no session, and has all that is known of it: nothing needs to be read again.
    """
    body = fields.text(data, "text", most=fields.QUESTION_MAX)
    seat, name, outlet = _asker(act, data)
    wanted = _wanted(act, data)
    parent = _parent(act, data)
    item = _agenda_item(act, data)
    channel = _channel(act, data)
    asked_at = _asked_at(act, data)
    number = act.briefing.last_number + 1
    row_changes.change(act.session, act.briefing, last_number=number)
    question = Question(
        briefing_id=act.briefing.id,
        number=number,
        client_id=client_id,
        entered_seat_id=act.actor.seat_id,
        text=body,
        channel=channel,
        asker_seat_id=seat,
        asker_name=name,
        outlet=outlet,
        wanted_point_id=wanted and wanted.id,
        wanted_point=wanted,
        parent_id=parent and parent.id,
        parent=parent,
        agenda_item_id=item,
        asked_at=asked_at,
        received_at=act.at,
        changed_by=act.actor.name,
        changed_seat_id=act.actor.seat_id,
        changed_at=act.at,
        merged_into=None,
        routes=[],
        answers=[],
        merged=[],
    )
    row_changes.insert(act.session, question)
    return question


def _asker(act: Act, data: Data) -> tuple[int | None, str, str]:
    if act.actor.role == "reporter":
        return act.actor.seat_id, act.actor.name, act.actor.outlet or ""
    if fields.clean(data.get("asker")):
        seat = act.session.get(Seat, fields.number(data, "asker"))
        if seat is None or seat.briefing_id != act.briefing.id or seat.role != "reporter":
            raise Invalid(asker=say("Please choose a reporter of the list."))
        return seat.id, seat.name, seat.outlet or ""
    return None, fields.line(data, "asker_name"), fields.line(data, "outlet")


def _channel(act: Act, data: Data) -> str:
    if act.actor.role == "reporter":
        return "advance" if act.briefing.state == "open" else "online"
    return fields.choice(data, "channel", TYPED_CHANNELS, "hall")


def _wanted(act: Act, data: Data) -> Point | None:
    code = fields.clean(data.get("point"))
    if not code:
        return None
    point = act.point(code)
    if point is None:
        raise Invalid(point=say("%(code)s is not a point of this briefing.", code=code))
    return point


def _parent(act: Act, data: Data) -> Question | None:
    if not fields.clean(data.get("parent")):
        return None
    number = fields.number(data, "parent")
    parent = act.numbered(number)
    # What was on air was seen by all; anything else must be the asker's own.
    if parent is None or not (parent.aired_at or policy.sees(act.actor, parent)):
        raise Invalid(parent=say("There is no question %(number)d to follow up.", number=number))
    return parent


def _agenda_item(act: Act, data: Data) -> int | None:
    if not fields.clean(data.get("agenda_item")):
        return None
    item = act.session.get(AgendaItem, fields.number(data, "agenda_item"))
    if item is None or item.briefing_id != act.briefing.id:
        raise Invalid(agenda_item=say("Please choose one of the list."))
    return item.id


def _asked_at(act: Act, data: Data) -> datetime:
    if act.actor.role == "reporter":
        return act.at
    given = fields.moment(data, "asked_at", act.zone)
    if given is not None and given > act.at + _CLOCK_SLACK:
        raise Invalid(asked_at=say("This time lies in the future."))
    return given or act.at
