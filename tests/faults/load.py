"""A briefing under way: reporters ask, moderators and points act, all over bad lines, and remember
what they were told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random
from typing import Any

from tests.faults.calls import BREAKS, Answer, NoAnswer, call
from tests.faults.house import REPORTERS, House

BAD_LINE = 0.15
RETRY = (0.05, 0.3)
# Between two acts of one person.
PAUSE = (0.4, 1.4)
# So many are open at most; then moderators only dispose.
OPEN = 15
TAKEN = (200, 201)
# Of what reporters asked, so much is taken back.
WITHDRAWN = 0.05
UNITS = ("001", "006", "268")
LEADERS = {"leader": "006", "leader2": "001", "leader3": "268"}

Act = tuple[str, dict[str, Any]]
# State → verbs and what they need; often is said by repeating.
_MODERATORS: dict[str, list[Act]] = {
    "received": [
        ("queue", {}),
        ("queue", {"priority": "urgent"}),
        ("route", {"unit": ["006"]}),
        ("route", {"unit": ["001", "268"]}),
        ("edit", {"wording": "Câu gọn lại"}),
        ("decline", {"ground": "secret"}),
        ("merge", {}),
    ],
    "queued": [
        ("air", {}),
        ("air", {}),
        ("route", {"lead": "001"}),
        ("route", {"unit": ["006"]}),
        ("move", {"by": "up"}),
        ("recall", {}),
        ("park", {}),
        ("defer", {"unit": "006"}),
        ("decline", {"ground": "draft"}),
    ],
    "on_air": [("answer", {}), ("answer", {"gist": "Tháng 12."}), ("park", {}), ("edit", {"wording": "Gọn"})],
    "answered": [("reopen", {})],
}
_DISPOSING: dict[str, list[Act]] = {
    "received": [("decline", {"ground": "secret"})],
    "queued": [("air", {}), ("decline", {"ground": "draft"}), ("defer", {"unit": "001"})],
    "on_air": [("answer", {})],
}
_POINTS: dict[str, list[Act]] = {
    "routed": [("accept", {}), ("accept", {}), ("return", {"reason": "no_information"})],
    "accepted": [("ready", {}), ("return", {"reason": "not_available"})],
}


class Load:
    """All who act. ``run(True)`` lets them, ``run(False)`` makes them finish what they have begun."""

    def __init__(self, house: House, seed: str) -> None:
        self.house = house
        # What was acknowledged: key → (number, text), and number → version.
        self.asked: dict[str, tuple[int, str]] = {}
        self.versions: dict[int, int] = {}
        self.complaints: list[str] = []
        # Answers that say that the server failed.
        self.failed: list[str] = []
        # What each hand, known by its lots, waits for.
        self.under_way: dict[Random, str] = {}
        self._lock = threading.Lock()
        self._gate, self._over = threading.Event(), threading.Event()
        reporters = ["reporter", "reporter2", *(f"reporter{n}" for n in range(3, 3 + REPORTERS)), "clerk"]
        self._hands = [
            *(_Hand(self, f"{seed} {who}", _asking(who)) for who in reporters),
            *(_Hand(self, f"{seed} {who}", _moderating(who)) for who in ("moderator", "moderator2")),
            _Hand(self, f"{seed} points", _answering),
            _Hand(self, f"{seed} organiser", _clearing),
        ]

    def start(self) -> None:
        """Start everyone, waiting to be let run."""
        for hand in self._hands:
            hand.start()

    def stop(self) -> None:
        """End everyone."""
        self._over.set()
        self._gate.set()
        for hand in self._hands:
            hand.join(timeout=30)

    def run(self, yes: bool) -> None:
        """Let them act, or not begin anything new."""
        if yes:
            self._gate.set()
        else:
            self._gate.clear()

    def may_begin(self) -> bool:
        """True while something new may be begun."""
        return self._gate.is_set()

    def at_rest(self) -> bool:
        """True when nobody has anything under way."""
        return all(hand.resting for hand in self._hands)

    def call(
        self, lot: Random, who: str, method: str, path: str, sent: Any = None, key: str = ""
    ) -> Answer | None:
        """Call until there is a whole answer that is not the server's failure; None when all is over."""
        outcome: object = "nothing yet"
        while not self._over.is_set():
            self.under_way[lot] = f"{who}: {method} {path}, last answered with {outcome}"
            breaks = lot.choice(BREAKS) if lot.random() < BAD_LINE else ""
            try:
                port = self.house.any_port(lot)
                answer = call(port, self.house.tokens[who], method, path, sent, key, breaks)
                if answer.status < 500:
                    del self.under_way[lot]
                    return answer
                outcome = f"{answer.status} {answer.body}"
                self.failed.append(outcome)
            except NoAnswer as none:
                outcome = none
            time.sleep(lot.uniform(*RETRY))
        return None

    def ask(self, lot: Random, who: str, key: str) -> Answer | None:
        """Ask the question of this key, until it is acknowledged."""
        text = f"Câu hỏi {key}: khi nào sửa xong đường?"
        sent: dict[str, Any] = {"text": text}
        if who == "clerk":
            sent["asker"] = {"name": "Người trong hội trường", "outlet": "Báo Hội Trường"}
        answer = self.call(lot, who, "POST", "/questions", sent, key)
        if answer is not None:
            self._acknowledged(key, text, answer)
        return answer

    def _acknowledged(self, key: str, text: str, answer: Answer) -> None:
        # The same key must never get another number.
        with self._lock:
            if answer.status not in TAKEN:
                self.complaints.append(f"{key} was refused: {answer.status} {answer.body}")
                return
            number = answer.body["number"]
            before = self.asked.setdefault(key, (number, text))
            if before[0] != number:
                self.complaints.append(f"{key} is question {before[0]}, then {number}")
        self.acted(answer)

    def acted(self, answer: Answer | None) -> None:
        """An act was carried out: the question has at least this version from now on."""
        if answer is not None and answer.status in TAKEN:
            number, version = answer.body["number"], answer.body["version"]
            with self._lock:
                self.versions[number] = max(version, self.versions.get(number, 0))


class _Hand(threading.Thread):
    """One who acts again and again; ``resting`` is true between the acts when nobody may."""

    def __init__(self, load: Load, seed: str, act: Callable[[Load, Random], None]) -> None:
        super().__init__(name=seed, daemon=True)
        self.load, self.lot, self._act = load, Random(seed), act
        self.resting = True

    def run(self) -> None:
        while not self.load._over.is_set():
            if not self.load._gate.is_set():
                self.resting = True
                self.load._gate.wait()
                self.resting = False
                continue
            self._act(self.load, self.lot)
            self.load._over.wait(self.lot.uniform(*PAUSE))


def _asking(who: str) -> Callable[[Load, Random], None]:
    def ask(load: Load, lot: Random) -> None:
        answer = load.ask(lot, who, f"{who}-{lot.getrandbits(64):x}")
        if answer is None or answer.status not in TAKEN or who == "clerk":
            return
        if lot.random() < WITHDRAWN:
            _act(load, lot, who, answer.body, "withdraw", {})

    return ask


def _moderating(who: str) -> Callable[[Load, Random], None]:
    def moderate(load: Load, lot: Random) -> None:
        states = "answered" if lot.random() < 0.03 else "received,queued,on_air"
        listed = load.call(lot, who, "GET", f"/questions?state={states}&limit=30")
        items = _items(listed)
        choices = _DISPOSING if len(items) > OPEN else _MODERATORS
        # As many as one person does at a look; some of them are stale by then.
        for item in lot.sample(items, min(3, len(items))):
            if item["state"] in choices:
                verb, given = lot.choice(choices[item["state"]])
                if verb == "merge":
                    given = {"into": lot.choice(items)["number"]}
                _act(load, lot, who, item, verb, given)

    return moderate


def _answering(load: Load, lot: Random) -> None:
    who, unit = lot.choice(list(LEADERS.items()))
    listed = load.call(lot, who, "GET", "/questions?state=queued,on_air,written&limit=30")
    for item in lot.sample(_items(listed), min(3, len(_items(listed)))):
        if (item["answer"] or {}).get("state") == "drafting":
            _act(load, lot, who, item, "submit", {"text": "Đã sửa xong."})
            continue
        own = next((route["state"] for route in item["routes"] if route["unit"] == unit), "")
        if own in _POINTS:
            _act(load, lot, who, item, *lot.choice(_POINTS[own]))


def _clearing(load: Load, lot: Random) -> None:
    listed = load.call(lot, "organiser", "GET", "/questions?state=written&limit=30")
    for item in _items(listed)[-3:]:
        state = (item["answer"] or {}).get("state")
        if state in ("submitted", "cleared"):
            _act(load, lot, "organiser", item, "clear" if state == "submitted" else "publish", {})
    unit, ms = lot.choice(UNITS), lot.randrange(500)
    load.call(lot, "organiser", "POST", f"/points/{unit}/line-check", {"ms": ms})


def _act(load: Load, lot: Random, who: str, item: dict[str, Any], verb: str, given: dict[str, Any]) -> None:
    if not load.may_begin():
        return
    path = f"/questions/{item['number']}/{verb}"
    load.acted(load.call(lot, who, "POST", path, {"version": item["version"], **given}))


def _items(listed: Answer | None) -> list[dict[str, Any]]:
    return listed.body.get("items", []) if listed is not None else []
