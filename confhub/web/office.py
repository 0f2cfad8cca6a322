"""The office's pages: briefings, accounts, accreditation, settings."""

from __future__ import annotations

from flask import Blueprint, render_template

from confhub.queries import briefings
from confhub.web.site import site

bp = Blueprint("office", __name__, url_prefix="/office")


@bp.get("")
def page() -> str:
    """All briefings."""
    with site().db.reading() as session:
        return render_template("office/page.html", briefings=briefings.all_briefings(session))
