"""The moderator's console."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import life
from confhub.web.acts import add_act
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("moderator", __name__, url_prefix="/b/<code>/moderator")


@bp.get("")
def page(code: str) -> str:
    """Inbox, queue, what is on air, what is done."""
    return show_desk("moderator/page.html", g.actor)


@bp.post("/briefing/<verb>")
def briefing(code: str, verb: str) -> Response:
    """Start, suspend, resume, close; open and close intake."""
    return carry_out(
        lambda: life.change(site().db, g.actor, verb.replace("-", "_"), request.form),
        back=url_for("moderator.page", code=code),
        page=lambda: page(code),
    )


add_act(bp, page)
