"""What several of these tests begin with."""

from __future__ import annotations

import pytest

from confhub.commands import directory
from tests.checks import problems


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
