"""Verbs by which a question is talked about: notes among moderators, asking the asker back."""

from __future__ import annotations

from confhub.commands import fields
from confhub.commands.base import Act, Data, move_to
from confhub.models import Message, Question

Said = dict[str, object]


def note(act: Act, question: Question, data: Data) -> Said:
    """A note for those who moderate: ``text``."""
    return {"text": _said(act, question, "note", data)}


def clarify(act: Act, question: Question, data: Data) -> Said:
    """Ask the asker back: ``text``. The question stays where it is."""
    text = _said(act, question, "clarify", data)
    move_to(act, "clarify", question)
    question.asked_back_at = act.at
    return {"text": text}


def reply(act: Act, question: Question, data: Data) -> Said:
    """The asker's answer to a moderator who asked back: ``text``."""
    text = _said(act, question, "reply", data)
    move_to(act, "reply", question)
    question.asked_back_at = None
    return {"text": text}


VERBS = {"note": note, "clarify": clarify, "reply": reply}


def new_message(
    act: Act, kind: str, text: str, question: Question | None = None, audience: str = ""
) -> Message:
    """Write a message of the actor's: on a question, or to a desk (``audience``)."""
    actor = act.actor
    made = Message(
        briefing_id=act.briefing.id,
        question_id=question.id if question else None,
        kind=kind,
        audience=audience,
        text=text,
        seat_id=actor.seat_id,
        name=actor.name,
        role=actor.role,
        point_id=actor.point_id,
        at=act.at,
    )
    act.session.add(made)
    return made


def _said(act: Act, question: Question, kind: str, data: Data) -> str:
    text = fields.text(data, "text", most=fields.NOTE_MAX)
    return new_message(act, kind, text, question).text
