"""The page of all questions: what its address asks for, and the questions that answer it."""

from __future__ import annotations

from typing import Any

from flask import request

from confhub import workflow
from confhub.commands.fields import clean
from confhub.queries import briefings, listing
from confhub.queries.view import View
from confhub.web.pages import number_asked

PAGE = 50
_ASKED = ("q", "outlet", "unit", "label")


def listed(view: View) -> dict[str, Any]:
    """A page of questions and the filters by which they were found.

    From the query of the address: ``state`` (several with commas), ``q`` (words, or a number),
    ``outlet``, ``unit``, ``channel``, ``label``, ``mine``; ``after`` is where the page begins.
    """
    given = request.args.get("state", "")
    states = [state for state in workflow.QUESTION_STATES if state in given.split(",")]
    asked = {name: clean(request.args.get(name)) for name in _ASKED}
    channel = request.args.get("channel", "")
    channel = channel if channel in workflow.CHANNELS else ""
    is_mine = bool(request.args.get("mine"))
    found = listing.questions(
        view.session,
        view.actor,
        states=states,
        unit=asked["unit"],
        words=asked["q"],
        outlet=asked["outlet"],
        label=asked["label"],
        channel=channel,
        claimed_by=view.actor.seat_id if is_mine else None,
        after=number_asked("after") or 0,
        limit=PAGE + 1,
    )
    filters = {**asked, "state": ",".join(states), "channel": channel, "mine": "1" if is_mine else ""}
    return {
        "questions": found[:PAGE],
        "filters": {name: value or None for name, value in filters.items()},
        "after": found[PAGE - 1].number if len(found) > PAGE else None,
        "points": briefings.points(view.session, view.briefing.id),
        **listing.in_use(view.session, view.briefing.id),
    }
