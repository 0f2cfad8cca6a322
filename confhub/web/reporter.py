"""The reporter's page: ask, follow the own questions, see the stage."""

from __future__ import annotations

import secrets
from textwrap import shorten
from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub import office
from confhub.commands import questions as commands
from confhub.commands.fields import QUESTION_MAX
from confhub.errors import Refusal, say
from confhub.queries import briefings, questions, stories
from confhub.queries.view import View
from confhub.web import limits
from confhub.web.acts import add_act
from confhub.web.pages import number_asked, show_desk
from confhub.web.respond import refused, succeeded
from confhub.web.site import site

bp = Blueprint("reporter", __name__, url_prefix="/b/<code>/reporter")
LABEL_WIDTH = 60
PAGE = 50


@bp.get("")
def page(code: str) -> str:
    """The form, the own questions, the stage; ``?parent=5`` begins a follow-up to question 5."""
    return show_desk(
        "reporter/page.html",
        g.actor,
        points=lambda view: [(p.code, p.name) for p in briefings.points(view.session, view.briefing.id)],
        agenda=lambda view: [(item.id, item.title) for item in view.briefing.agenda],
        parents=_parents,
        parent=request.args.get("parent", ""),
        client_id=secrets.token_urlsafe(12),
        text_max=QUESTION_MAX,
    )


@bp.post("/questions")
@limits.limiter.limit(limits.ask_limit, key_func=limits.by_seat)
def ask(code: str) -> Response:
    """Submit a question; the same ``client_id`` again is the same question."""
    try:
        done = commands.ask(site().db, g.actor, request.form, request.form.get("client_id"))
    except Refusal as refusal:
        return refused(refusal, lambda: page(code))
    said = say("Your question has been received under number %(number)d.", number=done.number)
    return succeeded(url_for("reporter.page", code=code) + f"#q{done.number}", said)


@bp.get("/questions")
def older(code: str) -> str:
    """The own questions below number ``before``, a page at a time; not live."""
    return show_desk("reporter/older.html", g.actor, older=_older)


add_act(bp, page)


def _older(view: View) -> dict[str, Any]:
    assert view.actor.seat_id is not None
    before = number_asked("before")
    found = questions.mine(view.session, view.briefing.id, view.actor.seat_id, before, PAGE + 1)
    return {
        "questions": found[:PAGE],
        "older_than": found[PAGE - 1].number if len(found) > PAGE else None,
        "stories": stories.of(view.session, view.briefing.id, found[:PAGE]),
        "grounds": office.grounds(view.session),
    }


def _parents(view: View) -> list[tuple[int, str]]:
    """What this reporter may follow up, number and label: the question on air and the own ones."""
    assert view.actor.seat_id is not None
    on_air = questions.on_air(view.session, view.briefing.id)
    own = list(questions.mine(view.session, view.briefing.id, view.actor.seat_id))
    # An earlier one, from a page further back.
    wanted = questions.one(view.session, view.briefing.id, number_asked("parent") or 0)
    if wanted is not None and wanted.asker_seat_id == view.actor.seat_id and wanted not in own:
        own.append(wanted)
    offered = [on_air] if on_air else []
    offered += [q for q in own if q.state != "withdrawn" and q is not on_air]
    return [(q.number, f"{q.number}: {shorten(q.wording, LABEL_WIDTH, placeholder='…')}") for q in offered]
