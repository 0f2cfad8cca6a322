"""A question side by side with one that it may repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from confhub.models import Briefing, Question
from confhub.queries.repeats import Repeat
from confhub.similar.marks import Piece, in_common


@dataclass(frozen=True)
class Compared:
    """``other`` of ``briefing``, and the wordings of both in pieces: those in common are True."""

    other: Question
    briefing: Briefing
    here: list[Piece]
    there: list[Piece]
    # What else the question may repeat.
    rest: list[Repeat]


def side_by_side(
    session: Session, question: Question, repeats: Sequence[Repeat], chosen: str = ""
) -> Compared | None:
    """The question and the one of ``repeats`` whose ``ref`` is ``chosen``, else the first; None for none."""
    if not repeats:
        return None
    shown = next((repeat for repeat in repeats if repeat.ref == chosen), repeats[0])
    other = session.get_one(Question, shown.id)
    here, there = in_common(question.wording, other.wording)
    rest = [repeat for repeat in repeats if repeat is not shown]
    return Compared(other, session.get_one(Briefing, other.briefing_id), here, there, rest)
