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

    ``instead``: code of a point that did not respond and is asked no more. The first point leads
    unless another one does already; a point that was asked before is asked again. A question that
    was not screened yet is queued by it.
    """
    points = [point_named(act, "unit", code) for code in fields.several(data, "unit")]
    lead = point_named(act, "lead", fields.clean(data["lead"])) if fields.clean(data.get("lead")) else None
    if lead is not None and lead not in points:
        points.insert(0, lead)
    if not points:
        raise Invalid(unit=say("Please choose at least one point."))
    note = fields.text(data, "note", most=fields.NOTE_MAX, required=False)
    freed = _free(act, question, data, points)
    lead = lead or (question.lead.point if question.lead else points[0])
    for point in points:
        _ask(act, question, point, note)
    for each in question.open_routes:
        each.role = "support"
        if each.point is lead:
            _make_lead(act, question, each)
    was_received = question.state == "received"
    move_to(act, "route", question)
    if was_received:
        question.priority = "follow_up" if question.parent_id else question.priority
        question.position = order.edge(act, question, first=False)
    return {"units": [point.code for point in points], "lead": lead.code, **freed}


def recall(act: Act, question: Question, data: Data) -> Said:
    """Take the question back from ``unit`` (from all its points when none is named)."""
    codes = fields.several(data, "unit")
    chosen = [r for r in question.open_routes if not codes or r.point.code in codes]
    if not chosen:
        raise NotNow(say("That point is not asked this question any more."), number=question.number)
    for each in chosen:
        each.state, each.changed_at = "recalled", act.at
    _keep_a_lead(act, question)
    move_to(act, "recall", question)
    return {"units": [r.point.code for r in chosen], "lead": _lead_code(question)}


def deputise(act: Act, question: Question, data: Data) -> Said:
    """The leader of ``unit`` did not respond: the point's deputy is asked, and the time begins anew."""
    code = fields.clean(data.get("unit"))
    late = [r for r in question.routes if workflow.step(workflow.ROUTE, "deputise", r.state)]
    chosen = next((r for r in late if r.point.code == code or (not code and len(late) == 1)), None)
    if chosen is None:
        raise NotNow(say("That point is not asked this question any more."), number=question.number)
    chosen.to_deputy = True
    _begin_time(act, chosen)
    move_to(act, "deputise", question)
    return {"unit": chosen.point.code, "deputy": chosen.point.deputy}


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
    _keep_a_lead(act, question)
    more = {"suggested": suggested.code if suggested else None, "lead": _lead_code(question)}
    return {**said, "reason": reason, **more}


VERBS = {
    "route": route, "recall": recall, "deputise": deputise, "accept": accept, "ready": ready,
    "return": give_back,
}  # fmt: skip


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
    found.state, found.note, found.reason, found.reply = "routed", note, None, ""
    found.suggested_id, found.to_deputy = None, False
    _begin_time(act, found)
    return found


def _begin_time(act: Act, route: Route) -> None:
    minutes = int(office.setting(act.session, "response_minutes"))
    route.routed_at = route.changed_at = act.at
    route.respond_by = act.at + timedelta(minutes=minutes)


def _free(act: Act, question: Question, data: Data, points: list[Point]) -> Said:
    """Recall the point ``instead`` of which others are asked."""
    code = fields.clean(data.get("instead"))
    if not code:
        return {}
    freed = next((r for r in question.open_routes if r.point.code == code and r.point not in points), None)
    if freed is None:
        raise NotNow(say("That point is not asked this question any more."), number=question.number)
    freed.state, freed.changed_at = "recalled", act.at
    return {"instead": code}


def _own_step(act: Act, verb: str, question: Question) -> Said:
    own = policy.open_route(act.actor, question)
    assert own is not None
    own.state, own.changed_at = workflow.ROUTE[verb][own.state], act.at
    move_to(act, verb, question)
    return {"unit": own.point.code}


def _keep_a_lead(act: Act, question: Question) -> None:
    """Of the points that are still asked, the first one leads when the one that led has gone."""
    if question.lead is None and question.open_routes:
        _make_lead(act, question, question.open_routes[0])
    elif question.lead is None:
        _speaks_now(question, None)


def _make_lead(act: Act, question: Question, route: Route) -> None:
    route.role = "lead"
    if question.state == "on_air":
        if route.state != "answering":
            route.state, route.changed_at = workflow.ROUTE["air"][route.state], act.at
        _speaks_now(question, route.point_id or route.point.id)


def _speaks_now(question: Question, point_id: int | None) -> None:
    if question.live is not None and question.live.state == "speaking":
        question.live.point_id = point_id


def _lead_code(question: Question) -> str | None:
    return question.lead.point.code if question.lead else None


def point_named(act: Act, field: str, code: str) -> Point:
    """The briefing's point with this code; Invalid at ``field`` when there is none."""
    point = act.point(code)
    if point is None:
        raise Invalid(**{field: say("%(code)s is not a point of this briefing.", code=code)})
    return point


def _is_open(route: Route) -> bool:
    return route.state in workflow.OPEN_ROUTE
