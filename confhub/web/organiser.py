"""The organiser's page of one briefing: its life, points, people and links, written answers."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import life
from confhub.web.acts import add_act
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("organiser", __name__, url_prefix="/b/<code>/organiser")


@bp.get("")
def page(code: str) -> str:
    """Life, points, people, written answers."""
    return show_desk("organiser/page.html", g.actor)


@bp.post("/briefing/<verb>")
def briefing(code: str, verb: str) -> Response:
    """Open, start, suspend, resume, close, publish; change what is known of it."""
    return carry_out(
        lambda: life.change(site().db, g.actor, verb.replace("-", "_"), request.form),
        back=url_for("organiser.page", code=code),
        page=lambda: page(code),
    )


add_act(bp, page)
