"""What everybody may read: the record of a published briefing, the code that leads into a running one."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Blueprint, abort, make_response, render_template
from werkzeug.wrappers import Response

from confhub import office
from confhub.queries import briefings, questions
from confhub.web.site import site

bp = Blueprint("public", __name__)
QR_SECONDS = 300


@bp.get("/record/<code>")
def record(code: str) -> str:
    """The record, once published; before that it is not there, for staff neither."""
    with site().db.reading() as session:
        briefing = briefings.by_code(session, code)
        if briefing is None or briefing.state != "published":
            abort(404)
        return render_template(
            "public/record.html",
            briefing=briefing,
            points=briefings.points(session, briefing.id),
            questions=questions.all_of(session, briefing.id),
            grounds=office.grounds(session),
            address=f"{site().config.public_url}/record/{briefing.code}",
        )


@bp.get("/qr/<code>.svg")
def qr(code: str) -> Response:
    """A QR code of the address at which reporters join; only while the briefing runs."""
    with site().db.reading() as session:
        briefing = briefings.by_code(session, code)
        if briefing is None or briefing.state not in ("open", "live", "paused"):
            abort(404)
        address = f"{site().config.public_url}/join/{briefing.code}"
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", light="#fff", omitsize=True, xmldecl=False
    )
    headers = {"Content-Type": "image/svg+xml", "Cache-Control": f"public, max-age={QR_SECONDS}"}
    return make_response(drawn.getvalue(), headers)
