"""The organiser's page of one briefing: its life, agenda, points, people and links, written answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, make_response, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import life
from confhub.commands import points as point_commands
from confhub.commands import seats as seat_commands
from confhub.commands.base import LARGEST
from confhub.errors import NotFound, Refusal, say
from confhub.models import Question, Seat
from confhub.policy import sees
from confhub.queries import briefings, questions, seats
from confhub.queries.view import View
from confhub.web import sentences
from confhub.web.acts import add_act
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out, refused, succeeded
from confhub.web.sheets import sheets_of
from confhub.web.site import site
from confhub.web.templating import word
from confhub.workflow import ROLES

bp = Blueprint("organiser", __name__, url_prefix="/b/<code>/organiser")

# Leaders and reporters are given access with a point or an outlet, by forms of their own.
STAFF_ROLES = tuple(role for role in ROLES if role not in ("leader", "reporter"))


@bp.get("")
def page(code: str) -> str:
    """Life, agenda, points, people, written answers."""
    return show_desk(
        "organiser/page.html",
        g.actor,
        staff_roles=[(role, word("role", role)) for role in STAFF_ROLES],
        point_options=lambda view: [
            (p.code, p.name) for p in briefings.points(view.session, view.briefing.id)
        ],
        hours=seat_commands.LINK_HOURS,
    )


@bp.post("/briefing/<verb>")
def briefing(code: str, verb: str) -> Response:
    """Open, start, suspend, resume, close, publish; change what is known of it."""
    return carry_out(
        lambda: life.change(site().db, g.actor, verb.replace("-", "_"), request.form),
        back=_back(code, "life"),
        page=lambda: page(code),
    )


@bp.post("/agenda")
def agenda(code: str) -> Response:
    """A further item of the agenda."""
    return carry_out(
        lambda: life.add_agenda_item(site().db, g.actor, request.form),
        back=_back(code, "agenda"),
        page=lambda: page(code),
    )


@bp.get("/questions/<int:number>")
def question(code: str, number: int) -> str:
    """One question with its routes, its written answer and its history."""

    def read(view: View) -> Question:
        found = questions.one(view.session, view.briefing.id, number) if number <= LARGEST else None
        if found is None or not sees(view.actor, found):
            raise NotFound()
        return found

    return show_desk(
        "organiser/question.html",
        g.actor,
        q=read,
        history=lambda view: sentences.history(view, read(view), shows_drafts=True),
    )


@bp.get("/points")
def points(code: str) -> str:
    """Leaders and phone numbers of all points, and the roll call."""
    return show_desk(
        "organiser/points.html",
        g.actor,
        points=lambda view: briefings.points(view.session, view.briefing.id),
    )


@bp.post("/points/<unit>")
def describe(code: str, unit: str) -> Response:
    """Who answers at the point, and its phone number."""
    return carry_out(
        lambda: point_commands.describe(site().db, g.actor, unit, request.form),
        back=url_for("organiser.points", code=code) + f"#point-{unit}",
        page=lambda: points(code),
        said=say("Saved."),
    )


@bp.post("/points/<unit>/check-in")
def check_in(code: str, unit: str) -> Response:
    """The point answered the roll call."""
    return carry_out(
        lambda: point_commands.check_in(site().db, g.actor, unit, request.form),
        back=url_for("organiser.points", code=code) + f"#point-{unit}",
        page=lambda: points(code),
        said=say("The point has checked in."),
    )


@bp.post("/seats")
def grant(code: str) -> Response:
    """Give access: shows the link once, or says that the account has the desk now."""
    try:
        granted = seat_commands.grant(site().db, g.actor, request.form)
    except Refusal as refusal:
        return refused(refusal, lambda: page(code))
    if granted.token is None:
        return succeeded(_back(code, "people"), say("The desk appears as soon as that account signs in."))
    return _show_links([granted])


@bp.post("/links")
def links(code: str) -> Response:
    """Links for the points that have none (``which`` missing), or new ones for all (``all``)."""
    try:
        made = seat_commands.link_points(site().db, g.actor, again=request.form.get("which") == "all")
    except Refusal as refusal:
        return refused(refusal, lambda: page(code))
    return _show_links(made)


@bp.get("/seats/<int:seat_id>")
def seat(code: str, seat_id: int) -> str:
    """One seat: make its link anew, or revoke it."""
    return show_desk("organiser/seat.html", g.actor, seat=lambda view: _seat(view, seat_id))


@bp.post("/seats/<int:seat_id>/revoke")
def revoke(code: str, seat_id: int) -> Response:
    """End an access at once."""
    return carry_out(
        lambda: seat_commands.revoke(site().db, g.actor, seat_id),
        back=_back(code, "people"),
        page=lambda: page(code),
        said=say("The access has ended."),
    )


@bp.post("/seats/<int:seat_id>/renew")
def renew(code: str, seat_id: int) -> Response:
    """A new link for the same seat; shows it once."""
    try:
        granted = seat_commands.renew(site().db, g.actor, seat_id)
    except Refusal as refusal:
        return refused(refusal, lambda: page(code))
    return _show_links([granted])


add_act(bp, page)


def _back(code: str, part: str) -> str:
    return url_for("organiser.page", code=code) + f"#{part}"


def _seat(view: View, seat_id: int) -> Seat:
    found = view.session.get(Seat, seat_id) if seat_id <= LARGEST else None
    if found is None or found.briefing_id != view.briefing.id:
        raise NotFound()
    return found


def _show_links(granted: list[seat_commands.Granted]) -> Response:
    tokens = {each.seat_id: str(each.token) for each in granted}

    def read(view: View) -> Any:
        held = [each for each in seats.of_briefing(view.session, view.briefing.id) if each.id in tokens]
        return sheets_of(held, tokens)

    return make_response(show_desk("organiser/sheets.html", g.actor, sheets=read))
