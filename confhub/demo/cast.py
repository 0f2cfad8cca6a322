"""Who takes part in the demonstration: accounts of the press, seats for every role, roll call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from confhub.commands import directory, points, seats
from confhub.db import Database
from confhub.demo.content import Telling
from confhub.demo.timeline import Timeline
from confhub.places import RosterUnit
from confhub.policy import Actor
from confhub.queries import seats as seat_queries

LINK_HOURS = 24 * 365
_ROLES = {
    "organiser": "organiser", "moderator": "moderator", "moderator2": "moderator", "clerk": "clerk",
    "chair": "chair", "technician": "technician", "display": "display",
}  # fmt: skip


@dataclass
class Cast:
    """The seats of one briefing by who sits there: a staff member, a reporter's key, a unit's bare name."""

    actors: dict[str, Actor] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    # As a gist names them: who speaks for a unit, and the chair.
    speakers: dict[str, str] = field(default_factory=dict)


def enrol_press(db: Database, organiser: Actor, telling: Telling) -> None:
    """Accounts and accreditations: reporters of the briefings, one who waits, one suspended."""
    for reporter in (*telling.people["reporters"].values(), *telling.people["applicants"]):
        account = directory.create_account(db, organiser, reporter)
        assert account.id is not None
        directory.accredit(
            db,
            organiser,
            account.id,
            {
                "outlet": reporter["outlet"],
                "document": "card" if "card" in reporter else "letter",
                "number": reporter.get("card") or reporter["letter"],
                "state": reporter.get("state", "approved"),
            },
        )


def describe_points(
    db: Database, organiser: Actor, code: str, telling: Telling, units: Mapping[str, RosterUnit]
) -> None:
    """Name every point's leader and deputy, with telephone numbers that nobody has."""
    for place, (name, unit) in enumerate(telling.units.items()):
        if name in units:
            data = {
                "leader": f"{telling.leader(place)}, Chủ tịch UBND",
                "phone": f"0000 {place // 100:03} {place % 100 * 10:03}",
                "deputy": f"{telling.deputy(place)}, Phó Chủ tịch UBND",
                "deputy_phone": f"0000 {place // 100:03} {place % 100 * 10 + 5:03}",
            }
            points.describe(db, organiser, unit.code, data, code)


def seat_everyone(
    db: Database, organiser: Actor, code: str, telling: Telling, units: Mapping[str, RosterUnit]
) -> Cast:
    """A seat with a link for every member of staff, every reporter and every point's leader."""
    wanted: dict[str, dict[str, Any]] = {}
    for who, role in _ROLES.items():
        wanted[who] = {"role": role, "name": telling.people["staff"][who]}
    for who, reporter in telling.people["reporters"].items():
        wanted[who] = {
            "role": "reporter", "name": reporter["name"], "outlet": reporter["outlet"],
            "person": reporter["email"], "link": "yes",
        }  # fmt: skip
    for place, name in enumerate(telling.units):
        if name in units:
            wanted[name] = {"role": "leader", "name": telling.leader(place), "point": units[name].code}
    many = [{**data, "hours": LINK_HOURS} for data in wanted.values()]
    granted = dict(zip(wanted, seats.grant_many(db, organiser, many, code), strict=True))
    cast = Cast(speakers={"chair": telling.people["staff"]["chair"]})
    with db.reading() as session:
        for who, seat in granted.items():
            found = seat_queries.by_token(session, seat.token or "", db.clock())
            assert found is not None
            cast.actors[who], cast.tokens[who] = seat_queries.actor_of(found), seat.token or ""
    return cast


def call_roll(
    db: Database, timeline: Timeline, cast: Cast, telling: Telling,
    units: Mapping[str, RosterUnit], absent: Sequence[str],
) -> None:  # fmt: skip
    """Check in all points but the absent ones, some by the deputy; half have had their line checked."""
    for place, name in enumerate(telling.units):
        if name not in units or name in absent:
            continue
        by_deputy = place % 6 == 5
        title = "Phó Chủ tịch UBND" if by_deputy else "Chủ tịch UBND"
        present = f"{telling.deputy(place) if by_deputy else telling.leader(place)}, {title}"
        cast.speakers[name] = present
        leader, code = cast.actors[name], units[name].code
        arrival = -20 + place * 29 % 100 * 0.15
        timeline.add(arrival, points.check_in, db, leader, code, {"name": present})
        if place % 2:
            ms = 420 if place % 20 == 11 else 16 + place * 37 % 90
            timeline.add(arrival + 1, points.line_check, db, leader, code, {"ms": ms})
