"""Who sees what: the audiences of an event, and the regions of a page that it touches.

An audience is a name: ``moderators``, ``organisers``, ``clerks``, ``chairs``, ``technicians``, ``stage``
(reporters and points: what everyone may see of the floor), ``display``, ``point:ID`` (one point's desk)
or ``asker:ID`` (one reporter's own questions, by seat). An event reaches the audiences before it and
after it: who lost sight gets it taken away, who never saw it gets nothing.
Pure: no session, no Flask.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from confhub.policy import Actor, askers

if TYPE_CHECKING:
    from confhub.models import Question

DESK_STAFF = frozenset({"moderators", "organisers", "clerks", "chairs", "technicians"})
FLOOR = frozenset({"stage", "display"})
# Every point and every asker has a desk of its own; these stand for all of them.
EVERYONE = DESK_STAFF | FLOOR | {"point:*", "asker:*"}

# Audience class → the live regions of its page. A region's name is its element's id.
REGIONS: dict[str, tuple[str, ...]] = {
    "moderators": (
        "moderator-head",
        "moderator-inbox",
        "moderator-queue",
        "moderator-floor",
        "moderator-done",
        "moderator-points",
        "moderator-messages",
    ),
    "organisers": (
        "organiser-life",
        "organiser-agenda",
        "organiser-points",
        "organiser-people",
        "organiser-written",
    ),
    "clerks": ("clerk-floor", "clerk-questions", "clerk-messages"),
    "chairs": ("chair-floor", "chair-next", "chair-points", "chair-messages"),
    "technicians": ("technician-floor", "technician-points", "technician-messages"),
    "point": ("leader-asked", "leader-messages"),
    "asker": ("reporter-mine",),
    "stage": ("stage", "reporter-intake"),
    "display": ("screen",),
}

# The back channel stands in regions of its own, which nothing else changes.
MESSAGES = frozenset(
    {"moderator-messages", "clerk-messages", "chair-messages", "technician-messages", "leader-messages"}
)

# The regions that an event may change, for messages and for the kinds that come by the dozen a second. Any
# other kind may change every region of those whom it reaches but those of messages.
TOUCHES: dict[str, frozenset[str]] = {
    "question.received": frozenset(
        {"moderator-head", "moderator-inbox", "organiser-life", "clerk-questions", "reporter-mine"}
    ),
    "point.line_checked": frozenset(
        {"moderator-points", "organiser-points", "chair-points", "technician-points", "leader-asked"}
    ),
    **dict.fromkeys(("message.sent", "message.acknowledged"), MESSAGES | {"moderator-head"}),
}

_BY_ROLE = {
    "moderator": frozenset({"moderators"}),
    "organiser": frozenset({"organisers"}),
    "clerk": frozenset({"clerks"}),
    "chair": frozenset({"chairs"}),
    "technician": frozenset({"technicians"}),
    "display": frozenset({"display"}),
}


def point(point_id: int) -> str:
    """The audience of one point's desk."""
    return f"point:{point_id}"


def asker(seat_id: int) -> str:
    """The audience of one reporter's own questions."""
    return f"asker:{seat_id}"


def of_actor(actor: Actor) -> frozenset[str]:
    """The audiences that a seat belongs to, and so the rooms that its sockets join."""
    if actor.role == "leader" and actor.point_id is not None:
        return frozenset({point(actor.point_id), "stage"})
    if actor.role == "reporter" and actor.seat_id is not None:
        return frozenset({asker(actor.seat_id), "stage"})
    return _BY_ROLE.get(actor.role, frozenset())


def desk(actor: Actor) -> str | None:
    """The audience that is a seat's own desk, if it has one; ``stage`` is everybody's."""
    return next(iter(of_actor(actor) - FLOOR), None)


def watching(question: Question) -> frozenset[str]:
    """The audiences that may see ``question`` as it stands."""
    seen = {"moderators", "organisers", "clerks"}
    if question.state != "received":
        seen |= {"chairs", "technicians"}
    if question.state == "on_air":
        seen |= FLOOR
    seen.update(point(r.point_id) for r in question.routes if r.state != "recalled")
    seen.update(asker(seat) for seat in askers(question))
    return frozenset(seen)


def regions(audience: str) -> tuple[str, ...]:
    """The live regions on the page of ``audience``."""
    return REGIONS[audience.partition(":")[0]]


def reaches(reach: Collection[str], audience: str) -> bool:
    """True when an event with this reach concerns ``audience``."""
    return audience in reach or f"{audience.partition(':')[0]}:*" in reach


def touched(events: Iterable[tuple[str, Collection[str]]], audience: str) -> tuple[str, ...]:
    """The regions of ``audience`` that these events, each a kind and its reach, may change."""
    kinds = {kind for kind, reach in events if reaches(reach, audience)}
    mine = regions(audience)
    others = frozenset(mine) - MESSAGES
    return tuple(r for r in mine if any(r in TOUCHES.get(kind, others) for kind in kinds))
