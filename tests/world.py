"""A briefing with people, and the ways in which tests bring a question to any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from confhub import event_log
from confhub.commands import directory, life, questions, seats
from confhub.db import Database
from confhub.models import Question
from confhub.policy import Actor
from confhub.queries import questions as asked
from confhub.queries import seats as seated
from tests.beginnings import Beginnings

T = TypeVar("T")


@dataclass
class World:
    """A live briefing with points 001 Ba Đình, 006 Đống Đa, 268 Hà Đông, and a seat for every role.

    Actors: ``moderator``, ``moderator2``, ``organiser``, ``clerk``, ``chair``, ``technician``,
    ``display``, ``reporter``, ``reporter2``, ``leader`` (006), ``leader2`` (001), ``leader3`` (268).
    """

    db: Database
    briefing_id: int
    actors: dict[str, Actor]
    tokens: dict[str, str]
    began: datetime
    code: str = "DEMO"
    asked: int = 0
    beginnings: Beginnings | None = None

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, text: str = "Khi nào sửa xong đường?", by: str = "reporter", **data: Any) -> int:
        """A new question; its number."""
        self.asked += 1
        done = questions.ask(self.db, self.actors[by], {"text": text, **data}, f"client-{self.asked}")
        assert done.number is not None
        return done.number

    def act(
        self, by: str, verb: str, number: int, version: int | None = None, /, **data: Any
    ) -> questions.Done:
        """Carry out a verb as one of the actors."""
        return questions.act_on(self.db, self.actors[by], number, verb, version, data)

    def question(self, number: int) -> Question:
        """The question as it stands, detached."""
        with self.db.reading() as session:
            found = asked.one(session, self.briefing_id, number)
            assert found is not None
            session.expunge_all()
            return found

    def events(self) -> list[Any]:
        """All events of the briefing."""
        with self.db.reading() as session:
            found = event_log.read(session, self.briefing_id)
            session.expunge_all()
            return found

    def begin(self, name: str, act: Callable[[], T]) -> T:
        """What ``act`` does and returns. Tests that begin alike, by this name, share what came of it."""
        return self.beginnings.make(self, name, act) if self.beginnings else act()

    def bring(self, state: str, **data: Any) -> int:
        """A new question brought to a state through the real commands; where it is routed, to 006."""
        if data:
            return self._bring(state, **data)
        return self.begin(state, lambda: self._bring(state))

    def _bring(self, state: str, **data: Any) -> int:
        number = self.ask(**data)
        for by, verb, more in _WAY[state]:
            self.act(by, verb, number, **{k: v(self) if callable(v) else v for k, v in more.items()})
        return number


_ROUTED = [("moderator", "queue", {}), ("moderator", "route", {"unit": ["006"]})]
_READY = [*_ROUTED, ("leader", "accept", {}), ("leader", "ready", {})]
_AIR = [*_READY, ("moderator", "air", {})]
_WRITTEN = [*_ROUTED, ("moderator", "defer", {"unit": "006"})]
_SUBMITTED = [*_WRITTEN, ("leader", "submit", {"text": "Đã sửa xong."})]
_WAY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "received": [],
    "queued": [("moderator", "queue", {})],
    # In hand of a moderator, taken together with another one, and its asker was asked back.
    "tended": [
        (
            "moderator",
            "group",
            {"with": lambda world: world._bring("queued", text="Câu cùng nhóm", by="reporter2")},
        ),
        ("moderator", "claim", {}),
        ("moderator", "clarify", {"text": "Đoạn đường nào?"}),
    ],
    "routed": _ROUTED,
    "accepted": _READY[:-1],
    "ready": _READY,
    "returned": [*_ROUTED, ("leader", "return", {"reason": "no_information"})],
    "recalled": [*_ROUTED, ("moderator", "recall", {})],
    "on_air": _AIR,
    "answered": [*_AIR, ("moderator", "answer", {"gist": "Tháng 12."})],
    "written": _WRITTEN,
    "submitted": _SUBMITTED,
    "cleared": [*_SUBMITTED, ("organiser", "clear", {})],
    "published": [*_SUBMITTED, ("organiser", "clear", {}), ("organiser", "publish", {})],
    "declined": [("moderator", "decline", {"ground": "secret"})],
    "merged": [("moderator", "merge", {"into": lambda world: world.ask("Câu gốc", by="reporter2")})],
    "withdrawn": [("reporter", "withdraw", {})],
}
STATES = tuple(_WAY)

_SEATS: dict[str, dict[str, str]] = {
    "moderator": {"role": "moderator", "name": "Lê Minh Hà"},
    "moderator2": {"role": "moderator", "name": "Trần Quốc Bảo"},
    "organiser": {"role": "organiser", "name": "Phạm Thu Trang"},
    "clerk": {"role": "clerk", "name": "Đỗ Thanh Tâm"},
    "chair": {"role": "chair", "name": "Nguyễn Văn Chủ"},
    "display": {"role": "display", "name": "Màn hình chính"},
    "reporter": {"role": "reporter", "name": "Vũ Hải Yến", "outlet": "Báo Sông Hồng"},
    "reporter2": {"role": "reporter", "name": "Hoàng Đức Anh", "outlet": "Đài Bắc Thành"},
    "leader": {"role": "leader", "name": "Ngô Gia Đống", "point": "006"},
    "leader2": {"role": "leader", "name": "Bùi Ba Đình", "point": "001"},
    "leader3": {"role": "leader", "name": "Mai Hà Đông", "point": "268"},
    "technician": {"role": "technician", "name": "Lã Hữu Thông"},
}


def make_world(db: Database, code: str = "DEMO") -> World:
    """Build a World in a database that has the rosters and no other briefing of this code."""
    system = directory.SYSTEM
    data = {
        "code": code,
        "title": "Phiên họp báo thường kỳ",
        "starts_at": "2026-11-24T09:00",
        "roster": "hanoi-2024",
        "unit": ["001", "006", "268"],
    }
    briefing_id = life.create(db, system, data).id
    assert briefing_id is not None
    life.change(db, system, "open", code=code)
    life.change(db, system, "start", code=code)
    # Written answers are due after weeks.
    many = [{**data, "hours": "1440"} for data in _SEATS.values()]
    granted = seats.grant_many(db, system, many, code)
    tokens = {name: str(seat.token) for name, seat in zip(_SEATS, granted, strict=True)}
    with db.reading() as session:
        found = {name: seated.by_token(session, token, db.clock()) for name, token in tokens.items()}
        actors = {name: seated.actor_of(seat) for name, seat in found.items() if seat is not None}
    return World(db, briefing_id, actors, tokens, db.clock(), code)
