"""Socket.IO: who connects, what they join, what they missed. No socket ever writes a row."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, session
from flask_socketio import ConnectionRefusedError, Namespace, SocketIO, join_room

from confhub import audiences, event_log, i18n
from confhub.db import AWAY, Database
from confhub.live import regions
from confhub.live.bus import Bus
from confhub.live.presence import Presence
from confhub.live.pump import Pump, room, update
from confhub.models import OFFICE_LOG, Briefing
from confhub.policy import Actor
from confhub.queries import seats
from confhub.queries.view import View

NAMESPACE = "/live"
# Further behind, rendering is cheaper than finding out whether it is needed.
SYNC_EVENTS = 100
# Each keeps a connection to the database, and requests need some too.
SYNCS_AT_ONCE = 5
_log = logging.getLogger("confhub.sockets")
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


class Live(Namespace):
    """The ``/live`` namespace of one process."""

    def __init__(self, app: Flask, db: Database, socketio: SocketIO) -> None:
        super().__init__(NAMESPACE)
        self.db, self.io = db, socketio
        self.clients: dict[str, Client] = {}
        self.presence = Presence()
        self._told: dict[int, list[str]] = {}
        self._turn = threading.Semaphore(SYNCS_AT_ONCE)
        self.pump = Pump(app, db, self._send, self._hear)
        config = app.extensions["confhub"].config
        self.bus = Bus(config.redis_url, config.installation, self.presence.here, self._hear_process)
        db.after_commit(self.bus.speak)

    def start(self) -> None:
        """Begin to follow the log and to hear other processes."""
        threading.Thread(target=self.pump.run, name="pump", daemon=True).start()
        self.bus.start()

    def on_connect(self, auth: Any) -> None:
        """Let the socket in; without a database it is told to come again, for it would wait for ever."""
        try:
            self._let_in(auth if isinstance(auth, Mapping) else {})
        except AWAY as problem:
            _log.warning("nobody can be let in: %s", problem)
            raise ConnectionRefusedError("unavailable") from problem

    def _let_in(self, given: Mapping[str, Any]) -> None:
        """Join what the login or the token may see, and nothing by name."""
        actor = self._actor(given)
        if actor is None or actor.briefing_id is None:
            raise ConnectionRefusedError("unauthorised")
        locale = given.get("lang") if given.get("lang") in i18n.LANGUAGES else i18n.DEFAULT
        client = Client(actor, str(locale), audiences.of_actor(actor), _epoch(given, actor))
        for audience in client.audiences:
            self.pump.watch(actor.briefing_id, audience, client.locale)
            join_room(room(actor.briefing_id, audience, client.locale))
        self.clients[request.sid] = client  # type: ignore[attr-defined]
        self._tell(request.sid, "clock", {"now": self.db.clock().isoformat()})  # type: ignore[attr-defined]
        if client.point:
            self.presence.come(actor.briefing_id, client.point)
            self._change_presence(actor.briefing_id)
        if client.audiences & audiences.DESK_STAFF:
            self._tell(request.sid, "presence", {"online": self.presence.online(actor.briefing_id)})  # type: ignore[attr-defined]

    def on_disconnect(self, _reason: str | None = None) -> None:
        """Forget the socket."""
        client = self.clients.pop(request.sid, None)  # type: ignore[attr-defined]
        if client is not None and client.actor.briefing_id is not None:
            for audience in client.audiences:
                self.pump.unwatch(client.actor.briefing_id, audience, client.locale)
            if client.point:
                self.presence.go(client.actor.briefing_id, client.point)
                self._change_presence(client.actor.briefing_id)

    def on_sync(self, known: Any = None) -> list[dict[str, Any]]:
        """Answer with the regions that changed since the numbers that the client knows."""
        client = self.clients.get(request.sid)  # type: ignore[attr-defined]
        if client is None or not isinstance(known, Mapping):
            return []
        keys = [(client.actor.briefing_id or 0, audience, client.locale) for audience in client.audiences]
        try:
            with client.turn, self._turn, self.pump.syncing(keys), self.db.reading() as session_:
                # It may have gone while it waited.
                here = request.sid in self.clients  # type: ignore[attr-defined]
                return list(self._missed(session_, client, known)) if here else []
        except AWAY as problem:
            _log.warning("nobody can be told what is missing: %s", problem)
            # It comes back and asks again, sooner than it would miss an answer.
            self.io.server.disconnect(request.sid, namespace=NAMESPACE)  # type: ignore[attr-defined]
            return []

    def on_ping_line(self, stamp: Any = None) -> Any:
        """Echo, to measure the round trip of a point's line."""
        return stamp if isinstance(stamp, int | float) else None

    def _missed(self, session_: Any, client: Client, known: Mapping[Any, Any]) -> Any:
        briefing = session_.get_one(Briefing, client.actor.briefing_id)
        seq = event_log.last_seq(session_, briefing.id)
        for audience in sorted(client.audiences):
            named = [r for r in audiences.regions(audience) if r in known]
            if not named:
                continue
            oldest = min(_number(known[r]) for r in named)
            near = seq - oldest <= SYNC_EVENTS
            events = event_log.headlines(session_, briefing.id, after=oldest) if near else []
            view = View(session_, briefing, regions.eyes(audience, briefing, session_), seq)
            for region in named:
                since = _number(known[region])
                happened = [(event.kind, event.reach) for event in events if event.seq > since]
                if not near or region in audiences.touched(happened, audience):
                    html = self.pump.try_render(view, audience, region, client.locale)
                    if html is not None:
                        yield update(region, seq, html)

    def _actor(self, auth: Mapping[str, Any]) -> Actor | None:
        now = self.db.clock()
        with self.db.reading() as session_:
            if token := auth.get("token"):
                found = seats.actor_by_token(session_, str(token), now)
                fits = found is not None and auth.get("briefing") in (None, found.briefing_code)
                return found if fits else None
            desk, _, unit = str(auth.get("desk", "")).partition("/")
            login = seats.login_of(session)
            code = str(auth.get("briefing", ""))
            if desk:
                return seats.actor_at(session_, login, now, _DESK_ROLES.get(desk, desk), code, unit or None)
            mine = (s for s in seats.seats_of(session_, login, now) if s.briefing.code == code)
            first = next(mine, None)
            return seats.actor_of(first) if first else None

    def _tell(self, to: str, event: str, message: dict[str, Any]) -> None:
        self.io.emit(event, message, to=to, namespace=NAMESPACE)

    def _send(self, to: str, message: dict[str, Any]) -> None:
        self._tell(to, "update", message)

    def _hear(self, log_id: int, events: Sequence[Any]) -> None:
        if log_id == OFFICE_LOG or any(event.kind.startswith("seat.") for event in events):
            self.drop_invalid()
        if replacing := [event.seq for event in events if event.kind in ("seat.renewed", "seat.linked")]:
            self._drop_renewed(log_id, replacing)

    def _drop_renewed(self, log_id: int, events: list[int]) -> None:
        """Disconnect those who came by a link that has been replaced; the new one lets them in again."""
        with self.db.reading() as session_:
            said = [event_log.data_of(event) for event in event_log.some(session_, log_id, events)]
        renewed = {seat_id for data in said for seat_id in data.get("seats", [data.get("seat")])}
        for sid, client in list(self.clients.items()):
            if client.actor.seat_id is not None and client.actor.seat_id in renewed:
                self._drop(sid)

    def drop_invalid(self) -> None:
        """Disconnect every socket whose seat has ended, whose account was closed or signed out."""
        # Who comes while the database is read is none of those that were looked up.
        clients = list(self.clients.items())
        with self.db.reading() as session_:
            held = {client.actor.seat_id for _sid, client in clients if client.actor.seat_id is not None}
            valid = seats.still_valid(session_, held, self.db.clock())
            epochs = {person.id: person.sign_in_epoch for person in seats.people(session_) if person.active}
        for sid, client in clients:
            actor = client.actor
            seat_gone = actor.seat_id is not None and actor.seat_id not in valid
            account_gone = actor.person_id is not None and actor.person_id not in epochs
            signed_out = client.epoch is not None and client.epoch != epochs.get(actor.person_id or 0)
            if seat_gone or account_gone or signed_out:
                self._drop(sid)

    def _drop(self, sid: str) -> None:
        self._tell(sid, "gone", {})
        self.io.server.disconnect(sid, namespace=NAMESPACE)

    def disconnect_all(self) -> None:
        """The process ends: tell every socket to go; clients come back to whoever serves next."""
        for sid in list(self.clients):
            self.io.server.disconnect(sid, namespace=NAMESPACE)
        for connection in list(self.io.server.eio.sockets.values()):
            connection.close(wait=False)

    def close(self) -> None:
        """All is done: tell the other processes."""
        self.bus.close()

    def _change_presence(self, briefing_id: int) -> None:
        self._tell_presence(briefing_id)
        self.bus.speak()

    def _hear_process(self, process: str, points: Any) -> None:
        """Another process has something new, or is gone."""
        self.pump.wake()
        for briefing_id in self.presence.hear(process, points):
            self._tell_presence(briefing_id)

    def _tell_presence(self, briefing_id: int) -> None:
        """Tell the staff which points are connected, when that has changed."""
        online = self.presence.online(briefing_id)
        if online == self._told.get(briefing_id, []):
            return
        self._told[briefing_id] = online
        for audience in sorted(audiences.DESK_STAFF):
            for locale in i18n.LANGUAGES:
                self._tell(room(briefing_id, audience, locale), "presence", {"online": online})


def _epoch(auth: Mapping[str, Any], actor: Actor) -> int | None:
    login = seats.login_of(session)
    by_account = actor.person_id is not None and actor.person_id == login.person_id
    return login.epoch if by_account and not auth.get("token") and actor.seat_id not in login.links else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
