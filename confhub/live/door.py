"""The door of the live layer: who a socket is, by its token or by the sign-in of its browser."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import session

from confhub import audiences, i18n
from confhub.db import Database
from confhub.policy import Actor
from confhub.queries import seats

_DESK_ROLES = {"point": "leader"}


@dataclass(frozen=True)
class Client:
    """One connected socket."""

    actor: Actor
    locale: str
    audiences: frozenset[str]
    # That of the account that let it in; None for those who came by a link.
    epoch: int | None = None
    # It is told one thing at a time, however much it asks.
    turn: threading.Lock = field(default_factory=threading.Lock, compare=False)

    @property
    def point(self) -> str | None:
        """The audience of the point that it sits at, if it sits at one."""
        return next((audience for audience in self.audiences if audience.startswith("point:")), None)

    @property
    def moderates(self) -> bool:
        """True at the moderators' desk."""
        return "moderators" in self.audiences


def let_in(db: Database, given: Mapping[str, Any]) -> Client | None:
    """Who connects, by what the socket gives and by its cookie; None when it is nobody."""
    actor = _actor(db, given)
    if actor is None:
        return None
    locale = given.get("lang") if given.get("lang") in i18n.LANGUAGES else i18n.DEFAULT
    return Client(actor, str(locale), audiences.of_actor(actor), _epoch(given, actor))


def _actor(db: Database, given: Mapping[str, Any]) -> Actor | None:
    now = db.clock()
    with db.reading() as session_:
        if token := given.get("token"):
            found = seats.actor_by_token(session_, str(token), now)
            fits = found is not None and given.get("briefing") in (None, found.briefing_code)
            return found if fits else None
        desk, _, unit = str(given.get("desk", "")).partition("/")
        login = seats.login_of(session)
        code = str(given.get("briefing", ""))
        if desk:
            return seats.actor_at(session_, login, now, _DESK_ROLES.get(desk, desk), code, unit or None)
        mine = (s for s in seats.seats_of(session_, login, now) if s.briefing.code == code)
        first = next(mine, None)
        return seats.actor_of(first) if first else None


def _epoch(given: Mapping[str, Any], actor: Actor) -> int | None:
    login = seats.login_of(session)
    by_account = actor.person_id is not None and actor.person_id == login.person_id
    return login.epoch if by_account and not given.get("token") and actor.seat_id not in login.links else None
