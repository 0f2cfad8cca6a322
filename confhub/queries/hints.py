"""What the wording of questions tells those who route and merge them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from confhub.models import Question
from confhub.queries import repeats, suggested
from confhub.queries.view import View

# A question that comes in touches the inbox alone: there, its own card says what it may repeat.
SCREENED = repeats.COMPARED - {"received"}


def of(
    view: View, shown: Sequence[Question], states: frozenset[str] = repeats.COMPARED
) -> dict[str, dict[int, Any]]:
    """For those of the questions that have any, by id: points that they are about, ``suggested``, and
    questions in one of ``states`` that they may repeat, ``repeats``."""
    return {
        "suggested": suggested.of(view.session, view.briefing, shown),
        "repeats": repeats.of(view.session, view.actor, view.briefing, shown, states=states),
    }
