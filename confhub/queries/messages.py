"""What is said beside the floor: on a question, and on the back channel between the desks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from confhub.models import Message


@dataclass(frozen=True)
class Said:
    """One note, question back or reply on a question: ``kind`` is note, clarify or reply."""

    kind: str
    name: str
    text: str
    at: datetime


def of_questions(session: Session, ids: Collection[int]) -> dict[int, tuple[Said, ...]]:
    """What was said on these questions, by their ids, oldest first; who has nothing is not in it."""
    query = select(Message.question_id, Message.kind, Message.name, Message.text, Message.at)
    query = query.where(Message.question_id.in_(ids), Message.kind != "channel").order_by(Message.id)
    found: dict[int, tuple[Said, ...]] = {}
    for about, kind, name, text, at in session.execute(query):
        assert about is not None
        found[about] = (*found.get(about, ()), Said(kind, name, text, at))
    return found
