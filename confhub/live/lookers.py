"""Lookers: which moderator is looking at or editing which question, on this process and on the others.

Nothing of it is written down: it is true as long as a socket says so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from confhub.commands.base import LARGEST
from confhub.policy import Actor

# Between two messages, however often somebody looks elsewhere.
PAUSE = 0.1
_log = logging.getLogger("confhub.lookers")

# ``{number, name, seat, editing}``
Looker = dict[str, Any]


class Lookers:
    """Keeps what the moderators' sockets say here, and what other processes say of theirs.

    ``tell(briefing_id)`` is called when that changed, ``speak()`` when it changed here: by one thread, so
    that nobody is told the older after the newer, and after a pause, so that a flood costs little.
    """

    def __init__(self, tell: Callable[[int], None], speak: Callable[[], None]) -> None:
        self._tell, self._speak = tell, speak
        self._here: dict[str, tuple[int, Looker]] = {}
        self._elsewhere: dict[str, dict[int, list[Looker]]] = {}
        self._due: set[int] = set()
        self._is_spoken = True
        self._news = threading.Event()
        self._keeping = threading.Lock()

    def run(self) -> None:
        """Tell what is due, for ever."""
        while True:
            self._news.wait()
            self._news.clear()
            try:
                self.tell_due()
            except Exception:
                _log.exception("who looks at what could not be told")
            time.sleep(PAUSE)

    def tell_due(self) -> None:
        """Tell once what has changed since it was told last."""
        with self._keeping:
            due, self._due = self._due, set()
            is_spoken, self._is_spoken = self._is_spoken, True
        for briefing_id in due:
            self._tell(briefing_id)
        if not is_spoken:
            self._speak()

    def look(self, socket: str, actor: Actor, said: Any) -> None:
        """A moderator's socket says ``{number: int|null, editing: bool}``; anything else is not heard."""
        if actor.briefing_id is None or not _is_look(said):
            return
        if said["number"] is None:
            return self.forget(socket)
        names = {"name": actor.name, "seat": actor.seat_id}
        looker = {"number": said["number"], **names, "editing": said["editing"]}
        with self._keeping:
            if self._here.get(socket) == (actor.briefing_id, looker):
                return
            self._here[socket] = (actor.briefing_id, looker)
            self._is_spoken = False
        self.remind(actor.briefing_id)

    def forget(self, socket: str) -> None:
        """A socket looks at nothing any more, or has closed."""
        with self._keeping:
            gone = self._here.pop(socket, None)
            if gone is None:
                return
            self._is_spoken = False
        self.remind(gone[0])

    def remind(self, briefing_id: int) -> None:
        """Tell this briefing soon, whether or not it changed: somebody may have come who was never told."""
        with self._keeping:
            self._due.add(briefing_id)
        self._news.set()

    def here(self) -> dict[int, list[Looker]]:
        """Who looks at what by a socket of this process, by briefing."""
        with self._keeping:
            sockets = list(self._here.values())
        found: dict[int, list[Looker]] = {}
        for briefing_id, looker in sockets:
            found.setdefault(briefing_id, []).append(looker)
        return {briefing_id: _each_once(lookers) for briefing_id, lookers in sorted(found.items())}

    def hear(self, process: str, said: Any) -> None:
        """What another process says of its lookers, None when it is gone."""
        before = self._elsewhere.pop(process, {})
        # JSON has made text of the numbers.
        after = {int(briefing_id): lookers for briefing_id, lookers in (said or {}).items()}
        if after:
            self._elsewhere[process] = after
        for briefing_id in before.keys() | after.keys():
            if before.get(briefing_id) != after.get(briefing_id):
                self.remind(briefing_id)

    def everywhere(self, briefing_id: int) -> list[Looker]:
        """Who looks at what in a briefing, wherever, by question; each person once at each."""
        all_of_them = [self.here(), *list(self._elsewhere.values())]
        return _each_once(looker for some in all_of_them for looker in some.get(briefing_id, []))


def _is_look(said: Any) -> bool:
    if not isinstance(said, Mapping) or not isinstance(said.get("editing"), bool):
        return False
    number = said.get("number", "")
    return number is None or (type(number) is int and 0 < number <= LARGEST)


def _each_once(lookers: Iterable[Looker]) -> list[Looker]:
    """By question and person; whoever edits in one of two windows edits."""
    found: dict[tuple[int, int], Looker] = {}
    for looker in lookers:
        key = (looker["number"], looker["seat"])
        if key not in found or looker["editing"]:
            found[key] = looker
    return [found[key] for key in sorted(found)]
