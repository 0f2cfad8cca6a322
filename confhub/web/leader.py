"""The point's desk: what is asked of it, accept, return, ready, on air, written drafts."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import points
from confhub.web.acts import add_act
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("leader", __name__, url_prefix="/b/<code>/point/<unit>")


@bp.get("")
def page(code: str, unit: str) -> str:
    """All that is asked of the point."""
    return show_desk("leader/page.html", g.actor)


@bp.post("/check-in")
def check_in(code: str, unit: str) -> Response:
    """The leader or deputy is present."""
    return carry_out(
        lambda: points.check_in(site().db, g.actor, unit, request.form),
        back=url_for("leader.page", code=code, unit=unit),
        page=lambda: page(code, unit),
    )


add_act(bp, page)
