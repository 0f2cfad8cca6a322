"""The clerk's desk: hall questions for named reporters, the gist of spoken answers."""

from __future__ import annotations

import secrets

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import questions
from confhub.errors import say
from confhub.queries import briefings, seats
from confhub.web.acts import add_act
from confhub.web.channel import add_channel
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("clerk", __name__, url_prefix="/b/<code>/clerk")


@bp.get("")
def page(code: str) -> str:
    """A form for hall questions, what is on air with its gist, the questions so far."""
    return show_desk(
        "clerk/page.html",
        g.actor,
        reporters=lambda view: seats.reporters(view.session, view.briefing.id),
        points=lambda view: briefings.points(view.session, view.briefing.id),
        client_id=secrets.token_urlsafe(16),
    )


@bp.post("/questions")
def ask(code: str) -> Response:
    """Type a question that was asked in the hall, by phone or on paper."""
    return carry_out(
        lambda: questions.ask(site().db, g.actor, request.form, request.form.get("client_id")),
        back=url_for("clerk.page", code=code),
        page=lambda: page(code),
        said=say("The question has been entered."),
    )


add_act(bp, page)
add_channel(bp, page)
