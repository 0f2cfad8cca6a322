"""The technician's page: who speaks now and next, and how every point stands and is reached."""

from __future__ import annotations

from flask import Blueprint, g

from confhub.web.channel import add_channel
from confhub.web.pages import show_desk

bp = Blueprint("technician", __name__, url_prefix="/b/<code>/technician")


@bp.get("")
def page(code: str) -> str:
    """On air, next, all points with their line and telephones."""
    return show_desk("technician/page.html", g.actor)


add_channel(bp, page)
