"""Socket.IO: who connects, what they join, what they missed. No socket ever writes a row."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, Namespace, SocketIO, join_room

from confhub import audiences, event_log, i18n
from confhub.db import AWAY, Database
from confhub.live import door, regions
from confhub.live.bus import Bus
from confhub.live.door import Client
from confhub.live.lookers import Lookers
from confhub.live.presence import Presence
from confhub.live.pump import Pump, room, update
from confhub.models import OFFICE_LOG, Briefing
from confhub.queries import seats
from confhub.queries.view import View

NAMESPACE = "/live"
# Further behind, rendering is cheaper than finding out whether it is needed.
SYNC_EVENTS = 100
# Each keeps a connection to the database, and requests need some too.
SYNCS_AT_ONCE = 5
_log = logging.getLogger("confhub.sockets")


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
        self.bus = Bus(config.redis_url, config.installation, self._state, self._hear_process)
        self.lookers = Lookers(self._tell_lookers, self.bus.speak)
        db.after_commit(self.bus.speak)

    def start(self) -> None:
        """Begin to follow the log and to hear other processes."""
        threading.Thread(target=self.pump.run, name="pump", daemon=True).start()
        threading.Thread(target=self.lookers.run, name="lookers", daemon=True).start()
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
        client = door.let_in(self.db, given)
        briefing_id = client.actor.briefing_id if client is not None else None
        if client is None or briefing_id is None:
            raise ConnectionRefusedError("unauthorised")
        for audience in client.audiences:
            self.pump.watch(briefing_id, audience, client.locale)
            join_room(room(briefing_id, audience, client.locale))
        self.clients[request.sid] = client  # type: ignore[attr-defined]
        self._tell(request.sid, "clock", {"now": self.db.clock().isoformat()})  # type: ignore[attr-defined]
        if client.point:
            self.presence.come(briefing_id, client.point)
            self._change_presence(briefing_id)
        if client.audiences & audiences.DESK_STAFF:
            self._tell(request.sid, "presence", {"online": self.presence.online(briefing_id)})  # type: ignore[attr-defined]
        if client.moderates:
            self.lookers.remind(briefing_id)

    def on_disconnect(self, _reason: str | None = None) -> None:
        """Forget the socket."""
        client = self.clients.pop(request.sid, None)  # type: ignore[attr-defined]
        self.lookers.forget(request.sid)  # type: ignore[attr-defined]
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

    def on_look(self, said: Any = None) -> None:
        """A moderator is at a question, or at none any more; the other moderators are told soon."""
        client = self.clients.get(request.sid)  # type: ignore[attr-defined]
        if client is not None and client.moderates:
            self.lookers.look(request.sid, client.actor, said)  # type: ignore[attr-defined]
            # It may have gone meanwhile.
            if request.sid not in self.clients:  # type: ignore[attr-defined]
                self.lookers.forget(request.sid)  # type: ignore[attr-defined]

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

    def _state(self) -> dict[str, Any]:
        """What this process tells the others of itself."""
        return {"points": self.presence.here(), "lookers": self.lookers.here()}

    def _hear_process(self, process: str, state: Any) -> None:
        """Another process has something new, or is gone."""
        self.pump.wake()
        state = state or {}
        # A process of an earlier version tells its points alone.
        points = state.get("points") if "lookers" in state else state
        for briefing_id in self.presence.hear(process, points):
            self._tell_presence(briefing_id)
        self.lookers.hear(process, state.get("lookers"))

    def _tell_presence(self, briefing_id: int) -> None:
        """Tell the staff which points are connected, when that has changed."""
        online = self.presence.online(briefing_id)
        if online != self._told.get(briefing_id, []):
            self._told[briefing_id] = online
            self._tell_desks(briefing_id, audiences.DESK_STAFF, "presence", {"online": online})

    def _tell_lookers(self, briefing_id: int) -> None:
        lookers = self.lookers.everywhere(briefing_id)
        self._tell_desks(briefing_id, {"moderators"}, "lookers", {"lookers": lookers})

    def _tell_desks(
        self, briefing_id: int, desks: Collection[str], event: str, message: dict[str, Any]
    ) -> None:
        for audience in sorted(desks):
            for locale in i18n.LANGUAGES:
                self._tell(room(briefing_id, audience, locale), event, message)


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
