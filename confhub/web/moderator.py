"""The moderator's console, and the pages behind its cards: one question, one point."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub import office, policy, workflow
from confhub.commands import life, points
from confhub.errors import NotFound
from confhub.models import Point, Question
from confhub.queries import briefings, listing, messages, questions, repeats, suggested
from confhub.queries.compared import Compared, side_by_side
from confhub.queries.messages import Said
from confhub.queries.repeats import Repeat
from confhub.queries.view import View
from confhub.web import sentences
from confhub.web.acts import add_act
from confhub.web.channel import add_channel
from confhub.web.listed import listed
from confhub.web.pages import show_desk
from confhub.web.respond import carry_out
from confhub.web.several import add_several
from confhub.web.site import site

bp = Blueprint("moderator", __name__, url_prefix="/b/<code>/moderator")


@bp.get("")
def page(code: str) -> str:
    """Inbox, queue, what is on air, what is decided, the points."""
    return show_desk(
        "moderator/page.html",
        g.actor,
        points=lambda view: briefings.points(view.session, view.briefing.id),
        offered=lambda view: office.offered_grounds(view.session),
        undoable=sorted(workflow.UNDOABLE),
    )


@bp.get("/questions", endpoint="listing")
def all_questions(code: str) -> str:
    """All questions by number, a page at a time, narrowed by what the address says; not live."""
    return show_desk("moderator/list.html", g.actor, listed=listed)


@bp.get("/questions/<int:number>")
def question(code: str, number: int) -> str:
    """One question with all its forms and its history; ``?open=decline`` unfolds a form."""
    return _question(number, request.args.get("open", ""))


@bp.get("/points/<unit>")
def point(code: str, unit: str) -> str:
    """One point: who leads it, how to reach it, what it is asked."""
    return show_desk(
        "moderator/point.html",
        g.actor,
        point=lambda view: _point_of(view, unit),
        questions=lambda view: questions.asked_of(view.session, _point_of(view, unit).id),
    )


@bp.post("/points/<unit>/check-in")
def check_in(code: str, unit: str) -> Response:
    """Roll call by voice: the moderator notes who is present at the point."""
    return carry_out(
        lambda: points.check_in(site().db, g.actor, unit, request.form),
        back=url_for("moderator.page", code=code),
        page=lambda: point(code, unit),
    )


@bp.post("/briefing/<verb>")
def briefing(code: str, verb: str) -> Response:
    """Start, suspend, resume, close; open and close intake."""
    return carry_out(
        lambda: life.change(site().db, g.actor, verb.replace("-", "_"), request.form),
        back=url_for("moderator.page", code=code),
        page=lambda: page(code),
    )


def _refused(code: str) -> str:
    """The page on which a refused act is shown without scripts: where its form stood."""
    if request.form.get("from") != "question":
        return page(code)
    values = request.view_args or {}
    return _question(values["number"], values["verb"].replace("-", "_"))


add_act(bp, _refused)
add_channel(bp, page)
add_several(bp)


def _question(number: int, section: str) -> str:
    return show_desk(
        "moderator/question.html",
        g.actor,
        section=section,
        q=lambda view: _question_of(view, number),
        on_air=lambda view: questions.on_air(view.session, view.briefing.id),
        history=lambda view: sentences.history(view, _question_of(view, number)),
        suggested=lambda view: suggested.of(view.session, view.briefing, [_question_of(view, number)]),
        compared=lambda view: _compared(view, number),
        candidates=lambda view: _candidates(view, number),
        told=lambda view: _told(view, number),
        known_labels=lambda view: listing.in_use(view.session, view.briefing.id)["labels"],
        points=lambda view: briefings.points(view.session, view.briefing.id),
        grounds=lambda view: office.grounds(view.session),
        due_days=lambda view: office.setting(view.session, "due_days"),
        basis=lambda view: office.setting(view.session, "basis"),
    )


def _question_of(view: View, number: int) -> Question:
    """The page's question; its parts ask for it in turn, and it is read once."""
    known = view.session.info.setdefault("questions", {})
    if number not in known:
        known[number] = questions.one(view.session, view.briefing.id, number)
    found: Question | None = known[number]
    if found is None or not policy.sees(view.actor, found):
        raise NotFound()
    return found


def _told(view: View, number: int) -> tuple[Said, ...]:
    """Notes, and what was asked back and replied, oldest first."""
    this = _question_of(view, number)
    return messages.of_questions(view.session, [this.id]).get(this.id, ())


def _compared(view: View, number: int) -> Compared | None:
    """The question beside one that it may repeat, ``?beside=`` or the likeliest, while it is open."""
    this = _question_of(view, number)
    found = _repeats(view, this) if this.is_undecided else ()
    return side_by_side(view.session, this, found, request.args.get("beside", ""))


def _repeats(view: View, this: Question) -> tuple[Repeat, ...]:
    found = repeats.of(view.session, view.actor, view.briefing, [this], least=repeats.FREELY_WORDED)
    return found.get(this.id, ())


def _candidates(view: View, number: int) -> Sequence[Question]:
    """What a question could be merged into: its likeliest repeats, those for its point, the latest."""
    this = _question_of(view, number)
    alike = {repeat.id: repeat.score for repeat in _repeats(view, this)}
    others = [
        other
        for other in questions.all_of(view.session, view.briefing.id)
        if other is not this and other.state not in ("merged", "withdrawn")
    ]
    wanted = this.wanted_point_id

    def distance(other: Question) -> tuple[float, bool, int]:
        asked = {other.wanted_point_id, *(route.point_id for route in other.routes)}
        return (-alike.get(other.id, 0), wanted is None or wanted not in asked, -other.number)

    return sorted(others, key=distance)


def _point_of(view: View, unit: str) -> Point:
    found = briefings.point(view.session, view.briefing.id, unit)
    if found is None:
        raise NotFound()
    return found
