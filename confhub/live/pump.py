"""The pump: reads what is new in the logs, renders each touched region once, sends it.

It reads the log from the database, so it needs no more than a wake-up; a poll is the net. What
it fails to send is logged and healed by the next sync; it is never the user's error.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask, g
from flask_babel import force_locale

from confhub import audiences, event_log
from confhub.db import Database
from confhub.live import regions
from confhub.models import OFFICE_LOG, Briefing
from confhub.queries.view import View

TICK = 0.025
POLL = 1.0
_log = logging.getLogger("confhub.pump")

Send = Callable[[str, dict[str, Any]], None]
Key = tuple[int, str, str]


def room(briefing_id: int, audience: str, locale: str) -> str:
    """The socket room of an audience that reads in one language."""
    return f"{briefing_id}|{audience}|{locale}"


class Pump:
    """Follows the logs of the briefings that somebody watches.

    ``send(room, update)`` puts a message on the wire; ``on_events(log_id, events)`` hears of every
    new event first, to drop the sockets of revoked seats.
    """

    def __init__(
        self, app: Flask, db: Database, send: Send, on_events: Callable[[int, list[Any]], None]
    ) -> None:
        self.app, self.db = app, db
        self._send, self._on_events = send, on_events
        self._marks: dict[int, int] = {}
        with db.reading() as session:
            self._office_mark = event_log.last_seq(session, OFFICE_LOG)
        self._watchers: Counter[Key] = Counter()
        self._last: dict[tuple[Key, str], str] = {}
        self._wake = threading.Event()
        self._busy = threading.Lock()

    def watch(self, briefing_id: int, audience: str, locale: str) -> None:
        """Somebody joined; call it before that client syncs."""
        if briefing_id not in self._marks:
            with self.db.reading() as session:
                self._marks.setdefault(briefing_id, event_log.last_seq(session, briefing_id))
        self._watchers[(briefing_id, audience, locale)] += 1

    def unwatch(self, briefing_id: int, audience: str, locale: str) -> None:
        """Somebody left; a briefing that nobody watches is not followed any more."""
        key = (briefing_id, audience, locale)
        self._watchers[key] -= 1
        if self._watchers[key] <= 0:
            del self._watchers[key]
            for kept in [k for k in self._last if k[0] == key]:
                del self._last[kept]
        if not any(watched[0] == briefing_id for watched in self._watchers):
            self._marks.pop(briefing_id, None)

    def wake(self) -> None:
        """There may be something new."""
        self._wake.set()

    def run(self) -> None:
        """Pump until the process ends."""
        while True:
            self._wake.wait(POLL)
            self._wake.clear()
            self.tick()
            time.sleep(TICK)

    def tick(self) -> None:
        """Send what is new now; returns when all of it is on its way."""
        with self._busy:
            self._follow_office()
            for briefing_id in list(self._marks):
                try:
                    self._follow(briefing_id)
                except Exception:
                    _log.exception("pump failed for briefing %d; clients heal by sync", briefing_id)

    def _follow_office(self) -> None:
        with self.db.reading() as session:
            events = event_log.read(session, OFFICE_LOG, after=self._office_mark)
            if events:
                self._office_mark = events[-1].seq
                self._on_events(OFFICE_LOG, events)

    def _follow(self, briefing_id: int) -> None:
        with self.db.reading() as session:
            briefing = session.get_one(Briefing, briefing_id)
            seq = event_log.last_seq(session, briefing_id)
            mark = self._marks.get(briefing_id)
            if mark is None or seq <= mark:
                return
            events = event_log.read(session, briefing_id, after=mark)
            self._on_events(briefing_id, events)
            for key in [k for k in self._watchers if k[0] == briefing_id]:
                touching = sum(audiences.reaches(event.reach, key[1]) for event in events)
                if touching:
                    self._send_regions(
                        View(session, briefing, regions.eyes(key[1], briefing, session), seq), key, touching
                    )
            self._marks[briefing_id] = seq

    def _send_regions(self, view: View, key: Key, touching: int) -> None:
        briefing_id, audience, locale = key
        for region in audiences.regions(audience):
            html = self.render(view, region, locale)
            same = self._last.get((key, region)) == html
            self._last[(key, region)] = html
            # After several events the region may have changed and changed back while a page was
            # loaded in between, so only one event without effect is left unsent.
            if not (same and touching == 1):
                self._send(room(briefing_id, audience, locale), update(region, view.seq, html))

    def render(self, view: View, region: str, locale: str) -> str:
        """The inside of a region, in a request context that is nobody's."""
        with self.app.test_request_context("/"), force_locale(locale):
            g.broadcast = True
            return regions.inside(view, region)


def update(region: str, seq: int, html: str) -> dict[str, Any]:
    """The message that carries a region as it stands at ``seq``."""
    stream = (
        f'<turbo-stream action="update" method="morph" target="{region}">'
        f"<template>{html}</template></turbo-stream>"
    )
    return {"region": region, "seq": seq, "html": stream}
