"""Regions: the parts of a page that follow the log, rendered alike for the page and for the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask import g, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from confhub import audiences, fairness, office, policy, workflow
from confhub.models import Briefing, Point
from confhub.policy import Actor
from confhub.queries import briefings, hints, messages, questions, seats, stories
from confhub.queries.point_desk import point_desk
from confhub.queries.view import View

Context = Mapping[str, Any]
T = TypeVar("T")
CHAIR_NEXT = 8
CLERK_RECENT = 40
MINE_SHOWN = 20


def _once(view: View, find: Callable[[Session, int], T]) -> T:
    """What several regions of a page need, read once of the snapshot."""
    known: dict[Any, Any] = view.session.info.setdefault("once", {})
    key = (find, view.briefing.id)
    if key not in known:
        known[key] = find(view.session, view.briefing.id)
    found: T = known[key]
    return found


def _moderator_head(view: View) -> Context:
    present, expected = briefings.roll_call(view.session, view.briefing.id)
    return {
        "counts": _once(view, questions.counts),
        "on_air": _once(view, questions.on_air),
        "present": present,
        "expected": expected,
        "letters": messages.waiting_count(view.session, view.briefing.id, "moderators"),
    }


def _moderator_inbox(view: View) -> Context:
    shown = questions.inbox(view.session, view.briefing.id)
    return {
        "questions": shown,
        **hints.of(view, shown),
        "told": messages.of_questions(view.session, [q.id for q in shown]),
        "count": _once(view, questions.counts)["received"],
        "heard": _once(view, fairness.heard),
    }


def _moderator_queue(view: View) -> Context:
    shown = questions.queue(view.session, view.briefing.id)
    return {
        "questions": shown,
        **hints.of(view, shown, hints.SCREENED),
        "told": messages.of_questions(view.session, [q.id for q in shown]),
        "count": _once(view, questions.counts)["queued"],
        "heard": _once(view, fairness.heard),
        "next_fair": _once(view, fairness.suggestion),
        "on_air": _once(view, questions.on_air),
    }


def _moderator_floor(view: View) -> Context:
    on_air = _once(view, questions.on_air)
    next_up = questions.next_up(view.session, view.briefing.id)
    next_fair = _once(view, fairness.suggestion)
    fairer = next_fair.number if next_fair and next_up and next_fair.number != next_up.number else None
    return {
        "question": on_air,
        "next_up": next_up,
        "next_fair": next_fair,
        "fair": questions.one(view.session, view.briefing.id, fairer) if fairer else None,
        **hints.of(view, [on_air] if on_air else [], hints.SCREENED),
        "told": messages.of_questions(view.session, [on_air.id] if on_air else []),
        "heard": _once(view, fairness.heard),
    }


def _moderator_done(view: View) -> Context:
    return {
        "questions": questions.done(view.session, view.briefing.id),
        "counts": _once(view, questions.counts),
        "grounds": office.grounds(view.session),
    }


def _points(view: View) -> Context:
    return {
        "points": briefings.points(view.session, view.briefing.id),
        "load": briefings.load(view.session, view.briefing.id),
    }


def _roll(view: View) -> Context:
    return {"points": briefings.points(view.session, view.briefing.id)}


def _air(view: View) -> Context:
    return {"question": questions.on_air(view.session, view.briefing.id)}


def _chair_next(view: View) -> Context:
    return {
        "questions": questions.queue(view.session, view.briefing.id, limit=CHAIR_NEXT),
        "counts": questions.counts(view.session, view.briefing.id),
    }


def _clerk_floor(view: View) -> Context:
    return {"questions": questions.spoken(view.session, view.briefing.id)}


def _clerk_questions(view: View) -> Context:
    recent = questions.recent(view.session, view.briefing.id, CLERK_RECENT)
    typed = {q.entered_seat_id for q in recent if q.entered_seat_id and q.entered_seat_id != q.asker_seat_id}
    return {
        "questions": recent,
        "typists": seats.names(view.session, typed),
        "reporters": seats.reporters(view.session, view.briefing.id),
    }


def _asked(view: View) -> Context:
    assert view.actor.point_id is not None
    point = view.session.get_one(Point, view.actor.point_id)
    return {"point": point, "desk": point_desk(view.session, point)}


def _mine(view: View) -> Context:
    assert view.actor.seat_id is not None
    newest = questions.mine(view.session, view.briefing.id, view.actor.seat_id, limit=MINE_SHOWN + 1)
    own = newest[:MINE_SHOWN]
    return {
        "questions": own,
        "older_than": own[-1].number if len(newest) > MINE_SHOWN else None,
        "stories": stories.of(view.session, view.briefing.id, own),
        "grounds": office.grounds(view.session),
    }


def _stage(view: View) -> Context:
    return {
        "question": questions.on_air(view.session, view.briefing.id),
        "next_up": questions.next_up(view.session, view.briefing.id),
    }


def _intake(view: View) -> Context:
    return {}


def _life(view: View) -> Context:
    return {
        "counts": questions.counts(view.session, view.briefing.id),
        "undecided": questions.undecided(view.session, view.briefing.id),
    }


def _agenda(view: View) -> Context:
    return {"planned": briefings.planned(view.briefing)}


def _people(view: View) -> Context:
    held = seats.of_briefing(view.session, view.briefing.id)
    linked = {seat.point_id for seat in held if seat.role == "leader" and seat.revoked_at is None}
    points = briefings.points(view.session, view.briefing.id)
    unlinked = [point for point in points if point.id not in linked]
    return {"seats": held, "unlinked": unlinked, "roles": workflow.ROLES}


def _written(view: View) -> Context:
    return {"questions": questions.written(view.session, view.briefing.id)}


def _messages(view: View) -> Context:
    desk = audiences.desk(view.actor) or ""
    waiting = messages.waiting(view.session, view.briefing.id, view.actor)
    is_all = len(waiting) < messages.WAITING_SHOWN
    return {
        "waiting": waiting,
        "count": len(waiting) if is_all else messages.waiting_count(view.session, view.briefing.id, desk),
        "earlier": messages.earlier(view.session, view.briefing.id, view.actor),
    }


# Region → what its template is given beside briefing and actor.
_CONTEXT: dict[str, Callable[[View], Context]] = {
    "moderator-head": _moderator_head,
    "moderator-inbox": _moderator_inbox,
    "moderator-queue": _moderator_queue,
    "moderator-floor": _moderator_floor,
    "moderator-done": _moderator_done,
    "moderator-points": _points,
    "organiser-life": _life,
    "organiser-agenda": _agenda,
    "organiser-points": _points,
    "organiser-people": _people,
    "organiser-written": _written,
    "clerk-floor": _clerk_floor,
    "clerk-questions": _clerk_questions,
    "chair-floor": _air,
    "chair-next": _chair_next,
    "chair-points": _points,
    "technician-floor": _stage,
    "technician-points": _roll,
    "leader-asked": _asked,
    "reporter-mine": _mine,
    "stage": _stage,
    "reporter-intake": _intake,
    "screen": _stage,
    **dict.fromkeys(audiences.MESSAGES, _messages),
}

_TEMPLATES = {
    **dict.fromkeys(audiences.MESSAGES - {"moderator-messages"}, "messages/_messages.html"),
    "stage": "stage/_stage.html",
    "screen": "display/_screen.html",
}


def template_of(region: str) -> str:
    """The template that renders the inside of a region."""
    return _TEMPLATES.get(region) or "{}/_{}.html".format(*region.split("-", 1))


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
    "technicians": "technician",
    "display": "display",
    "stage": "display",
    "point": "leader",
    "asker": "reporter",
}


def eyes(audience: str, briefing: Briefing, session: Session) -> Actor:
    """The actor through whose eyes an audience's regions are rendered: nothing personal in it."""
    kind, _, key = audience.partition(":")
    seen_as = Actor(role=_ROLE_OF[kind], name="", briefing_id=briefing.id, briefing_code=briefing.code)
    if kind == "point":
        point = session.get_one(Point, int(key))
        return replace(seen_as, point_id=point.id, point_code=point.code)
    return replace(seen_as, seat_id=int(key)) if kind == "asker" else seen_as
