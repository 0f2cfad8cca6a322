"""Verbs of the route: a moderator asks points, a leader accepts, returns, says ready."""

from __future__ import annotations

from datetime import timedelta

from confhub import office, policy, workflow
from confhub.commands import fields, order
from confhub.commands.base import Act, Data, move_to
from confhub.errors import Invalid, NotNow, say
from confhub.models import Point, Question, Route

Said = dict[str, object]


def route(act: Act, question: Question, data: Data) -> Said:
    """Ask one or more points: ``unit`` codes, which one leads (``lead``), a ``note`` for them.

    The first point leads unless another one does already; a point that was asked before is asked
    again. A question that was not screened yet is queued by it.
    """
    points = [point_named(act, "unit", code) for code in fields.several(data, "unit")]
    lead = point_named(act, "lead", fields.clean(data["lead"])) if fields.clean(data.get("lead")) else None
    if lead is not None and lead not in points:
        points.insert(0, lead)
    if not points:
        raise Invalid(unit=say("Please choose at least one point."))
    note = fields.text(data, "note", most=fields.NOTE_MAX, required=False)
    leading = next((r for r in question.routes if _is_open(r) and r.role == "lead"), None)
    lead = lead or (leading.point if leading else points[0])
    for point in points:
        _ask(act, question, point, note)
    for each in question.routes:
        if _is_open(each):
            each.role = "lead" if each.point is lead else "support"
            if question.state == "on_air" and each.role == "lead":
                each.state = workflow.ROUTE["air"].get(each.state, each.state)
    was_received = question.state == "received"
    move_to(act, "route", question)
    if was_received:
        question.priority = "follow_up" if question.parent_id else question.priority
        question.position = order.edge(act, question, first=False)
    if question.state == "on_air":
        _speaks_now(question, lead)
    return {"units": [point.code for point in points], "lead": lead.code}


def recall(act: Act, question: Question, data: Data) -> Said:
    """Take the question back from ``unit`` (from all its points when none is named)."""
    codes = fields.several(data, "unit")
    open_routes = [r for r in question.routes if _is_open(r)]
    chosen = [r for r in open_routes if not codes or r.point.code in codes]
    if not chosen:
        raise NotNow(say("That point is not asked this question any more."), number=question.number)
    for each in chosen:
        each.state, each.changed_at = "recalled", act.at
    move_to(act, "recall", question)
    return {"units": [r.point.code for r in chosen]}


def accept(act: Act, question: Question, data: Data) -> Said:
    """The point will answer."""
    return _own_step(act, "accept", question)


def ready(act: Act, question: Question, data: Data) -> Said:
    """The point can speak at once."""
    return _own_step(act, "ready", question)


def give_back(act: Act, question: Question, data: Data) -> Said:
    """The point returns it: a coded ``reason``, a ``reply`` in words, and the ``suggested`` unit."""
    reason = fields.choice(data, "reason", workflow.RETURN_REASONS)
    reply = fields.text(data, "reply", most=fields.NOTE_MAX, required=False)
    code = fields.clean(data.get("suggested"))
    suggested = point_named(act, "suggested", code) if code else None
    own = policy.open_route(act.actor, question)
    assert own is not None
    if reason == "other_unit" and suggested is None:
        raise Invalid(suggested=say("Please say which unit should be asked instead."))
    if suggested is not None and suggested.id == own.point_id:
        raise Invalid(suggested=say("That is your own point. Please choose another one."))
    said = _own_step(act, "return", question)
    own.reason, own.reply, own.suggested_id = reason, reply, suggested.id if suggested else None
    return {**said, "reason": reason, "suggested": suggested.code if suggested else None}


VERBS = {"route": route, "recall": recall, "accept": accept, "ready": ready, "return": give_back}


def ensure_open(act: Act, question: Question, point: Point) -> Route:
    """The question's open route to ``point``, asked now if it was not."""
    found = next((r for r in question.routes if r.point_id == point.id and _is_open(r)), None)
    return found or _ask(act, question, point, "")


def _ask(act: Act, question: Question, point: Point, note: str) -> Route:
    found = next((r for r in question.routes if r.point_id == point.id), None)
    if found is None:
        found = Route(briefing_id=question.briefing_id, point=point, role="support", routed_at=act.at)
        question.routes.append(found)
    elif _is_open(found):
        found.note = note or found.note
        return found
    minutes = int(office.setting(act.session, "response_minutes"))
    found.state, found.note, found.reason, found.reply = "routed", note, None, ""
    found.suggested_id = None
    found.routed_at = found.changed_at = act.at
    found.respond_by = act.at + timedelta(minutes=minutes)
    return found


def _own_step(act: Act, verb: str, question: Question) -> Said:
    own = policy.open_route(act.actor, question)
    assert own is not None
    own.state, own.changed_at = workflow.ROUTE[verb][own.state], act.at
    move_to(act, verb, question)
    return {"unit": own.point.code}


def _speaks_now(question: Question, point: Point) -> None:
    for kept in question.answers:
        if kept.kind == "live" and kept.state == "speaking":
            kept.point_id = point.id


def point_named(act: Act, field: str, code: str) -> Point:
    """The briefing's point with this code; Invalid at ``field`` when there is none."""
    point = act.point(code)
    if point is None:
        raise Invalid(**{field: say("%(code)s is not a point of this briefing.", code=code)})
    return point


def _is_open(route: Route) -> bool:
    return route.state in workflow.OPEN_ROUTE
