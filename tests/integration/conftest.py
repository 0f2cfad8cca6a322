"""What several of these tests begin with."""

from __future__ import annotations

import pytest

from tests.checks import problems


@pytest.fixture
def told(world):
    """A World with a published answer and a merged question; ``count`` is its number of events."""
    world.begin("told", lambda: [world.bring(state) for state in ("published", "merged")])
    world.count = len(world.events())
    assert problems(world) == []
    return world
