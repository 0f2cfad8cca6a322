"""The chair's page: what is on air, what comes next, the points, the clock."""

from __future__ import annotations

from flask import Blueprint, g

from confhub.web.channel import add_channel
from confhub.web.pages import show_desk

bp = Blueprint("chair", __name__, url_prefix="/b/<code>/chair")


@bp.get("")
def page(code: str) -> str:
    """On air, next, points."""
    return show_desk("chair/page.html", g.actor)


add_channel(bp, page)
