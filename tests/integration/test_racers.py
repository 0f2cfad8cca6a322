"""Many at once: one winner, clear losers, nothing half done, and nobody kept waiting who need not wait.

The racers are threads: green ones under eventlet, real ones otherwise.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select

from confhub import event_log
from confhub.commands import directory, life, questions, seats
from confhub.commands.base import Done
from confhub.errors import Forbidden, Invalid, NotNow, Refusal, Stale
from confhub.models import OFFICE_LOG, Question, Seat
from confhub.policy import Actor
from confhub.words import WORDS
from tests.checks import problems


def race(runs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all at the same moment; what each answered or raised, in their order."""
    answers: list[Any] = [None] * len(runs)
    start = threading.Barrier(len(runs))

    def run(place: int) -> None:
        start.wait(10)
        try:
            answers[place] = runs[place]()
        except Exception as failure:
            answers[place] = failure

    racers = [threading.Thread(target=run, args=(place,)) for place in range(len(runs))]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    return answers


def split(answers: list[Any]) -> tuple[list[Done], list[Refusal]]:
    """Those that did it, and those that were refused; anything else fails."""
    done = [a for a in answers if isinstance(a, Done)]
    refused = [a for a in answers if isinstance(a, Refusal)]
    assert len(done) + len(refused) == len(answers), answers
    return done, refused


def test_of_twelve_who_press_at_once_one_wins_and_the_others_hear_who(world):
    target, number = world.ask(by="reporter2"), world.ask()
    verbs: list[tuple[str, dict[str, Any]]] = [
        ("queue", {}), ("edit", {"wording": "Câu khác"}), ("route", {"unit": ["006"]}),
        ("decline", {"ground": "secret"}), ("merge", {"into": target}), ("defer", {"unit": "001"}),
    ]  # fmt: skip
    presses = [(by, verb, data) for verb, data in verbs for by in ("moderator", "moderator2")]
    before = len(world.events())
    answers = race([lambda p=p: world.act(p[0], p[1], number, 1, **p[2]) for p in presses])
    done, refused = split(answers)
    assert len(done) == 1
    by, verb, _data = presses[answers.index(done[0])]
    question = world.question(number)
    assert (question.version, question.changed_verb, question.changed_by) == (2, verb, world.actors[by].name)
    assert {type(refusal) for refusal in refused} == {Stale}
    assert {str(refusal.detail) for refusal in refused} == {
        f"{world.actors[by].name} was faster ({WORDS['verb'][verb]}): "
        "this question has changed since you saw it."
    }
    events = world.events()
    assert [e.kind for e in events[before:]] == [f"question.{questions.PAST[verb]}"]
    assert problems(world) == []


def test_of_eight_questions_put_on_air_at_once_one_is(world):
    numbers = [world.bring("queued") for _ in range(8)]
    done, refused = split(race([lambda n=n: world.act("moderator", "air", n, 2) for n in numbers]))
    assert [each.number for each in done] == [n for n in numbers if world.question(n).state == "on_air"]
    assert len(done) == 1
    assert {type(refusal) for refusal in refused} == {NotNow}
    assert {str(r.detail) for r in refused} == {f"Question {done[0].number} is on air. End or park it first."}
    assert problems(world) == []


def test_questions_asked_at_once_get_numbers_without_a_gap(world):
    def ask_three(by: str, racer: int) -> list[int]:
        return [
            questions.ask(world.db, world.actors[by], {"text": "Hỏi"}, f"{racer}-{n}").number
            for n in range(3)
        ]

    askers = ["reporter", "reporter2"] * 6
    answers = race([lambda b=by, r=racer: ask_three(b, r) for racer, by in enumerate(askers)])
    assert sorted(number for numbers in answers for number in numbers) == list(range(1, 37))
    assert all(numbers == sorted(numbers) for numbers in answers)
    assert problems(world) == []


def test_a_request_repeated_at_once_is_one_question(world):
    ask = lambda: questions.ask(world.db, world.reporter, {"text": "Một lần"}, "c1")  # noqa: E731
    done, refused = split(race([ask] * 10))
    assert not refused
    assert {each.number for each in done} == {1}
    assert sum(not each.repeated for each in done) == 1
    assert problems(world) == []


def test_a_button_pressed_many_times_at_once_is_one_act(world):
    number = world.ask()
    done, refused = split(race([lambda: world.act("moderator", "queue", number, 1)] * 8))
    assert not refused
    assert (sum(not each.repeated for each in done), world.question(number).version) == (1, 2)


def test_a_reporter_who_registers_from_many_windows_has_one_seat(world):
    person_id = directory.create_account(
        world.db, directory.SYSTEM, {"name": "An", "email": "an@example.org", "outlet": "Báo"}
    ).id
    _done, refused = split(race([lambda: seats.register(world.db, person_id, "DEMO")] * 8))
    assert not refused
    with world.db.reading() as session:
        assert session.scalar(select(func.count()).where(Seat.person_id == person_id)) == 1
    assert problems(world) == []


def test_a_briefings_code_is_given_once(world):
    data = {
        "code": "NEXT",
        "title": "T",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2024",
        "unit": ["001"],
    }
    create = lambda: life.create(world.db, Actor("organiser", "T"), data)  # noqa: E731
    done, refused = split(race([create] * 6))
    assert len(done) == 1
    assert {(type(r), *r.errors) for r in refused} == {(Invalid, "code")}


def test_there_is_one_first_organiser(world):
    def create(place: int) -> Done:
        data = {"name": "A", "email": f"a{place}@example.org", "password": "mật khẩu dài"}
        return directory.create_first_organiser(world.db, data)

    done, refused = split(race([lambda p=p: create(p) for p in range(3)]))
    assert len(done) == 1
    assert {type(refusal) for refusal in refused} == {Forbidden}
    assert problems(world, OFFICE_LOG) == []


def test_readers_find_every_moment_consistent_while_others_write(world):
    writing = threading.Event()
    moments: list[int] = []

    def write() -> None:
        for _ in range(6):
            # With words of its own it is brought there anew, not restored under the readers.
            world.bring("answered", text="Khi nào xong?")
        writing.set()

    def read() -> None:
        while not writing.is_set():
            with world.db.reading() as session:
                seq = event_log.last_seq(session, world.briefing_id)
                time.sleep(0.002)
                assert list(event_log.verify(session, world.briefing_id)) == []
                assert event_log.last_seq(session, world.briefing_id) == seq
                counted = session.scalar(select(func.count()).select_from(Question))
                received = sum(
                    e.kind == "question.received" for e in event_log.read(session, world.briefing_id)
                )
                assert counted == received
            moments.append(seq)
            time.sleep(0.001)

    answers = race([write, read, read])
    assert answers == [None, None, None]
    assert moments
