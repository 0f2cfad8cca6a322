"""What several of these tests begin with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from confhub.commands import directory, life
from confhub.models import Briefing
from tests.checks import problems
from tests.world import make_world


@pytest.fixture
def told(world):
    """A World with a published answer and a merged question; ``count`` is its number of events."""
    world.begin("told", lambda: [world.bring(state) for state in ("published", "merged")])
    world.count = len(world.events())
    assert problems(world) == []
    return world


@pytest.fixture
def reporter_account(world):
    """Id of an account with an approved accreditation."""
    person_id = directory.create_account(
        world.db, directory.SYSTEM, {"name": "Lý Thu An", "email": "an@example.org"}
    ).id
    directory.accredit(world.db, directory.SYSTEM, person_id, {"outlet": "Báo Sông Hồng"})
    return person_id


@pytest.fixture
def earlier(world):
    """``earlier("HN-01", text, days=7)``: a briefing that began so many days before this one.

    There, a question with this text was answered and another was declined.
    """

    def made(code, text, days, over=True, publish=False):
        past = make_world(world.db, code)
        with world.db.transaction() as session:
            session.execute(
                update(Briefing)
                .where(Briefing.id == past.briefing_id)
                .values(starts_at=world.began - timedelta(days=days))
            )
        past.bring("answered", text=text)
        past.act("moderator", "decline", past.ask(text), None, ground="secret")
        if over:
            life.change(world.db, past.organiser, "close")
        if publish:
            life.change(world.db, past.organiser, "publish")
        return past

    return made
