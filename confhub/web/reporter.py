"""The reporter's page: ask, follow the own questions, see the stage."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import questions
from confhub.errors import say
from confhub.queries import briefings
from confhub.web import limits
from confhub.web.acts import add_act
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("reporter", __name__, url_prefix="/b/<code>/reporter")


@bp.get("")
def page(code: str) -> str:
    """The form, the own questions, the stage."""
    return show_desk(
        "reporter/page.html", g.actor, points=lambda view: briefings.points(view.session, view.briefing.id)
    )


@bp.post("/questions")
@limits.limiter.limit(limits.ask_limit, key_func=limits.by_seat)
def ask(code: str) -> Response:
    """Submit a question; the same ``client_id`` again is the same question."""
    return carry_out(
        lambda: questions.ask(site().db, g.actor, request.form, request.form.get("client_id")),
        back=url_for("reporter.page", code=code),
        page=lambda: page(code),
        said=say("Your question has been received."),
    )


add_act(bp, page)
