"""A screen: a desk's page as a browser has it, kept up to date by messages as ``static/js/live.js`` does."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import requests

from tests.faults.house import House
from tests.faults.lines import SILENCE, LineLost, Live, PollingLine, WebSocketLine
from tests.watcher import inside, without_csrf

# static/js/live.js
SYNC_TIMEOUT = 10.0
RECONNECTION_DELAY, RECONNECTION_DELAY_MAX = 0.5, 2.5
AGAIN = (0.5, 3.0)

GLANCE = 0.1
# Seconds between two visits of the page.
VISITS = (3.0, 12.0)
PATIENCE = 10.0
# What a reader that has stopped has sent to it at each glance, and how often it asks for that.
FILLING, MOST_ASKED = 200_000, 4
Regions = dict[str, tuple[int, str]]
_REGION = re.compile(r'<div id="([^"]+)" data-region="\1" data-seq="(\d+)">')
_DIV = re.compile(r"<(/?)div\b")


class Screen(threading.Thread):
    """One browser window: ``regions`` is what it shows, by name: the number and the HTML.

    What befalls it is told through the attributes ``fate`` ("cut", "half-open"), ``stalled`` and ``away``.
    ``cut_off`` is set when the server had enough of it while it was stalled; ``complaints`` is what must
    not be.
    """

    def __init__(self, house: House, who: str, language: str, polling: bool, seed: str) -> None:
        super().__init__(name=f"{who}, {language}, {'polling' if polling else 'websocket'}", daemon=True)
        self.house, self.who, self.language, self.polling = house, who, language, polling
        self.lot = Random(f"{seed} {self.name}")
        self.regions: Regions = {}
        self.fate = ""
        self.stalled, self.away, self.over = threading.Event(), threading.Event(), threading.Event()
        self.visiting, self.renew = threading.Event(), threading.Event()
        self.connected = self.cut_off = False
        # When it came to show what it shows, and to be connected.
        self.changed = 0.0
        self.complaints: list[str] = []
        self._open: list[Live] = []
        self._failures = 0
        self._syncing: tuple[int, float] | None = None
        self._cookies = self._enter()

    # --- The page ---------------------------------------------------------------------------------

    def _enter(self) -> dict[str, str]:
        answer = requests.get(
            f"{self.house.any_url(self.lot)}/enter/{self.house.tokens[self.who]}",
            allow_redirects=False,
            timeout=PATIENCE,
        )
        self._desk = re.sub(r"^/b/[^/]+/", "", answer.headers["Location"])
        return {**answer.cookies, "lang": self.language}

    def fresh(self) -> Regions:
        """The regions of the page, loaded now."""
        path = f"/b/{self.house.code}/{self._desk}"
        answer = requests.get(self.house.any_url(self.lot) + path, cookies=self._cookies, timeout=PATIENCE)
        if answer.status_code != 200:
            raise requests.HTTPError(f"{answer.status_code} for {path}")
        return dict(_regions(without_csrf(answer.text)))

    def load(self) -> None:
        """Load the page, before the thread starts."""
        self.regions = self.fresh()
        assert self.regions

    def differing(self, shown: Regions) -> list[str]:
        """Names of regions that are not as in ``shown``."""
        mine = self.regions
        return [name for name in shown if shown[name][1] != mine[name][1]]

    # --- The line ---------------------------------------------------------------------------------

    def run(self) -> None:
        """Connect, follow, and come back as socket.io's client does."""
        while not self.over.is_set():
            live, pause = None, 0.0
            try:
                live = self._connect()
                self._follow(live)
                # The server ended it in order, or refused it: live.js comes back by itself.
                pause = self.lot.uniform(*AGAIN)
            except LineLost:
                pause = self._backoff()
            self.connected, self._syncing = False, None
            # Half-open: the server goes on believing in the old line, and nobody reads from it.
            if live is not None and self.fate != "half-open":
                self._drop(live)
            self.fate = ""
            self.over.wait(pause)
            while (self.away.is_set() or self.stalled.is_set()) and not self.over.is_set():
                self.over.wait(GLANCE)
        for left in list(self._open):
            self._drop(left)

    def stop(self) -> None:
        """End the thread, and every line that it had."""
        self.over.set()
        self.stalled.clear()
        self.join(PATIENCE)

    def _connect(self) -> Live:
        kind = PollingLine if self.polling else WebSocketLine
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        line = kind(self.house.any_port(self.lot), cookie)
        try:
            live = Live(line, {"briefing": self.house.code, "desk": self._desk, "lang": self.language})
        except LineLost:
            line.cut()
            raise
        self._open.append(live)
        return live

    def _follow(self, live: Live) -> None:
        """Until the server ends the namespace; LineLost when the line goes."""
        heard, next_visit = time.monotonic(), time.monotonic() + self.lot.uniform(*VISITS)
        while not self.over.is_set():
            while self.stalled.is_set():
                self._fall_behind(live)
            if self.fate:
                raise LineLost(self.fate)
            came, events = live.receive(GLANCE)
            now = time.monotonic()
            heard = now if came else heard
            for event, data in events:
                if not self._take(live, event, data):
                    return
            if now - heard > SILENCE:
                raise LineLost("silence")
            if self._syncing and now - self._syncing[1] > SYNC_TIMEOUT:
                self._sync(live)
            due = (self.visiting.is_set() and now > next_visit) or self.renew.is_set()
            if due and self.connected:
                self.renew.clear()
                self._visit(live)
                next_visit = time.monotonic() + self.lot.uniform(*VISITS)

    def _take(self, live: Live, event: str, data: Any) -> bool:
        if event == "connect":
            self.connected, self._failures = True, 0
            self.changed = time.monotonic()
            self._sync(live)
        elif event == "update":
            self._apply(data)
        elif event == "ack" and self._syncing and data[0] == self._syncing[0]:
            self._syncing = None
            for update in data[1]:
                self._apply(update)
        elif (event == "connect_error" and data == "unauthorised") or event == "gone":
            self.complaints.append(f"sent away: {event} {data}")
        if event in ("disconnect", "connect_error"):
            self.connected = False
            return False
        return True

    def _fall_behind(self, live: Live) -> None:
        """Ask for everything and read nothing."""
        once = sum(len(shown.encode()) for _seq, shown in self.regions.values())
        try:
            for _ in range(min(MOST_ASKED, FILLING // once + 1)):
                live.ask("sync", dict.fromkeys(self.regions, 0))
        except LineLost:
            self.cut_off = True
            raise
        self.over.wait(GLANCE)

    def _sync(self, live: Live) -> None:
        known = {name: seq for name, (seq, _html) in self.regions.items()}
        self._syncing = (live.ask("sync", known), time.monotonic())

    def _apply(self, update: dict[str, Any]) -> None:
        name, seq = update["region"], update["seq"]
        if name in self.regions and seq > self.regions[name][0]:
            self._show({**self.regions, name: (seq, inside(update))})

    def _visit(self, live: Live) -> None:
        """Open the page anew; what arrives until it is shown goes to the page before."""
        try:
            shown = self.fresh()
        except requests.RequestException:
            return
        for event, data in live.receive(self.lot.uniform(0, GLANCE))[1]:
            self._take(live, event, data)
        self._show(shown)
        self._sync(live)

    def _show(self, regions: Regions) -> None:
        before, self.regions = self.regions, regions
        if any(before[name][1] != regions[name][1] for name in regions):
            self.changed = time.monotonic()

    def _backoff(self) -> float:
        delay = RECONNECTION_DELAY * 2**self._failures * self.lot.uniform(0.5, 1.5)
        self._failures = min(self._failures + 1, 10)
        return min(delay, RECONNECTION_DELAY_MAX)

    def _drop(self, live: Live) -> None:
        live.line.cut()
        self._open.remove(live)


def _regions(page: str) -> Iterator[tuple[str, tuple[int, str]]]:
    for opening in _REGION.finditer(page):
        depth = 1
        for tag in _DIV.finditer(page, opening.end()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                yield html.unescape(opening[1]), (int(opening[2]), page[opening.end() : tag.start()])
                break
