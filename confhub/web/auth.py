"""Ways in: account, access link, first organiser; language."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from confhub.queries import seats
from confhub.web import access
from confhub.web.site import site

bp = Blueprint("auth", __name__)


@bp.get("/")
def home() -> str:
    """The desks of this browser, or the ways in."""
    with site().db.reading() as db:
        mine = seats.seats_of(db, access.login(), site().db.clock())
        return render_template("auth/home.html", seats=mine)


@bp.get("/enter/<token>")
def enter(token: str) -> Response:
    """Open an access link: this browser takes the seat, beside those that it has."""
    with site().db.reading() as db:
        seat = seats.by_token(db, token, site().db.clock())
        if seat is None:
            abort(404)
        session.permanent = True
        session["seats"] = sorted({*session.get("seats", ()), seat.id})
        return redirect(desk_url(seat.role, seat.briefing.code, seat.point.code if seat.point else None), 303)


def desk_url(role: str, code: str, unit: str | None) -> str:
    """The address of a role's desk in a briefing."""
    if role == "leader":
        return url_for("leader.page", code=code, unit=unit)
    return url_for(f"{role}.page", code=code)
