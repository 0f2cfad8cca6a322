"""Who looks at or edits which question: counted by socket, told by person."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import pytest

from confhub.live.lookers import PAUSE, Lookers
from confhub.policy import Actor

HA = Actor(role="moderator", name="Lê Minh Hà", briefing_id=1, seat_id=7)
BAO = Actor(role="moderator", name="Trần Quốc Bảo", briefing_id=1, seat_id=8)


class Told:
    """Lookers, and of which briefings it was told; ``spoken`` counts what the other processes were told."""

    def __init__(self):
        self.briefings = []
        self.spoken = 0
        self.lookers = Lookers(self.briefings.append, self._speak)

    def _speak(self):
        self.spoken += 1

    def due(self):
        """What is told now."""
        self.briefings.clear()
        self.lookers.tell_due()
        return self.briefings


@pytest.fixture
def told():
    return Told()


def at(number, editing=False):
    return {"number": number, "editing": editing}


def seen(lookers, briefing_id=1):
    return [(one["number"], one["seat"], one["editing"]) for one in lookers.everywhere(briefing_id)]


def test_it_is_told_by_name_and_seat_what_each_looks_at_and_edits(told):
    told.lookers.look("a", HA, at(12))
    told.lookers.look("b", BAO, at(3, editing=True))
    assert told.lookers.everywhere(1) == [
        {"number": 3, "name": "Trần Quốc Bảo", "seat": 8, "editing": True},
        {"number": 12, "name": "Lê Minh Hà", "seat": 7, "editing": False},
    ]
    assert told.lookers.everywhere(2) == []


def test_who_looks_elsewhere_has_left_where_it_was(told):
    told.lookers.look("a", HA, at(12))
    told.lookers.look("a", HA, at(13))
    assert seen(told.lookers) == [(13, 7, False)]
    told.lookers.look("a", HA, at(None))
    assert seen(told.lookers) == []


def test_a_person_with_two_windows_is_where_both_are_and_edits_if_one_does(told):
    told.lookers.look("a", HA, at(12, editing=True))
    told.lookers.look("b", HA, at(12))
    assert seen(told.lookers) == [(12, 7, True)]
    told.lookers.look("b", HA, at(5))
    assert seen(told.lookers) == [(5, 7, False), (12, 7, True)]
    told.lookers.forget("a")
    assert seen(told.lookers) == [(5, 7, False)]
    told.lookers.forget("b")
    assert seen(told.lookers) == []


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        7,
        "12",
        [12, True],
        {},
        {"number": 12},
        {"editing": True},
        {"number": 12, "editing": None},
        {"number": 12, "editing": 1},
        {"number": "12", "editing": False},
        {"number": 12.0, "editing": False},
        {"number": True, "editing": False},
        {"number": 0, "editing": False},
        {"number": -1, "editing": False},
        {"number": 2**31, "editing": False},
        {"number": [1], "editing": False},
    ],
)
def test_what_is_not_a_look_is_not_heard(told, nonsense):
    told.lookers.look("a", HA, at(12))
    told.due()
    told.lookers.look("a", HA, nonsense)
    assert seen(told.lookers) == [(12, 7, False)]
    assert told.due() == []


def test_much_that_happens_is_told_once_and_what_changes_nothing_is_not_told(told):
    for number in range(1, 500):
        told.lookers.look("a", HA, at(number))
    assert told.due() == [1]
    assert told.spoken == 1
    told.lookers.look("a", HA, at(499))
    told.lookers.forget("b")
    assert told.due() == []
    assert told.spoken == 1


def test_a_newcomer_is_told_but_other_processes_are_not_for_it(told):
    told.lookers.remind(1)
    assert told.due() == [1]
    assert told.spoken == 0


def test_other_processes_say_theirs_and_take_them_along(told):
    there = Lookers(lambda _briefing: None, lambda: None)
    there.look("z", BAO, at(12))
    said = {str(briefing_id): lookers for briefing_id, lookers in there.here().items()}
    told.lookers.look("a", HA, at(12))
    told.due()
    told.lookers.hear("other", said)
    assert seen(told.lookers) == [(12, 7, False), (12, 8, False)]
    assert told.due() == [1]
    told.lookers.hear("other", said)
    assert told.due() == []
    told.lookers.hear("other", None)
    assert told.due() == [1]
    assert seen(told.lookers) == [(12, 7, False)]
    assert told.spoken == 1


def test_a_flood_is_told_at_most_once_in_each_pause_and_its_end_always():
    times, latest, arrived = [], [], threading.Event()

    def tell(briefing_id):
        times.append(time.monotonic())
        latest[:] = [one["number"] for one in lookers.everywhere(briefing_id)]
        if latest == [3000]:
            arrived.set()

    lookers = Lookers(tell, lambda: None)
    threading.Thread(target=lookers.run, daemon=True).start()
    for number in range(1, 3001):
        lookers.look("a", HA, at(number))
    assert arrived.wait(10)
    assert all(after - before >= PAUSE for before, after in pairwise(times))


def test_who_cannot_be_told_does_not_keep_the_next_from_being_told(caplog):
    numbers, arrived = [], threading.Event()

    def tell(briefing_id):
        numbers.append(briefing_id)
        if len(numbers) == 1:
            raise RuntimeError("the wire is cut")
        arrived.set()

    lookers = Lookers(tell, lambda: None)
    threading.Thread(target=lookers.run, daemon=True).start()
    lookers.look("a", HA, at(1))
    deadline = time.monotonic() + 10
    while not numbers:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    lookers.look("a", HA, at(2))
    assert arrived.wait(10)
    assert "could not be told" in caplog.text
