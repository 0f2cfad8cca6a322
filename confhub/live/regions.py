"""Regions: the parts of a page that follow the log, rendered alike for the page and for the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from confhub import audiences, office, policy
from confhub.models import Briefing, Point
from confhub.policy import Actor
from confhub.queries import briefings, questions, seats
from confhub.queries.view import View

Context = Mapping[str, Any]


def _head(view: View) -> Context:
    return {"counts": questions.counts(view.session, view.briefing.id)}


def _inbox(view: View) -> Context:
    return {"questions": questions.inbox(view.session, view.briefing.id), **_lists(view)}


def _queue(view: View) -> Context:
    return {"questions": questions.queue(view.session, view.briefing.id), **_lists(view)}


def _done(view: View) -> Context:
    return {"questions": questions.done(view.session, view.briefing.id), **_lists(view)}


def _floor(view: View) -> Context:
    return {
        "question": questions.on_air(view.session, view.briefing.id),
        "next_up": questions.next_up(view.session, view.briefing.id),
        **_lists(view),
    }


def _lists(view: View) -> dict[str, Any]:
    return {
        "points": briefings.points(view.session, view.briefing.id),
        "grounds": office.grounds(view.session),
        "heard": questions.heard(view.session, view.briefing.id),
        "due_days": office.setting(view.session, "due_days"),
    }


def _points(view: View) -> Context:
    return {
        "points": briefings.points(view.session, view.briefing.id),
        "load": briefings.load(view.session, view.briefing.id),
    }


def _chair_next(view: View) -> Context:
    return {"questions": questions.queue(view.session, view.briefing.id, limit=8)}


def _clerk_questions(view: View) -> Context:
    return {"questions": questions.all_of(view.session, view.briefing.id)[::-1][:40]}


def _asked(view: View) -> Context:
    assert view.actor.point_id is not None
    return {
        "point": view.session.get_one(Point, view.actor.point_id),
        "questions": questions.asked_of(view.session, view.actor.point_id),
        "points": briefings.points(view.session, view.briefing.id),
    }


def _mine(view: View) -> Context:
    assert view.actor.seat_id is not None
    return {
        "questions": questions.mine(view.session, view.briefing.id, view.actor.seat_id),
        "grounds": office.grounds(view.session),
    }


def _stage(view: View) -> Context:
    return {
        "question": questions.on_air(view.session, view.briefing.id),
        "next_up": questions.next_up(view.session, view.briefing.id),
    }


def _life(view: View) -> Context:
    counts = questions.counts(view.session, view.briefing.id)
    undecided = [q.number for q in questions.all_of(view.session, view.briefing.id) if q.is_undecided]
    return {"counts": counts, "undecided": undecided}


def _people(view: View) -> Context:
    return {"seats": seats.of_briefing(view.session, view.briefing.id)}


def _written(view: View) -> Context:
    return {"questions": questions.written(view.session, view.briefing.id)}


# Region → what its template is given beside briefing and actor.
_CONTEXT: dict[str, Callable[[View], Context]] = {
    "moderator-head": _head,
    "moderator-inbox": _inbox,
    "moderator-queue": _queue,
    "moderator-floor": _floor,
    "moderator-done": _done,
    "moderator-points": _points,
    "organiser-life": _life,
    "organiser-points": _points,
    "organiser-people": _people,
    "organiser-written": _written,
    "clerk-floor": _floor,
    "clerk-questions": _clerk_questions,
    "chair-floor": _floor,
    "chair-next": _chair_next,
    "chair-points": _points,
    "leader-asked": _asked,
    "reporter-mine": _mine,
    "stage": _stage,
    "screen": _stage,
}

_FOLDER = {"stage": "stage/_stage.html", "screen": "display/_screen.html"}


def template_of(region: str) -> str:
    """The template that renders the inside of a region."""
    return _FOLDER.get(region) or "{}/_{}.html".format(*region.split("-", 1))


def inside(view: View, region: str) -> str:
    """The inside of a region as it now stands, in the current locale."""
    return render_template(
        template_of(region),
        view=view,
        briefing=view.briefing,
        actor=view.actor,
        can=lambda verb, question: policy.can(view.actor, verb, question, view.briefing),
        can_brief=lambda verb: policy.can_brief(view.actor, verb, view.briefing),
        **_CONTEXT[region](view),
    )


def in_page(region: str) -> Markup:
    """A region with its element, for the page that is being rendered (``g.view``)."""
    view: View = g.view
    audience = next(a for a in audiences.of_actor(view.actor) if region in audiences.regions(a))
    shown = View(view.session, view.briefing, eyes(audience, view.briefing, view.session), view.seq)
    return Markup('<div id="{0}" data-region="{0}" data-seq="{1}">{2}</div>').format(
        region, view.seq, Markup(inside(shown, region))
    )


_ROLE_OF = {
    "moderators": "moderator",
    "organisers": "organiser",
    "clerks": "clerk",
    "chairs": "chair",
    "display": "display",
    "stage": "display",
}


def eyes(audience: str, briefing: Briefing, session: Session) -> Actor:
    """The actor through whose eyes an audience's regions are rendered: nothing personal in it."""
    kind, _, key = audience.partition(":")
    common = {"name": "", "briefing_id": briefing.id, "briefing_code": briefing.code}
    if kind == "point":
        point = session.get_one(Point, int(key))
        return Actor(role="leader", point_id=point.id, point_code=point.code, **common)  # type: ignore[arg-type]
    if kind == "asker":
        return Actor(role="reporter", seat_id=int(key), **common)  # type: ignore[arg-type]
    return Actor(role=_ROLE_OF[kind], **common)  # type: ignore[arg-type]
