"""Verbs of the written answer: promised, drafted, submitted, cleared, published."""

from __future__ import annotations

from datetime import timedelta

from confhub import office, workflow
from confhub.commands import fields
from confhub.commands.base import Act, Data, move_to
from confhub.commands.floor import stop_speaking
from confhub.commands.routing import ensure_open, point_named
from confhub.errors import Invalid, say
from confhub.models import Answer, Question

Said = dict[str, object]


def defer(act: Act, question: Question, data: Data) -> Said:
    """Promise a written answer: owner ``unit`` (empty: the office), ``due`` or ``due_days``, ``basis``.

    Days are calendar days from today; the office's setting when nothing is said (30 by default,
    Press Law 2016 art. 39). The owner stays asked, all other points are recalled.
    """
    code = fields.clean(data.get("unit"))
    owner = point_named(act, "unit", code) if code else None
    today = act.at.astimezone(act.zone).date()
    due = fields.day(data, "due")
    standard = int(office.setting(act.session, "due_days"))
    days = fields.number(data, "due_days", most=365, default=standard)
    if due is not None and due < today:
        raise Invalid(due=say("The due date lies in the past."))
    basis = fields.text(data, "basis", most=fields.NOTE_MAX, required=False)
    stop_speaking(act, question, "stopped")
    move_to(act, "defer", question)
    _keep_only(act, question, owner.id if owner else None)
    if owner is not None:
        ensure_open(act, question, owner).role = "lead"
    answer = next((a for a in question.answers if a.kind == "written"), None)
    if answer is None:
        answer = Answer(briefing_id=question.briefing_id, kind="written")
        question.answers.append(answer)
    if answer.point_id != (owner.id if owner else None):
        # The new owner begins afresh.
        answer.text = answer.sent_back_note = ""
    answer.state, answer.point_id = "drafting", owner.id if owner else None
    answer.due = due or today + timedelta(days=days)
    answer.due_days = None if due else days
    answer.basis = basis or str(office.setting(act.session, "basis"))
    question.ended_at = act.at
    return {"unit": owner.code if owner else None, "due": answer.due.isoformat()}


def draft(act: Act, question: Question, data: Data) -> Said:
    """Keep the ``text`` of a draft; nobody but the owner and the organiser reads it."""
    answer = _written(question)
    answer.text = fields.text(data, "text", most=fields.ANSWER_MAX, required=False)
    move_to(act, "draft", question)
    return {"text": answer.text}


def submit(act: Act, question: Question, data: Data) -> Said:
    """Hand the draft to the organiser, with its ``text`` as it now is if given."""
    answer = _written(question)
    answer.text = fields.text(
        data if "text" in data else {"text": answer.text}, "text", most=fields.ANSWER_MAX
    )
    answer.sent_back_note = ""
    return _step(act, "submit", question, {"text": answer.text})


def send_back(act: Act, question: Question, data: Data) -> Said:
    """Back to the owner, with a ``note`` that says what is missing."""
    _written(question).sent_back_note = note = fields.text(data, "note", most=fields.NOTE_MAX)
    return _step(act, "send_back", question, {"note": note})


def clear(act: Act, question: Question, data: Data) -> Said:
    """The organiser agrees to the text as submitted."""
    return _step(act, "clear", question, {})


def publish(act: Act, question: Question, data: Data) -> Said:
    """The answer goes to the asker and into the record."""
    _written(question).published_at = act.at
    for route in question.routes:
        after = workflow.step(workflow.ROUTE, "publish", route.state)
        if after is not None:
            route.state, route.changed_at = after, act.at
    return _step(act, "publish", question, {"text": _written(question).text})


VERBS = {
    "defer": defer, "draft": draft, "submit": submit, "send_back": send_back, "clear": clear,
    "publish": publish,
}  # fmt: skip


def _written(question: Question) -> Answer:
    answer = question.written
    assert answer is not None
    return answer


def _step(act: Act, verb: str, question: Question, said: Said) -> Said:
    answer = _written(question)
    answer.state = workflow.WRITTEN[verb][answer.state]
    move_to(act, verb, question)
    return said


def _keep_only(act: Act, question: Question, owner_id: int | None) -> None:
    for route in question.routes:
        if route.state not in workflow.OPEN_ROUTE:
            continue
        after = (
            "recalled"
            if route.point_id != owner_id
            else workflow.ROUTE["defer"].get(route.state, route.state)
        )
        if after != route.state:
            route.state, route.changed_at = after, act.at
