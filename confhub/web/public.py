"""What everybody may read: the record of a published briefing."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from confhub.queries import briefings, questions
from confhub.web.site import site

bp = Blueprint("public", __name__)


@bp.get("/record/<code>")
def record(code: str) -> str:
    """The record, once published."""
    with site().db.reading() as session:
        briefing = briefings.by_code(session, code)
        if briefing is None or briefing.state != "published":
            abort(404)
        return render_template(
            "public/record.html", briefing=briefing, questions=questions.all_of(session, briefing.id)
        )
