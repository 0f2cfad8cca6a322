"""What happens within a tick is rendered once and sent once, and only where it makes a difference."""

from __future__ import annotations

from collections import Counter

import pytest

from confhub.commands import life, points
from confhub.live import regions
from tests.watcher import Watcher


@pytest.fixture
def watcher(app, world):
    watching = Watcher(app, world, ["vi"])
    world.act("moderator", "queue", world.ask())
    watching.pump.tick()
    watching.sent.clear()
    return watching


def sent(watcher):
    """Regions by how often they were sent."""
    return Counter(message["region"] for _to, message in watcher.sent)


def check_line(world, ms):
    points.line_check(world.db, world.moderator, "006", {"ms": str(ms)})


def test_many_events_in_a_tick_render_each_region_once(watcher, world, monkeypatch):
    rendered = Counter()
    inside = regions.inside

    def counting(view, region):
        rendered[region] += 1
        return inside(view, region)

    monkeypatch.setattr(regions, "inside", counting)
    for _ in range(5):
        world.ask()
    watcher.pump.tick()
    assert rendered == Counter(
        ["moderator-head", "moderator-inbox", "organiser-life", "clerk-questions", "reporter-mine"]
    )
    assert sent(watcher) == rendered


def test_a_region_that_comes_out_the_same_is_not_sent(watcher, world):
    number = world.ask()
    world.act("moderator", "queue", number)
    watcher.pump.tick()
    assert sent(watcher)["moderator-inbox"] == 0
    assert sent(watcher)["moderator-queue"] == 1


def test_a_page_that_came_between_two_changes_that_cancel_out_is_told(watcher, world):
    number = world.ask()
    # A page that shows the question in the inbox has just asked what it missed.
    with watcher.pump.syncing([(world.briefing_id, "moderators", "vi")]):
        pass
    world.act("moderator", "queue", number)
    watcher.pump.tick()
    assert sent(watcher)["moderator-inbox"] == 1


def test_a_page_that_is_being_told_what_it_missed_is_told_of_what_cancels_out_meanwhile(watcher, world):
    with watcher.pump.syncing([(world.briefing_id, "moderators", "vi")]):
        check_line(world, 10)
        watcher.pump.tick()
        # What the page is told was read between these two.
        check_line(world, 99)
        check_line(world, 10)
        watcher.sent.clear()
        watcher.pump.tick()
    assert sent(watcher)["moderator-points"] == 1
    check_line(world, 10)
    watcher.sent.clear()
    watcher.pump.tick()
    assert sent(watcher)["moderator-points"] == 1
    check_line(world, 10)
    watcher.sent.clear()
    watcher.pump.tick()
    assert sent(watcher)["moderator-points"] == 0


def test_what_could_not_be_sent_is_sent_at_the_next_tick(watcher, world, monkeypatch):
    with monkeypatch.context() as broken:

        def away(_to, _message):
            raise OSError("no socket")

        broken.setattr(watcher.pump, "_send", away)
        world.ask()
        watcher.pump.tick()
    watcher.pump.tick()
    assert sent(watcher)["moderator-inbox"] == 1


def test_a_tick_without_news_sends_nothing(watcher):
    watcher.pump.tick()
    assert watcher.sent == []


def test_the_desks_hear_before_the_reporters(watcher, world):
    life.change(world.db, world.moderator, "close_intake", {})
    watcher.pump.tick()
    rooms = [to.split("|")[1] for to, _message in watcher.sent]
    first_asker = next(place for place, name in enumerate(rooms) if name.startswith("asker:"))
    assert all(name.startswith("asker:") for name in rooms[first_asker:])
    assert "moderators" in rooms[:first_asker]
