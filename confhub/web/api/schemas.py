"""The API's things as OpenAPI describes them; answers carry no field that is not named here.

Bodies are described here and read by the commands, which name the fields at fault in the caller's
language.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from confhub import workflow
from confhub.workflow import CHANNELS, PRIORITIES, QUESTION_STATES, RETURN_REASONS, ROUTE_STATES

PROBLEM = "application/problem+json"


def _text(
    says: str = "", *, values: tuple[str, ...] = (), null: bool = False, form: str = ""
) -> fields.String:
    told: dict[str, Any] = {"description": says} if says else {}
    told |= {"enum": [*values, None] if null else list(values)} if values else {}
    told |= {"format": form} if form else {}
    return fields.String(allow_none=null, metadata=told)


def _at(says: str = "") -> fields.String:
    return _text(says, null=True, form="date-time")


def _seq() -> fields.Integer:
    return fields.Integer(metadata={"description": "Number of the event that the act wrote"})


def _next() -> fields.String:
    return fields.String(
        allow_none=True, metadata={"description": "Cursor of the next page, null at the end"}
    )


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type = _text("urn:confhub:stale, not-now, invalid, not-found, forbidden, unauthorised; or about:blank")
    title = _text()
    status = fields.Integer()
    detail = _text("A sentence for the user, in the language asked for")
    errors = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "What is wrong, by field"}
    )
    question = fields.Nested(lambda: Question(), metadata={"description": "After 409: as it stands"})
    numbers = fields.List(
        fields.Integer(), metadata={"description": "Questions that still need a disposition"}
    )


class Asker(Schema):
    """Who asks."""

    name = _text()
    outlet = _text()


class Route(Schema):
    """A question asked of a point."""

    unit = _text("Code of the point's unit")
    role = _text(values=("lead", "support"))
    state = _text(values=ROUTE_STATES)
    note = _text("From the moderators")
    reason = _text("Why it was returned", values=RETURN_REASONS, null=True)
    reply = _text("The same in the point's words")
    suggested = _text("The unit that should be asked instead", null=True)
    routed_at = _at()
    changed_at = _at()
    respond_by = _at()
    to_deputy = fields.Boolean(metadata={"description": "The leader did not respond; the deputy is asked"})


class Answer(Schema):
    """A spoken answer or a written one."""

    kind = _text(values=("live", "written"))
    state = _text(values=("speaking", "stopped", "given", *workflow.WRITTEN_STATES))
    unit = _text("Who answers; null for the main venue or the office", null=True)
    speaker = _text()
    gist = _text()
    from_at = _at()
    to_at = _at()
    due = _text(null=True, form="date")
    basis = _text()
    text = _text("Of a written answer")
    sent_back_note = _text()
    published_at = _at()


class Question(Schema):
    """A question; fields that the caller may not see are absent."""

    number = fields.Integer()
    text = _text("The asker's own words")
    wording = _text("As the floor reads it")
    state = _text(values=QUESTION_STATES)
    version = fields.Integer()
    channel = _text(values=CHANNELS)
    asker = fields.Nested(Asker)
    position = fields.Float(allow_none=True, metadata={"description": "Smaller comes first in its class"})
    priority = _text(values=PRIORITIES)
    group = fields.Integer(allow_none=True, metadata={"description": "Taken together with others of it"})
    labels = fields.List(fields.String())
    claimed_by = _text("The moderator who has it in hand; empty when nobody has")
    asked_back_at = _at()
    routes = fields.List(fields.Nested(Route))
    answer = fields.Nested(Answer, allow_none=True)
    wanted = _text("The unit that the asker named", null=True)
    parent = fields.Integer(allow_none=True)
    merged_into = fields.Integer(allow_none=True)
    merged = fields.List(fields.Integer())
    ground = _text("Why it was declined, a code of the office's list", null=True)
    outward = _text("The same, as the asker reads it")
    note = _text("The same, for the staff only")
    asked_at = _at()
    received_at = _at()
    aired_at = _at()
    ended_at = _at()
    changed_by = _text()
    changed_at = _at()


class By(Schema):
    """Who acted."""

    name = _text()
    role = _text()
    point = _text(null=True)


class Event(Schema):
    """A line of the log; ``by`` and ``data`` for the staff only."""

    seq = fields.Integer()
    at = _at()
    kind = _text("question.queued, briefing.started, point.checked_in …")
    number = fields.Integer(metadata={"description": "The question that it is about"})
    by = fields.Nested(By)
    data = fields.Dict()


class QuestionInFull(Question):
    """A question with its history."""

    history = fields.List(fields.Nested(Event))


class QuestionDone(Question):
    """A question after an act."""

    seq = _seq()


class AgendaItem(Schema):
    """An item of the agenda."""

    id = fields.Integer()
    title = _text()
    speaker = _text()
    minutes = fields.Integer()


class Briefing(Schema):
    """A press briefing."""

    code = _text()
    title = _text()
    venue = _text()
    body = _text()
    superior = _text()
    roster = _text()
    state = _text(values=workflow.BRIEFING_STATES)
    intake_open = fields.Boolean()
    starts_at = _at()
    started_at = _at()
    closed_at = _at()
    published_at = _at()


class BriefingInFull(Briefing):
    """A briefing with its agenda and the caller's desks in it."""

    agenda = fields.List(fields.Nested(AgendaItem))
    desks = fields.List(fields.String(), metadata={"description": "The caller's, as `as` names them"})
    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Questions by state; staff"}
    )


class BriefingDone(Briefing):
    """A briefing after an act."""

    seq = _seq()
    token = _text("A new briefing's organiser's seat, when the caller came by token; shown once")


class Point(Schema):
    """A unit's place in a briefing."""

    unit = _text()
    name = _text()
    leader = _text()
    phone = _text()
    deputy = _text()
    deputy_phone = _text()
    checked_in_at = _at()
    checked_in_name = _text()
    line_checked_at = _at()
    line_ms = fields.Integer(allow_none=True)
    routes = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Open routes by state"}
    )


class PointDone(Point):
    """A point after an act."""

    seq = _seq()


class Briefings(Schema):
    """A page of briefings."""

    items = fields.List(fields.Nested(Briefing))
    next = _next()


class Questions(Schema):
    """A page of questions."""

    items = fields.List(fields.Nested(Question))
    next = _next()


class Points(Schema):
    """The points of a briefing."""

    items = fields.List(fields.Nested(Point))
    next = _next()


class Events(Schema):
    """A page of the log; ``next`` is the next ``after``."""

    items = fields.List(fields.Nested(Event))
    next = _next()
