"""The point's desk: what is asked of it, accept, return, ready, on air, written drafts."""

from __future__ import annotations

from flask import Blueprint, abort, g, request, url_for
from werkzeug.wrappers import Response

from confhub import policy
from confhub.commands import points
from confhub.errors import say
from confhub.models import Question
from confhub.queries import briefings, questions
from confhub.queries.view import View
from confhub.web.acts import add_act
from confhub.web.channel import add_channel
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.site import site

bp = Blueprint("leader", __name__, url_prefix="/b/<code>/point/<unit>")


@bp.get("")
def page(code: str, unit: str) -> str:
    """All that is asked of the point."""
    return show_desk("leader/page.html", g.actor, other_points=_other_points)


@bp.get("/questions/<int:number>/return")
def return_page(code: str, unit: str, number: int) -> str:
    """The form to return a question, as a page of its own."""
    return show_desk(
        "leader/return.html",
        g.actor,
        question=lambda view: _returnable(view, number),
        other_points=_other_points,
    )


@bp.post("/check-in")
def check_in(code: str, unit: str) -> Response:
    """The leader or deputy is present."""
    return carry_out(
        lambda: points.check_in(site().db, g.actor, unit, request.form),
        back=url_for("leader.page", code=code, unit=unit),
        page=lambda: page(code, unit),
    )


@bp.post("/line-check")
def line_check(code: str, unit: str) -> Response:
    """Keep the round trip that this browser measured over its socket."""
    return carry_out(
        lambda: points.line_check(site().db, g.actor, unit, request.form),
        back=url_for("leader.page", code=code, unit=unit),
        page=lambda: page(code, unit),
        said=say("The line has been checked."),
    )


def _page_of_act(code: str, unit: str) -> str:
    values = request.view_args or {}
    if values["verb"] == "return":
        return return_page(code, unit, values["number"])
    return page(code, unit)


add_act(bp, _page_of_act)
add_channel(bp, page)


def _other_points(view: View) -> list[object]:
    return [p for p in briefings.points(view.session, view.briefing.id) if p.id != view.actor.point_id]


def _returnable(view: View, number: int) -> Question:
    found = questions.one(view.session, view.briefing.id, number)
    if found is None or not policy.sees(view.actor, found):
        abort(404)
    return found
