"""Live equals reload on the way, too: whatever happens in whatever order; and a page is what a message is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from typing import Any

import pytest

from confhub import audiences, policy
from confhub.commands import channel, directory, grounds, life, points, questions, seats
from confhub.errors import NotNow
from confhub.i18n import LANGUAGES
from confhub.models import Briefing, Question
from confhub.queries import questions as asked
from tests.checks import problems
from tests.watcher import Watcher, without_csrf

STEPS = 30
ACTORS = (
    "moderator",
    "moderator2",
    "organiser",
    "clerk",
    "leader",
    "leader2",
    "leader3",
    "reporter",
    "reporter2",
)
DESKS = {
    "moderator": "moderator",
    "organiser": "organiser",
    "clerk": "clerk",
    "chair": "chair",
    "technician": "technician",
    "leader": "point/006",
    "reporter": "reporter",
    "display": "display",
}


class Walk:
    """One course of a briefing, drawn by lot from what the tables allow at each step."""

    def __init__(self, world: Any, seed: int) -> None:
        self.world, self.lot = world, random.Random(seed)
        self.questions: Sequence[Question] = ()

    def step(self) -> str:
        """Something happens; says what."""
        if self.world.asked < 4 or self.lot.random() < 0.12:
            return self._ask()
        if self.lot.random() < 0.1:
            return self._beside()
        if self.lot.random() < 0.1:
            return self._write()
        with self.world.db.reading() as session:
            self.questions = asked.all_of(session, self.world.briefing_id)
            allowed = self._allowed(session.get_one(Briefing, self.world.briefing_id))
        by, verb, number = self.lot.choice(allowed)
        # That something has built upon what would be undone is only seen on the way.
        with suppress(NotNow) if verb == "undo" else nullcontext():
            self.world.act(by, verb, number, **self._data(verb, number))
        return f"{by} {verb} {number}"

    def _ask(self) -> str:
        by = self.lot.choice(("reporter", "reporter2", "clerk"))
        data = {"asker": str(self.world.reporter.seat_id)} if by == "clerk" else {}
        return f"{by} asks {self.world.ask(f'Câu {self.world.asked}', by=by, **data)}"

    def _beside(self) -> str:
        world, unit = self.world, self.lot.choice(("001", "006", "268"))
        what = self.lot.choice(("check_in", "line_check", "describe"))
        data = {
            "name": f"Ông {world.asked}",
            "ms": str(self.lot.randrange(99)),
            "leader": f"Bà {world.asked}",
        }
        getattr(points, what)(world.db, world.organiser, unit, data)
        return f"{what} {unit}"

    def _write(self) -> str:
        """Something on the back channel: a message, or the last one acknowledged."""
        world, desks = self.world, {"moderators": "moderator2", "chairs": "chair", "point:006": "leader"}
        to = self.lot.choice(list(desks))
        by = "technician" if to == "moderators" else "moderator"
        written = channel.send(world.db, world.actors[by], {"to": to, "text": f"Tin {world.asked}"})
        if self.lot.random() < 0.5:
            channel.acknowledge(world.db, world.actors[desks[to]], written.id or 0)
        return f"{by} writes to {to}"

    def _allowed(self, briefing: Briefing) -> list[tuple[str, str, int]]:
        shut = {"air"} if any(q.state == "on_air" for q in self.questions) else set()
        return [
            (by, verb, question.number)
            for question in self.questions
            for by in ACTORS
            for verb in questions.VERBS
            if policy.can(self.world.actors[by], verb, question, briefing) and verb not in shut
            if verb != "merge" or self._targets(question.number)
            if verb != "group" or self._partners(question)
        ]

    def _targets(self, number: int) -> list[int]:
        gone = ("merged", "withdrawn")
        return [q.number for q in self.questions if q.number != number and q.state not in gone]

    def _partners(self, question: Question) -> list[int]:
        return [
            q.number
            for q in self.questions
            if q is not question and q.state == "queued"
            if q.group_no is None or q.group_no != question.group_no
        ]

    def _data(self, verb: str, number: int) -> dict[str, Any]:
        unit = self.lot.choice(("001", "006", "268"))
        choices: dict[str, list[dict[str, Any]]] = {
            "queue": [{}, {"priority": "urgent"}],
            "edit": [{"wording": f"Câu gọn {number}"}],
            "move": [{"by": "up"}, {"by": "down"}, {"priority": "held"}, {"priority": "ordinary"}],
            "route": [{"unit": [unit]}, {"unit": ["001", "006"]}, {"lead": unit}],
            "return": [{"reason": "no_information"}, {"reason": "not_available", "reply": "Vắng"}],
            "gist": [{"gist": "Ý chính", "speaker": "Ông A"}],
            "answer": [{}, {"gist": "Xong"}],
            "defer": [{}, {"unit": unit, "due_days": "9"}],
            "draft": [{"text": f"Nháp {number}"}],
            "submit": [{"text": f"Trả lời {number}"}],
            "send_back": [{"note": "Xin sửa"}],
            "label": [{"add": f"Nhãn {number}"}],
            "note": [{"text": f"Ghi chú {number}"}],
            "clarify": [{"text": f"Ý nào của câu {number}?"}],
            "reply": [{"text": f"Ý đầu của câu {number}"}],
            "decline": [{"ground": "secret", "outward": "Chưa thể"}, {"ground": "draft", "note": "Kín"}],
        }
        if verb == "group":
            this = next(q for q in self.questions if q.number == number)
            return {"with": self.lot.choice(self._partners(this))}
        if verb == "merge":
            return {"into": self.lot.choice(self._targets(number))}
        return self.lot.choice(choices.get(verb, [{}]))


@pytest.mark.parametrize("seed", range(2))
def test_live_equals_reload_wherever_a_briefing_goes(app, world, seed):
    watcher, walk = Watcher(app, world, ["vi"]), Walk(world, seed)
    screens, story = watcher.reload(), []
    for step in range(STEPS):
        story.append(walk.step())
        # Sometimes several things happen within one tick.
        if walk.lot.random() < 0.4 or step == STEPS - 1:
            screens = watcher.receive(screens)
            shown = watcher.reload()
            wrong = [key for key in shown if shown[key] != screens[key]]
            assert not wrong, (wrong, story[-6:])
            assert not list(_contradictions(world)), story[-6:]
    assert problems(world) == []


def _contradictions(world: Any) -> Iterator[str]:
    """What must not be, wherever the way went."""
    with world.db.reading() as session:
        for q in asked.all_of(session, world.briefing_id):
            leads = [route for route in q.open_routes if route.role == "lead"]
            speaking = q.live is not None and q.live.state == "speaking"
            if len(leads) != bool(q.open_routes):
                yield f"{q.number} has {len(leads)} leads"
            if q.open_routes and q.state not in ("queued", "on_air", "written"):
                yield f"{q.number} is {q.state} and still asked"
            if speaking != (q.state == "on_air"):
                yield f"{q.number} is {q.state} and spoken to: {speaking}"
            if q.state == "on_air" and q.live.point_id != (q.lead.point_id if q.lead else None):
                yield f"{q.number} is answered by another point than the leading one"
            if any(route.state == "answering" for route in q.routes) and q.state != "on_air":
                yield f"{q.number} is {q.state} and being answered"
            if q.state == "merged" and q.merged_into.state in ("merged", "withdrawn"):
                yield f"{q.number} follows one that has gone"


def test_live_equals_reload_for_what_the_office_decides(app, world):
    number = world.bring("declined")
    world.bring("written")
    person = directory.create_account(
        world.db, directory.SYSTEM, {"name": "Lý An", "email": "an@example.org", "outlet": "Báo Sông Hồng"}
    ).id
    seats.register(world.db, person, "DEMO")
    watcher = Watcher(app, world)
    screens = watcher.reload()
    told = {"vi": "Lời mới của căn cứ", "en": "New words of the ground", "offered": "yes"}
    for act in (
        lambda: grounds.word_ground(world.db, directory.SYSTEM, world.question(number).ground, told),
        lambda: directory.set_setting(world.db, directory.SYSTEM, "due_days", 11),
        lambda: directory.accredit(
            world.db, directory.SYSTEM, person, {"outlet": "Báo Sông Hồng", "state": "suspended"}
        ),
        lambda: directory.set_active(world.db, directory.SYSTEM, person, False),
    ):
        act()
        screens = watcher.receive(screens)
        shown = watcher.reload()
        assert [key for key in shown if shown[key] != screens[key]] == []
    assert "New words of the ground" in screens["asker:" + str(world.reporter.seat_id), "reporter-mine", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_shows_its_regions_as_messages_bring_them(app, world, enter, language):
    for state in ("received", "ready", "returned", "answered", "submitted", "declined", "merged", "on_air"):
        world.bring(state)
    watcher = Watcher(app, world, [language])
    regions = {(audience, region): html for (audience, region, _), html in watcher.reload().items()}
    for who, path in DESKS.items():
        client = enter(who)
        client.set_cookie("lang", language)
        page = without_csrf(client.get(f"/b/DEMO/{path}").text)
        seq = world.events()[-1].seq
        for audience in audiences.of_actor(world.actors[who]):
            for region in audiences.regions(audience):
                opening = f'<div id="{region}" data-region="{region}" data-seq="{seq}">'
                if opening in page:
                    assert f"{opening}{regions[audience, region]}</div>" in page, (who, region)
                else:
                    assert f'data-region="{region}"' not in page, (who, region)
        assert page.count("data-region=") >= 1


def test_life_reaches_every_page(app, world):
    watcher = Watcher(app, world, ["vi"])
    screens = watcher.reload()
    for verb in ("close_intake", "pause", "open_intake", "resume", "close", "publish"):
        life.change(world.db, world.organiser, verb)
        screens = watcher.receive(screens)
        assert screens == watcher.reload()
        assert {"organisers", "moderators"} <= watcher.reached(), verb
