"""Who may do what. Commands and templates ask the same ``can()``, so a button that is shown works.

Pure: it reads plain attributes of the objects that it is given and touches no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confhub import workflow
from confhub.workflow import ROLES as ROLES

if TYPE_CHECKING:
    from confhub.models import Briefing, Question, Route


STAFF = frozenset({"organiser", "moderator", "clerk", "chair", "technician"})


@dataclass(frozen=True)
class Actor:
    """Who acts: a seat in one briefing, or an organiser of the office (no seat, no briefing)."""

    role: str
    name: str
    briefing_id: int | None = None
    briefing_code: str | None = None
    seat_id: int | None = None
    person_id: int | None = None
    point_id: int | None = None
    point_code: str | None = None
    outlet: str | None = None


_FLOOR_DESK = frozenset({"moderator"})

QUESTION: dict[str, frozenset[str]] = {
    "ask": frozenset({"reporter", "clerk", "moderator"}),
    **dict.fromkeys(
        ("queue", "edit", "move", "route", "recall", "air", "park", "answer"),
        _FLOOR_DESK,
    ),
    **dict.fromkeys(("defer", "decline", "merge", "reopen"), _FLOOR_DESK),
    **dict.fromkeys(("claim", "release", "label", "group", "ungroup", "undo"), _FLOOR_DESK),
    **dict.fromkeys(("note", "clarify", "deputise"), _FLOOR_DESK),
    "gist": frozenset({"clerk", "moderator"}),
    **dict.fromkeys(("accept", "return", "ready"), frozenset({"leader"})),
    **dict.fromkeys(("draft", "submit"), frozenset({"leader", "organiser"})),
    **dict.fromkeys(("send_back", "clear", "publish"), frozenset({"organiser"})),
    **dict.fromkeys(("withdraw", "reply"), frozenset({"reporter"})),
}

BRIEFING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("create", "update", "open", "publish"), frozenset({"organiser"})),
    **dict.fromkeys(
        ("start", "pause", "resume", "close", "open_intake", "close_intake"),
        frozenset({"organiser", "moderator"}),
    ),
}

POINT: dict[str, frozenset[str]] = {
    "check_in": frozenset({"leader", "moderator", "organiser"}),
    "line_check": frozenset({"leader", "moderator", "organiser"}),
}

# The back channel: to whose desks each role writes. ``points`` are all of them at once.
WRITES_TO: dict[str, frozenset[str]] = {
    "moderator": frozenset({"moderators", "chairs", "clerks", "technicians", "point", "points"}),
    **dict.fromkeys(("clerk", "chair", "leader", "technician"), frozenset({"moderators"})),
}

# Accounts, seats, outlets, agenda, settings of the office.
OFFICE = frozenset({"organiser"})


def open_route(actor: Actor, question: Question) -> Route | None:
    """The leader's own route of this question that is still open, if there is one."""
    return next(
        (r for r in question.routes if r.point_id == actor.point_id and r.state in workflow.OPEN_ROUTE), None
    )


def sees(actor: Actor, question: Question) -> bool:
    """True when ``actor`` may know that ``question`` exists."""
    if actor.briefing_id != question.briefing_id:
        return False
    if actor.role in ("organiser", "moderator", "clerk"):
        return True
    if actor.role in ("chair", "technician"):
        return question.state != "received"
    if actor.role == "leader":
        return any(r.point_id == actor.point_id and r.state != "recalled" for r in question.routes)
    if actor.role == "reporter":
        return actor.seat_id in askers(question)
    return False


def askers(question: Question) -> frozenset[int]:
    """Seat ids of those whose question this is: the asker, and askers of what was merged into it."""
    seats = {question.asker_seat_id, *(m.asker_seat_id for m in question.merged)}
    return frozenset(seat for seat in seats if seat is not None)


def may(actor: Actor, verb: str, question: Question) -> bool:
    """True when ``verb`` belongs to the actor's role and the question is theirs, whatever its state."""
    if actor.role not in QUESTION.get(verb, frozenset()) or not sees(actor, question):
        return False
    if verb in ("withdraw", "reply"):
        return question.asker_seat_id == actor.seat_id
    if verb in ("draft", "submit"):
        answer = question.written
        return answer is not None and answer.point_id == actor.point_id
    return True


def possible(actor: Actor, verb: str, question: Question, briefing: Briefing) -> bool:
    """True when the workflow has this step from where the question, its route and its answer stand."""
    if not workflow.briefing_allows(verb, briefing.state):
        return False
    if verb == "undo":
        # What was heard on air has left the building.
        return question.changed_verb in workflow.UNDOABLE and question.aired_at is None
    if workflow.step(workflow.FLOOR, verb, question.state) is None:
        return False
    if verb in ("accept", "return", "ready"):
        route = open_route(actor, question)
        if route is None or workflow.step(workflow.ROUTE, verb, route.state) is None:
            return False
        # What was handed in is sent back by the organiser, not returned by the point.
        return verb != "return" or question.written is None or question.written.state == "drafting"
    answer = question.written
    if verb in ("draft", "submit") and actor.role == "leader" and open_route(actor, question) is None:
        return False
    if verb in ("draft", "submit", "send_back", "clear", "publish"):
        return answer is not None and workflow.step(workflow.WRITTEN, verb, answer.state) is not None
    if verb in ("defer", "reopen") and answer is not None:
        return workflow.step(workflow.WRITTEN, verb, answer.state) is not None
    if verb in ("recall", "deputise"):
        return any(workflow.step(workflow.ROUTE, verb, r.state) for r in question.routes)
    if verb == "release":
        return question.claimed_seat_id is not None
    if verb == "clarify":
        return question.asker_seat_id is not None
    if verb == "reply":
        return question.asked_back_at is not None
    if verb == "ungroup":
        return question.group_no is not None
    # Whoever was merged into it still waits for its answer.
    return verb != "withdraw" or not question.merged


def can(actor: Actor, verb: str, question: Question, briefing: Briefing, check_state: bool = True) -> bool:
    """One predicate for who *and* when: used by the command and by the button."""
    return may(actor, verb, question) and (not check_state or possible(actor, verb, question, briefing))


def can_brief(actor: Actor, verb: str, briefing: Briefing, check_state: bool = True) -> bool:
    """The same for the life of a briefing."""
    if actor.role not in BRIEFING.get(verb, frozenset()):
        return False
    if actor.briefing_id is not None and actor.briefing_id != briefing.id:
        return False
    if not check_state:
        return True
    if verb == "open_intake" and briefing.intake_open:
        return False
    if verb == "close_intake" and not briefing.intake_open:
        return False
    return workflow.step(workflow.BRIEFING, verb, briefing.state) is not None


def can_ask(actor: Actor, briefing: Briefing) -> bool:
    """Reporters ask while intake is open; the clerk types hall questions as long as the briefing runs."""
    if actor.role not in QUESTION["ask"] or actor.briefing_id != briefing.id:
        return False
    if briefing.state not in ("open", "live", "paused"):
        return False
    return briefing.intake_open or actor.role != "reporter"


def can_point(actor: Actor, verb: str, point_id: int) -> bool:
    """Roll call: a leader for the own point, moderators and organisers for any of the briefing."""
    return actor.role in POINT.get(verb, frozenset()) and (
        actor.role != "leader" or actor.point_id == point_id
    )


def can_write_to(actor: Actor, desk: str) -> bool:
    """The back channel: ``desk`` is an audience of staff, ``point`` or ``points``."""
    return desk in WRITES_TO.get(actor.role, frozenset())
