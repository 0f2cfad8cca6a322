"""Verbs of the floor: screening, ordering, on air, and the dispositions said at once.

Each takes the command under way, the question and what the form carried, and returns what the
event says beside the rows.
"""

from __future__ import annotations

from sqlalchemy import select

from confhub import fairness, office, workflow
from confhub.commands import fields, order, screening, undo
from confhub.commands.base import Act, Data, line_of, move_to, step_routes
from confhub.errors import Invalid, NotNow, say
from confhub.models import Answer, Question

Said = dict[str, object]


def queue(act: Act, question: Question, data: Data) -> Said:
    """Into the queue: a new question at its end, one that was on air at its head.

    ``priority``? With a ``wording`` the question is edited in the same act.
    """
    from_air = question.state == "on_air"
    said = _take_wording(question, data) if "wording" in data else {}
    default = "follow_up" if question.parent_id else question.priority
    question.priority = fields.choice(data, "priority", workflow.PRIORITIES, default)
    stop_speaking(act, question, "stopped")
    step_routes(act, "queue", question)
    move_to(act, "queue", question)
    question.position = order.edge(act, question, first=from_air)
    question.group_no = None if from_air else question.group_no
    return {"priority": question.priority, **said}


def edit(act: Act, question: Question, data: Data) -> Said:
    """Set the ``wording`` for the floor; the asker's own text stays as it was."""
    said = _take_wording(question, data)
    move_to(act, "edit", question)
    return said


def move(act: Act, question: Question, data: Data) -> Said:
    """Change place: ``before`` or ``after`` a number, ``by`` up or down, or to the end of ``priority``.

    Questions that are taken together move together, but for a move within their group.
    """
    priority = fields.choice(data, "priority", workflow.PRIORITIES, question.priority)
    block = order.block_of(question, line_of(act, question.priority))
    within = order.place_in_group(data, question, block) if priority == question.priority else None
    if within is not None:
        block = [question]
    others, place = within or order.place_among(data, line_of(act, priority), block)
    move_to(act, "move", question)
    for each, position in zip(block, order.between(others, place, len(block)), strict=True):
        each.priority, each.position = priority, position
    return {"place": place + 1, "priority": priority}


def air(act: Act, question: Question, data: Data) -> Said:
    """On air: one question at a time; the leading point is called to answer.

    ``why`` not the question that fairness suggests, where it is another one.
    """
    why = fields.line(data, "why", most=fields.NOTE_MAX, required=False)
    suggested = fairness.suggestion(act.session, act.briefing.id)
    speaking = act.session.scalar(
        select(Question).where(Question.briefing_id == act.briefing.id, Question.state == "on_air")
    )
    if speaking is not None:
        raise NotNow(
            say("Question %(number)d is on air. End or park it first.", number=speaking.number),
            number=question.number,
        )
    lead = question.lead
    if lead is not None:
        lead.state, lead.changed_at = workflow.ROUTE["air"][lead.state], act.at
    move_to(act, "air", question)
    question.aired_at, question.ended_at = act.at, None
    live = _live_answer(act, question)
    live.state, live.from_at, live.to_at = "speaking", act.at, None
    live.point_id = lead.point_id if lead else None
    said: Said = {"point": lead.point.code if lead else None}
    if suggested is not None and suggested.number != question.number:
        said |= {"instead_of": suggested.number, "why": why}
    return said


def park(act: Act, question: Question, data: Data) -> Said:
    """Off the floor for now: held at the end of the queue, to come back."""
    stop_speaking(act, question, "stopped")
    step_routes(act, "park", question)
    move_to(act, "park", question)
    question.priority, question.group_no = "held", None
    question.position = order.edge(act, question, first=False)
    return {}


def answer(act: Act, question: Question, data: Data) -> Said:
    """Answered live. ``gist`` and ``speaker`` may be given now or noted later."""
    stop_speaking(act, question, "given")
    live = _live_answer(act, question)
    _take_notes(live, data)
    step_routes(act, "answer", question)
    move_to(act, "answer", question)
    question.ended_at = act.at
    return {"gist": live.gist}


def gist(act: Act, question: Question, data: Data) -> Said:
    """Note the ``gist`` of the spoken answer and its ``speaker``."""
    live = _live_answer(act, question)
    _take_notes(live, data)
    move_to(act, "gist", question)
    return {"gist": live.gist, "speaker": live.speaker}


def decline(act: Act, question: Question, data: Data) -> Said:
    """Decline on a ``ground`` of the office's list, with ``outward`` wording and an internal ``note``."""
    ground = fields.choice(data, "ground", office.offered_grounds(act.session))
    outward = fields.text(data, "outward", most=fields.NOTE_MAX, required=False)
    note = fields.text(data, "note", most=fields.NOTE_MAX, required=False)
    stop_speaking(act, question, "stopped")
    step_routes(act, "decline", question)
    move_to(act, "decline", question)
    question.ground, question.outward, question.note, question.ended_at = ground, outward, note, act.at
    return {"ground": ground, "outward": outward}


def merge(act: Act, question: Question, data: Data) -> Said:
    """Merge ``into`` another question; this asker, and those merged into this one, follow it."""
    target = _target(act, question, data)
    step_routes(act, "merge", question)
    move_to(act, "merge", question)
    for follower in list(question.merged):
        follower.merged_into_id = target.id
    question.merged_into_id, question.ended_at = target.id, act.at
    return {"into": target.number}


def withdraw(act: Act, question: Question, data: Data) -> Said:
    """The asker takes the question back."""
    step_routes(act, "withdraw", question)
    move_to(act, "withdraw", question)
    question.ended_at = act.at
    return {}


def reopen(act: Act, question: Question, data: Data) -> Said:
    """Undo a disposition: back to the head of the queue."""
    was = question.state
    for kept in question.answers:
        if kept.kind == "written" and kept.state != "cancelled":
            kept.state = "cancelled"
        elif kept.kind == "live":
            kept.state = "stopped"
    step_routes(act, "reopen", question)
    move_to(act, "reopen", question)
    question.merged_into_id = question.ground = question.ended_at = None
    question.outward = question.note = ""
    question.group_no = None
    if question.priority == "held":
        question.priority = "ordinary"
    question.position = order.edge(act, question, first=True)
    return {"was": was}


VERBS = {
    "queue": queue, "edit": edit, "move": move, "air": air, "park": park, "answer": answer, "gist": gist,
    "decline": decline, "merge": merge, "withdraw": withdraw, "reopen": reopen,
}  # fmt: skip


def also_changed(act: Act, verb: str, question: Question, data: Data) -> list[Question]:
    """The other question that a verb concerns: where it is merged into, or was."""
    if verb == "merge":
        return [_target(act, question, data)]
    if verb == "reopen" and question.merged_into is not None:
        return [question.merged_into]
    if verb == "undo":
        return undo.merged_by_it(act, question)
    if verb == "group":
        return [screening.group_partner(act, question, data)]
    return []


def _target(act: Act, question: Question, data: Data) -> Question:
    number = fields.number(data, "into")
    target = act.numbered(number)
    if target is None:
        raise Invalid(into=say("There is no question %(number)d in this briefing.", number=number))
    if target is question:
        raise Invalid(into=say("A question cannot be merged into itself."))
    if target.state in ("merged", "withdrawn"):
        raise Invalid(
            into=say("Question %(number)d is itself merged or withdrawn. Choose another one.", number=number)
        )
    return target


def _take_wording(question: Question, data: Data) -> Said:
    wording = fields.text(data, "wording", most=fields.QUESTION_MAX)
    question.edited = None if wording == question.text else wording
    return {"wording": wording}


def _live_answer(act: Act, question: Question) -> Answer:
    found = next((a for a in question.answers if a.kind == "live"), None)
    if found is None:
        found = Answer(briefing_id=question.briefing_id, kind="live", state="speaking", from_at=act.at)
        question.answers.append(found)
    return found


def stop_speaking(act: Act, question: Question, state: str) -> None:
    """End the spoken answer, if one is under way, in ``state``."""
    for live in question.answers:
        if live.kind == "live" and live.state == "speaking":
            live.state, live.to_at = state, act.at


def _take_notes(live: Answer, data: Data) -> None:
    if "gist" in data:
        live.gist = fields.text(data, "gist", most=fields.ANSWER_MAX, required=False)
    if "speaker" in data:
        live.speaker = fields.line(data, "speaker", required=False)
