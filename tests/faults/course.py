"""One course: a house under load, with its screens, through a number of faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults import proof
from tests.faults.house import House
from tests.faults.kinds import FAILING, Fault
from tests.faults.load import Load
from tests.faults.screens import Screen
from tests.faults.step import PROMISE, End, InStep, Wrong, wait_until_in_step

# Who watches, in which language, by long-polling or not.
LIVE = (
    ("moderator", "vi", False),
    ("moderator", "vi", True),
    ("moderator2", "en", False),
    ("organiser", "vi", False),
    ("clerk", "vi", False),
    ("chair", "vi", False),
    ("display", "vi", False),
    ("display", "vi", True),
    ("display", "en", False),
    ("leader", "vi", False),
    ("leader2", "vi", True),
    ("leader3", "vi", False),
    ("reporter", "vi", False),
    ("reporter2", "vi", True),
    ("reporter3", "vi", False),
)


@dataclass
class Round:
    """How one fault went: what was wrong, and how long it took until every screen was right."""

    fault: str
    wrong: list[str] = field(default_factory=list)
    in_step: InStep | None = None
    asked: int = 0

    def __str__(self) -> str:
        """One line, and what was wrong below it."""
        return "\n".join([f"{self.fault}: {self.in_step}, {self.asked} questions", *self.wrong])


class Course:
    """The rounds of one seed; ``rounds`` tells how they went."""

    def __init__(self, kind: str, seed: str, folder: Path) -> None:
        self.house, self.seed, self.lot = House(kind, folder), seed, Random(seed)
        self._kept = folder / "rounds.txt"
        self.screens: list[Screen] = []
        self.rounds: list[Round] = []

    def run(self, faults: Sequence[Fault]) -> None:
        """Go through the faults one after the other."""
        with self.house:
            self.load = Load(self.house, self.seed)
            try:
                self._open_screens()
                self.load.start()
                for fault in faults:
                    self.rounds.append(self._go_through(fault))
                    # A long run that is ended before its time has told this much.
                    self._kept.write_text("\n".join(map(str, self.rounds)))
            finally:
                self.load.stop()
                for screen in self.screens:
                    screen.stop()

    def _open_screens(self) -> None:
        for place, (who, language, polling) in enumerate(LIVE):
            screen = Screen(self.house, who, language, polling, f"{self.seed} {place}")
            screen.load()
            screen.visiting.set()
            screen.start()
            self.screens.append(screen)

    def _go_through(self, fault: Fault) -> Round:
        now, before = Round(fault.__name__), len(self.load.asked)
        self.load.failed.clear()
        self.load.run(True)
        time.sleep(self.lot.uniform(0.3, 1.5))
        # In every other round nothing more happens that could heal what the fault has done.
        early = self.lot.random() < 0.5
        last_act = threading.Timer(self.lot.uniform(0.0, 1.5), self.load.run, [False])
        if early:
            last_act.start()
        try:
            fault(self)
            end = End(self.house)
            if not early:
                time.sleep(self.lot.uniform(0.0, 1.0))
            last_act.cancel()
            self.load.run(False)
            now.in_step = wait_until_in_step(self.load, self.screens, end)
            if now.in_step.net > PROMISE:
                raise Wrong(f"right only after {now.in_step}")
        except Wrong as wrong:
            last_act.cancel()
            now.wrong.append(str(wrong))
            self._start_anew()
        for complaints in (self.load.complaints, *(screen.complaints for screen in self.screens)):
            now.wrong += complaints
            complaints.clear()
        now.wrong += proof.amiss(self.house, self.load, self.lot)
        if self.load.failed and fault not in FAILING:
            now.wrong.append(f"{len(self.load.failed)} calls failed, with {self.load.failed[0]}")
        now.asked = len(self.load.asked) - before
        if now.wrong:
            now.wrong.append(self.house.last_words())
        return now

    def _start_anew(self) -> None:
        """What went wrong in one round must not be found again in the next one."""
        self.load.run(False)
        for screen in self.screens:
            screen.stalled.clear()
            screen.away.clear()
            screen.visiting.set()
            screen.renew.set()
