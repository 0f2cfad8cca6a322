"""Verbs by which a question is talked about: notes among moderators, asking the asker back."""

from __future__ import annotations

from confhub.commands import fields
from confhub.commands.base import Act, Data, move_to
from confhub.models import Message, Question

Said = dict[str, object]


def note(act: Act, question: Question, data: Data) -> Said:
    """A note for those who moderate: ``text``."""
    return {"text": _message(act, question, "note", data)}


def clarify(act: Act, question: Question, data: Data) -> Said:
    """Ask the asker back: ``text``. The question stays where it is."""
    text = _message(act, question, "clarify", data)
    move_to(act, "clarify", question)
    question.asked_back_at = act.at
    return {"text": text}


def reply(act: Act, question: Question, data: Data) -> Said:
    """The asker's answer to a moderator who asked back: ``text``."""
    text = _message(act, question, "reply", data)
    move_to(act, "reply", question)
    question.asked_back_at = None
    return {"text": text}


VERBS = {"note": note, "clarify": clarify, "reply": reply}


def _message(act: Act, question: Question, kind: str, data: Data) -> str:
    text = fields.text(data, "text", most=fields.NOTE_MAX)
    act.session.add(
        Message(
            briefing_id=act.briefing.id,
            question_id=question.id,
            kind=kind,
            text=text,
            seat_id=act.actor.seat_id,
            name=act.actor.name,
            role=act.actor.role,
            at=act.at,
        )
    )
    return text
