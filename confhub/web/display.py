"""The projector: the question, who asked, which point answers; no chrome, no login."""

from __future__ import annotations

from flask import Blueprint, g

from confhub.web.pages import show_desk

bp = Blueprint("display", __name__, url_prefix="/b/<code>/display")


@bp.get("")
def page(code: str) -> str:
    """The main screen."""
    return show_desk("display/page.html", g.actor)
