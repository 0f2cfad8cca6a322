"""Parts of regions that are kept: taken from memory when nothing changed, made anew when anything did."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from flask import g
from flask_babel import force_locale
from markupsafe import Markup

from confhub import event_log
from confhub.assets import templates_dir
from confhub.commands import life
from confhub.live import fragments, regions
from confhub.models import Briefing
from confhub.queries import questions
from confhub.queries.view import View


@pytest.fixture
def made(app, world, monkeypatch):
    """``made(…)``: renders a counted part of the first question for an audience; how often it ran so far."""
    monkeypatch.setattr(fragments, "_kept", {})
    ran = []

    def part(row, *_more):
        ran.append(row.number)
        return Markup("x")

    part.name = "test_part"

    def render(*more, audience="moderators", locale="vi", live=True):
        with world.db.reading() as session, app.test_request_context("/"), force_locale(locale):
            briefing = session.get_one(Briefing, world.briefing_id)
            eyes = regions.eyes(audience, briefing, session)
            if live:
                g.broadcast = View(session, briefing, eyes, event_log.last_seq(session, briefing.id))
            fragments.keep(part, questions.one(session, briefing.id, 1), *more)
        return len(ran)

    world.ask()
    return render


def test_what_did_not_change_is_made_once(made):
    made()
    assert made() == 1


def test_a_page_is_always_made_anew(made):
    made()
    assert made(live=False) == 2


def test_another_language_role_or_value_is_another_part(made):
    made()
    assert made(locale="en") == 2
    assert made(audience="clerks") == 3
    assert made("other") == 4


@pytest.mark.parametrize(
    ("by", "verb", "more"),
    [
        ("moderator", "edit", {"wording": "Khác?"}),
        ("moderator", "route", {"unit": ["001"]}),
        ("leader", "accept", {}),
        ("leader", "return", {"reason": "no_information"}),
        ("moderator", "park", {}),
    ],
)
def test_whatever_happens_to_a_question_makes_it_anew(made, world, by, verb, more):
    world.act("moderator", "queue", 1)
    world.act("moderator", "route", 1, unit=["006"])
    before = made()
    world.act(by, verb, 1, **more)
    assert made() == before + 1


def test_what_happens_to_the_briefing_makes_all_anew(made, world):
    before = made()
    life.change(world.db, world.moderator, "close_intake", {})
    assert made() == before + 1


def test_memory_is_bounded(made, monkeypatch):
    monkeypatch.setattr(fragments, "KEPT", 2)
    for value in range(5):
        made(value)
    assert len(fragments._kept) <= 2


def test_each_macro_that_is_kept_has_a_name_of_its_own():
    sources = [path.read_text() for path in Path(templates_dir()).rglob("*.html")]
    kept = {name for source in sources for name in re.findall(r"\bkeep\((\w+),", source)}
    defined = Counter(name for source in sources for name in re.findall(r"{%-? macro (\w+)\(", source))
    assert kept
    assert {name: defined[name] for name in kept} == dict.fromkeys(kept, 1)
