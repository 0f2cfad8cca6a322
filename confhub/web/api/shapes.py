"""What the API shows of each thing, to whom. Fields that an actor may not see are absent.

Pure over the actor and the rows: no session, no request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from confhub import audiences, event_log
from confhub.models import Answer, Briefing, Event, Point, Question, Route
from confhub.policy import STAFF, Actor
from confhub.queries import listing, stories
from confhub.workflow import OPEN_ROUTE

Shape = dict[str, Any]

# Of these, an event says more to the staff than its number; whatever else it carries stays inside.
_SAID = {
    "queued": ("priority", "wording"), "edited": ("wording",), "moved": ("place", "priority"),
    "routed": ("units", "lead", "instead"), "recalled": ("units", "lead"), "accepted": ("unit",),
    "made_ready": ("unit",), "returned": ("unit", "reason", "suggested", "lead"),
    "aired": ("point", "instead_of", "why"), "answered": ("gist",),
    "noted": ("gist", "speaker"), "deferred": ("unit", "due"), "drafted": ("text",), "submitted": ("text",),
    "sent_back": ("note",), "published": ("text",), "declined": ("ground", "outward"), "merged": ("into",),
    "reopened": ("was",), "undone": ("undid", "what"), "claimed": ("taken_from",), "labelled": ("labels",),
    "grouped": ("with", "group"), "ungrouped": ("group",), "annotated": ("text",), "asked_back": ("text",),
    "replied": ("text",), "deputised": ("unit", "deputy"),
    "checked_in": ("unit", "name"), "line_checked": ("unit", "ms"),
    "described": ("unit", "leader", "deputy"), "added": ("title",), "created": ("code",),
    "changed": ("setting",),
}  # fmt: skip
_DRAFTING = frozenset({"question.drafted", "question.submitted", "question.sent_back", "question.cleared"})
_ON_THE_FLOOR = frozenset({"question.aired", "question.answered"})


def briefing(found: Briefing) -> Shape:
    """What everybody with a seat in a briefing may know of it."""
    return {
        "code": found.code,
        "title": found.title,
        "venue": found.venue,
        "body": found.body,
        "superior": found.superior,
        "roster": found.roster,
        "state": found.state,
        "intake_open": found.intake_open,
        "starts_at": _at(found.starts_at),
        "started_at": _at(found.started_at),
        "closed_at": _at(found.closed_at),
        "published_at": _at(found.published_at),
    }


def agenda(found: Briefing) -> list[Shape]:
    """The agenda of a briefing, in order."""
    return [
        {"id": item.id, "title": item.title, "speaker": item.speaker, "minutes": item.minutes}
        for item in found.agenda
    ]


def point(actor: Actor, found: Point, load: Mapping[str, int] | None = None) -> Shape:
    """A point; who is there and how to reach it only for staff and for itself."""
    shape: Shape = {"unit": found.code, "name": found.name}
    if actor.role in STAFF or actor.point_id == found.id:
        shape |= {
            "leader": found.leader,
            "phone": found.phone,
            "deputy": found.deputy,
            "deputy_phone": found.deputy_phone,
            "checked_in_at": _at(found.checked_in_at),
            "checked_in_name": found.checked_in_name,
            "line_checked_at": _at(found.line_checked_at),
            "line_ms": found.line_ms,
        }
    if actor.role in STAFF:
        shape["routes"] = dict(load or {})
    return shape


def question(actor: Actor, found: Question) -> Shape:
    """A question with its routes and its answer, which ``listing.sees`` lets the actor see."""
    own = actor.seat_id is not None and found.asker_seat_id == actor.seat_id
    staff = actor.role in STAFF
    shape: Shape = {
        "number": found.number,
        "wording": found.wording,
        "state": found.state,
        "version": found.version,
        "asked_at": _at(found.asked_at),
        "aired_at": _at(found.aired_at),
        "ended_at": _at(found.ended_at),
        "routes": [_route(actor, r) for r in found.routes if _shows_route(actor, r)],
        "answer": _answer(actor, found),
    }
    if staff or own:
        shape |= {
            "text": found.text,
            "received_at": _at(found.received_at),
            "wanted": found.wanted_point.code if found.wanted_point else None,
            "priority": found.priority,
            "asked_back_at": _at(found.asked_back_at),
            "merged_into": found.merged_into.number if found.merged_into else None,
        }
    if staff or own or actor.role == "leader":
        shape |= {"channel": found.channel, "parent": found.parent.number if found.parent else None}
    if staff or own or actor.role in ("leader", "display"):
        shape["asker"] = {"name": found.asker_name, "outlet": found.outlet}
    if (staff or actor.role == "reporter") and found.state == "declined":
        shape |= {"ground": found.ground, "outward": found.outward}
    if staff:
        shape |= {
            "position": found.position,
            "group": found.group_no,
            "labels": found.labels,
            "claimed_by": found.claimed_by,
            "merged": sorted(other.number for other in found.merged),
            "changed_by": found.changed_by,
            "changed_at": _at(found.changed_at),
        }
        if found.state == "declined":
            shape["note"] = found.note
    return shape


def event(actor: Actor, found: Event, about: Question | None) -> Shape:
    """A line of the log that reaches the actor; ``about`` is the question that it names."""
    staff = actor.role in STAFF
    shape: Shape = {"seq": found.seq, "at": _at(found.at), "kind": found.kind}
    if found.number is not None:
        shape["number"] = found.number
    if staff:
        signed = found.actor
        shape["by"] = {"name": signed["name"], "role": signed["role"], "point": signed["point"]}
        shape["data"] = _said(actor, found)
        return shape
    if about is not None and not listing.sees(actor, about) and found.kind not in _ON_THE_FLOOR:
        return _out_of_sight(actor, found, about)
    if about is not None and not _is_told(actor, found.kind, about):
        shape["kind"] = "question.changed"
    return shape


def events(actor: Actor, found: Iterable[Event], questions: Mapping[int, Question]) -> list[Shape]:
    """Several lines; ``questions`` by number has those that they name."""
    return [event(actor, each, questions.get(each.number or 0)) for each in found]


def _out_of_sight(actor: Actor, found: Event, about: Question) -> Shape:
    """What a question that the actor does not see leaves to say."""
    shape: Shape = {"seq": found.seq, "at": _at(found.at), "kind": "stage.changed"}
    was_asked = any(route.point_id == actor.point_id for route in about.routes)
    if actor.point_id is not None and was_asked and audiences.point(actor.point_id) in found.reach:
        shape["kind"] = found.kind if found.kind == "question.recalled" else "question.changed"
        shape["number"] = found.number
    return shape


def _is_told(actor: Actor, kind: str, about: Question) -> bool:
    if kind in stories.EXCHANGED:
        return about.asker_seat_id == actor.seat_id
    # Places in the queue are nothing that the asker follows.
    if kind in stories.TOLD and kind not in ("question.moved", "question.grouped"):
        return True
    owns = about.written is not None and about.written.point_id == actor.point_id
    return kind in _DRAFTING and actor.role == "leader" and owns


def _said(actor: Actor, found: Event) -> Shape:
    if found.kind in _DRAFTING and actor.role != "organiser":
        return {}
    data = event_log.data_of(found)
    return {key: data[key] for key in _SAID.get(found.kind.partition(".")[2], ()) if key in data}


def _shows_route(actor: Actor, route: Route) -> bool:
    return actor.role in STAFF or actor.point_id == route.point_id or route.state in (*OPEN_ROUTE, "answered")


def _route(actor: Actor, route: Route) -> Shape:
    shape: Shape = {"unit": route.point.code, "role": route.role, "state": route.state}
    if actor.role in STAFF or (actor.point_id is not None and actor.point_id == route.point_id):
        shape |= {
            "note": route.note,
            "reason": route.reason,
            "reply": route.reply,
            "suggested": route.suggested.code if route.suggested else None,
            "routed_at": _at(route.routed_at),
            "changed_at": _at(route.changed_at),
            "respond_by": _at(route.respond_by),
            "to_deputy": route.to_deputy,
        }
    return shape


def _answer(actor: Actor, found: Question) -> Shape | None:
    if found.written is not None:
        return _written(actor, found.written)
    return _live(actor, found.live) if found.live is not None and found.state != "declined" else None


def _live(actor: Actor, live: Answer) -> Shape | None:
    shape: Shape = {
        "kind": "live",
        "state": live.state,
        "unit": live.point.code if live.point else None,
        "from_at": _at(live.from_at),
        "to_at": _at(live.to_at),
    }
    if actor.role in STAFF or live.state == "given":
        shape |= {"speaker": live.speaker, "gist": live.gist}
    return shape


def _written(actor: Actor, answer: Answer) -> Shape:
    owner = answer.point_id is not None and answer.point_id == actor.point_id
    shape: Shape = {
        "kind": "written",
        "unit": answer.point.code if answer.point else None,
        "due": answer.due.isoformat() if answer.due else None,
        "basis": answer.basis,
    }
    if actor.role in STAFF or owner or answer.state == "published":
        shape["state"] = answer.state
    if actor.role == "organiser" or owner or answer.state == "published":
        shape["text"] = answer.text
    if actor.role == "organiser" or owner:
        shape["sent_back_note"] = answer.sent_back_note
    if answer.state == "published":
        shape["published_at"] = _at(answer.published_at)
    return shape


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
