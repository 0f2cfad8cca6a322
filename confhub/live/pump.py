"""The pump: reads what is new in the logs, renders each touched region once, sends it.

It reads the log from the database, so it needs no more than a wake-up; a poll is the net. What
it fails to send is logged and healed by the next sync; it is never the user's error.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Any

from flask import Flask, g
from flask_babel import force_locale
from prometheus_client import Histogram
from sqlalchemy.orm import Session

from confhub import audiences, event_log
from confhub.db import AWAY, Database
from confhub.live import regions
from confhub.live.watchers import Happened, Key, Syncs, Touched, Watchers, kind_of
from confhub.models import OFFICE_LOG, Briefing
from confhub.queries.view import View

TICK = 0.025
POLL = 1.0
# How long a socket may outlive a seat whose time has run out.
EXPIRY = timedelta(seconds=15)
# Audiences that are rendered from one snapshot, and then sent; and reporters that have their turn in a tick.
AT_ONCE = 8
_log = logging.getLogger("confhub.pump")

Send = Callable[[str, dict[str, Any]], None]


def room(briefing_id: int, audience: str, locale: str) -> str:
    """The socket room of an audience that reads in one language."""
    return f"{briefing_id}|{audience}|{locale}"


class Pump:
    """Follows the logs of the briefings that somebody watches.

    ``send(room, update)`` puts a message on the wire; ``on_events(log_id, events)`` hears of every
    new event first, to drop the sockets of revoked seats, and now and then of none, for those whose
    time has run out.
    """

    def __init__(
        self, app: Flask, db: Database, send: Send, on_events: Callable[[int, Sequence[Any]], None]
    ) -> None:
        self.app, self.db = app, db
        self._send, self._on_events = send, on_events
        self._marks: dict[int, int] = {}
        with db.reading() as session:
            self._office_mark = event_log.last_seq(session, OFFICE_LOG)
        self._seats_checked = db.clock()
        self._watchers = Watchers()
        # What was sent last; and who had synced when it was sent.
        self._last: dict[tuple[Key, str], str] = {}
        self._rendered: dict[tuple[Key, str], tuple[int, str]] = {}
        self._syncs = Syncs()
        self._syncs_sent: dict[tuple[Key, str], int | None] = {}
        # Reporters wait for their turn: they may be many, and know what they sent.
        self._late: dict[Key, set[str]] = {}
        self._wake = threading.Event()
        self._busy = threading.Lock()
        self._followed = time.monotonic()
        self.render_time = Histogram("confhub_render_seconds", "To render a region", registry=None)
        self.send_time = Histogram("confhub_send_seconds", "To send a region to a room", registry=None)

    def watch(self, briefing_id: int, audience: str, locale: str) -> None:
        """Somebody joined; call it before that client syncs."""
        if briefing_id not in self._marks:
            with self.db.reading() as session:
                self._marks.setdefault(briefing_id, event_log.last_seq(session, briefing_id))
        self._watchers.come((briefing_id, audience, locale))

    def unwatch(self, briefing_id: int, audience: str, locale: str) -> None:
        """Somebody left; a briefing that nobody watches is not followed any more."""
        key = (briefing_id, audience, locale)
        if self._watchers.go(key):
            self._syncs.forget(key)
            self._late.pop(key, None)
            for region in audiences.regions(audience):
                self._last.pop((key, region), None)
                self._rendered.pop((key, region), None)
                self._syncs_sent.pop((key, region), None)
            if not self._watchers.of(briefing_id):
                self._marks.pop(briefing_id, None)

    def syncing(self, keys: Collection[Key]) -> AbstractContextManager[None]:
        """Somebody of these audiences is told what is missing; the database is read within."""
        return self._syncs.under_way(keys)

    def wake(self) -> None:
        """There may be something new."""
        self._wake.set()

    def run(self) -> None:
        """Pump until the process ends."""
        while True:
            self._wake.wait(POLL)
            self._wake.clear()
            with self._busy:
                self._follow_all()
                if self._try(self._tell_late, "reporters") and self._late:
                    self.wake()
            time.sleep(TICK)

    def tick(self) -> None:
        """Send what is new now; returns when all of it is on its way."""
        with self._busy:
            self._follow_all()
            while self._late and self._try(self._tell_late, "reporters"):
                pass

    def _follow_all(self) -> None:
        whole = self._try(self._follow_office, "the office")
        for briefing_id in list(self._marks):
            whole &= self._try(partial(self._follow, briefing_id), f"briefing {briefing_id}")
        if whole:
            self._followed = time.monotonic()

    def standstill(self) -> float:
        """Seconds since all logs were last followed without a failure."""
        return time.monotonic() - self._followed

    def behind(self, session: Session) -> int:
        """How many events stand in the logs that were not sent yet."""
        marks = {OFFICE_LOG: self._office_mark, **self._marks}
        return sum(event_log.last_seq(session, log_id) - mark for log_id, mark in marks.items())

    def _try(self, step: Callable[[], None], whom: str) -> bool:
        # A database that is away for a moment must not end the pump.
        try:
            step()
        except Exception:
            # What was rendered may not have been sent.
            self._last.clear()
            _log.exception("pump failed for %s; the next tick tries again", whom)
            return False
        return True

    def _follow_office(self) -> None:
        with self.db.reading() as session:
            events = event_log.headlines(session, OFFICE_LOG, after=self._office_mark)
        now = self.db.clock()
        if events or now - self._seats_checked > EXPIRY:
            self._on_events(OFFICE_LOG, events)
            self._seats_checked = now
        if events:
            self._office_mark = events[-1].seq

    def _follow(self, briefing_id: int) -> None:
        mark = self._marks.get(briefing_id)
        if mark is None:
            return
        with self.db.reading() as session:
            seq = event_log.last_seq(session, briefing_id)
            events = event_log.headlines(session, briefing_id, after=mark) if seq > mark else []
        if events:
            self._on_events(briefing_id, events)
            self._tell(briefing_id, [(event.kind, event.reach) for event in events])
        if briefing_id in self._marks:
            self._marks[briefing_id] = seq

    def _tell(self, briefing_id: int, happened: list[Happened]) -> None:
        """Render and send what may have changed on the desks; note it for the reporters."""
        desks: list[Touched] = []
        for key, names in self._watchers.touched(briefing_id, happened):
            if kind_of(key) == "asker":
                self._late.setdefault(key, set()).update(names)
            else:
                desks.append((key, names))
        # The moderators, who come first, wait for nobody else; nor do their lists for what is beside them.
        for kind, group in groupby(desks, key=lambda touched: kind_of(touched[0])):
            for part in _by_turns(list(group)) if kind == "moderators" else _parts(list(group)):
                self._send_changed(briefing_id, part)

    def _tell_late(self) -> None:
        """The turn of the reporters who have waited longest."""
        turn = list(self._late.items())[:AT_ONCE]
        for briefing_id in {key[0] for key, _names in turn}:
            mine = [(key, tuple(names)) for key, names in turn if key[0] == briefing_id]
            self._send_changed(briefing_id, mine)
            for key, _names in mine:
                self._late.pop(key, None)

    def _send_changed(self, briefing_id: int, touched: list[Touched]) -> None:
        # Nothing is sent while a transaction is open.
        with self.db.reading() as session:
            messages = list(self._render(session, briefing_id, touched))
        for to, message in messages:
            with self.send_time.time():
                self._send(to, message)
        # Cooperative threads give way here, to requests that came meanwhile.
        time.sleep(0)

    def _render(
        self, session: Session, briefing_id: int, touched: list[Touched]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """(room, message) for each of these regions that has changed, as they stand now."""
        seq = event_log.last_seq(session, briefing_id)
        briefing = session.get_one(Briefing, briefing_id)
        for key, names in touched:
            _id, audience, locale = key
            # A client may have synced between two of the events and show what was changed and changed back.
            syncs = self._syncs.stamp(key)
            view = View(session, briefing, regions.eyes(audience, briefing, session), seq)
            for region in names:
                html = self.try_render(view, audience, region, locale)
                all_know = syncs is not None and syncs == self._syncs_sent.get((key, region))
                if html is None or (all_know and self._last.get((key, region)) == html):
                    continue
                self._last[(key, region)] = html
                self._syncs_sent[(key, region)] = syncs
                yield room(briefing_id, audience, locale), update(region, seq, html)

    def try_render(self, view: View, audience: str, region: str, locale: str) -> str | None:
        """The inside of a region, rendered once for all who ask for it as it stands at ``view.seq``.

        None when it cannot be rendered: that is logged, the others go on. A database that is away is
        raised instead, for then all of it has to be tried again.
        """
        key = (view.briefing.id, audience, locale)
        seq, html = self._rendered.get((key, region), (0, ""))
        if seq == view.seq:
            return html
        try:
            with self.render_time.time():
                html = self.render(view, region, locale)
        except AWAY:
            raise
        except Exception:
            _log.exception("region %s of briefing %d cannot be rendered", region, view.briefing.id)
            return None
        self._rendered[(key, region)] = (view.seq, html)
        return html

    def render(self, view: View, region: str, locale: str) -> str:
        """The inside of a region, in a request context that is nobody's."""
        with self.app.test_request_context("/"), force_locale(locale):
            g.broadcast = view
            return regions.inside(view, region)


def _parts(touched: list[Touched]) -> Iterator[list[Touched]]:
    for start in range(0, len(touched), AT_ONCE):
        yield touched[start : start + AT_ONCE]


def _by_turns(touched: list[Touched]) -> Iterator[list[Touched]]:
    """The regions of a desk in the order in which they stand there, two at a time."""
    for start in range(0, max(len(names) for _key, names in touched), 2):
        yield [(key, names[start : start + 2]) for key, names in touched if names[start:]]


def update(region: str, seq: int, html: str) -> dict[str, Any]:
    """The message that carries a region as it stands at ``seq``."""
    stream = (
        f'<turbo-stream action="update" method="morph" target="{region}">'
        f"<template>{html}</template></turbo-stream>"
    )
    return {"region": region, "seq": seq, "html": stream}
