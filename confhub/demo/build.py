"""Build the demonstration: a briefing under way since 35 minutes, and an earlier one, published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict

from confhub.commands import directory, life
from confhub.db import Database
from confhub.demo.cast import Cast, call_roll, describe_points, enrol_press, seat_everyone
from confhub.demo.content import BY_POINTS, Telling, read
from confhub.demo.script import Script
from confhub.demo.timeline import Clock, Timeline, told_time
from confhub.places import RosterUnit
from confhub.policy import Actor

RUNNING_MINUTES = 35
_DAY = 24 * 60
_LINKED = {
    "moderator": "moderator", "moderator2": "moderator2", "organiser": "organiser", "clerk": "clerk",
    "chair": "chair", "technician": "technician", "reporter": "lam", "reporter2": "tri", "display": "display",
}  # fmt: skip


class RoleLink(TypedDict):
    """The way in for one role: a page to open, and the same token for the API and the socket."""

    url: str
    token: str


class DemoLinks(TypedDict):
    """The briefing's code, and a link by role; leaders are ``leader:<unit code>``."""

    briefing: str
    roles: dict[str, RoleLink]


def build(db: Database, public_url: str, points: int = 30, empty: bool = False) -> DemoLinks:
    """Fill a fresh, migrated database with the demonstration and return the links to its desks.

    ``points`` is 30 (the districts of 2024) or 126 (the units of 2025); ``empty`` leaves out the
    questions and the earlier briefing. ValueError for another number of points.
    """
    if points not in BY_POINTS:
        raise ValueError(f"the demonstration has 30 or 126 points, not {points}")
    telling = Telling(BY_POINTS[points])
    with told_time(db) as clock:
        now = clock()
        clock.at = now - timedelta(days=40)
        directory.install_rosters(db)
        organiser = Actor(role="organiser", name=telling.people["staff"]["organiser"])
        enrol_press(db, organiser, telling)
        if not empty:
            _Stage(db, clock, now, telling, organiser, "earlier").run_to_publication()
        live = _Stage(db, clock, now, telling, organiser, "live")
        live.run_until_now(empty)
    return _links(public_url.rstrip("/"), live)


class _Stage:
    """One briefing as it is set up: created, described, seated, opened; then its script runs."""

    def __init__(
        self, db: Database, clock: Clock, now: datetime, telling: Telling, organiser: Actor, name: str
    ) -> None:
        self.db, self.telling, self.organiser, self.name = db, telling, organiser, name
        self.plan: dict[str, Any] = read("briefings")[name]
        self.code: str = self.plan["code"]
        self.units: dict[str, RosterUnit] = telling.units
        if "units" in self.plan:
            self.units = {each: telling.units[each] for each in self.plan["units"]}
        self.start = now - timedelta(minutes=RUNNING_MINUTES)
        if name == "earlier":
            local = (now - timedelta(days=21)).astimezone(db.zone)
            self.start = local.replace(hour=9, minute=0, second=0, microsecond=0)
        self.timeline = Timeline(clock, self.start, now)
        self.agenda: list[int] = []
        self.cast = Cast()

    def run_until_now(self, empty: bool) -> None:
        """Open, call the roll, start, and have asked all that was asked so far unless ``empty``."""
        self._prepare()
        if not empty:
            self._add_questions()
        self.timeline.run()

    def run_to_publication(self) -> None:
        """The same from opening to the published record."""
        self._prepare()
        self._add_questions()
        self.timeline.add(40, self._change, "close")
        self.timeline.add(5 * _DAY, self._change, "publish")
        self.timeline.run()

    def _prepare(self) -> None:
        self.timeline.add(-3 * _DAY, self._create)
        self.timeline.add(-2 * _DAY, self._seat)
        self.timeline.add(-_DAY, self._change, "open")
        self.timeline.run()
        call_roll(self.db, self.timeline, self.cast, self.telling, self.units, self.plan["absent"])
        self.timeline.add(0, self._change, "start")

    def _create(self) -> None:
        life.create(
            self.db,
            self.organiser,
            {
                "code": self.code, "title": self.plan["title"], "venue": self.plan["venue"],
                "starts_at": self.start.isoformat(), "roster": self.telling.roster,
                "unit": [unit.code for unit in self.units.values()],
            },
        )  # fmt: skip
        for item in self.plan["agenda"]:
            done = life.add_agenda_item(self.db, self.organiser, item, self.code)
            assert done.id is not None
            self.agenda.append(done.id)

    def _seat(self) -> None:
        describe_points(self.db, self.organiser, self.code, self.telling, self.units)
        self.cast = seat_everyone(self.db, self.organiser, self.code, self.telling, self.units)

    def _change(self, verb: str) -> None:
        life.change(self.db, self.organiser, verb, code=self.code)

    def _add_questions(self) -> None:
        script = Script(self.db, self.timeline, self.cast, self.telling, self.agenda)
        for entry in read(self.name):
            script.add(entry)


def _links(public_url: str, live: _Stage) -> DemoLinks:
    tokens = {role: live.cast.tokens[who] for role, who in _LINKED.items()}
    tokens |= {f"leader:{unit.code}": live.cast.tokens[name] for name, unit in live.units.items()}
    return {
        "briefing": live.code,
        "roles": {
            role: {"url": f"{public_url}/enter/{token}", "token": token} for role, token in tokens.items()
        },
    }
