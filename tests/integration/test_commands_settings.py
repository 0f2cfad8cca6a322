"""What the office decides: settings, and the grounds for declining a question."""

from __future__ import annotations

import pytest

from confhub import event_log, office
from confhub.commands import directory, grounds
from confhub.errors import Invalid, NotFound
from confhub.models import OFFICE_LOG
from tests.checks import problems, refused

SYSTEM = directory.SYSTEM


def last(world):
    """The newest event of the office."""
    with world.db.reading() as session:
        return event_log.read(session, OFFICE_LOG)[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due_days", 15), ("response_minutes", 3), ("basis", ""), ("basis", "Luật Báo chí"), ("body", "Sở"),
        ("superior", "UBND"), ("venue", "Hội trường"),
        ("grounds", [{"code": "a", "vi": "Căn cứ", "en": ""}]),
    ],
)  # fmt: skip
def test_a_setting_changes_and_is_told_to_every_briefing(world, name, value):
    done = directory.set_setting(world.db, world.organiser, name, value)
    with world.db.reading() as session:
        assert office.setting(session, name) == value
    event = last(world)
    assert (event.kind, event.seq, event_log.data_of(event)) == (
        "setting.changed",
        done.seq,
        {"setting": name},
    )
    told = world.events()[-1]
    assert (told.kind, event_log.data_of(told)) == ("setting.changed", {"setting": name})
    assert {"moderators", "point:*", "asker:*", "stage"} <= set(told.reach)
    assert problems(world) == problems(world, OFFICE_LOG) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due_days", 0), ("due_days", 366), ("due_days", "15"), ("due_days", True), ("due_days", 1.5),
        ("response_minutes", 0), ("body", ""), ("body", ["Sở"]), ("venue", "á" * 201), ("basis", "\x00"),
        ("grounds", []), ("grounds", {}), ("grounds", ["secret"]), ("grounds", [{"code": "Bí mật"}]),
        ("grounds", [{"code": "a", "vi": ""}]), ("grounds", [{"code": "a", "vi": ["V"]}]),
        ("grounds", [{"code": "a", "vi": "V"}, {"code": "a", "vi": "W"}]),
        ("grounds", [{"code": "a", "vi": "V", "retired": True}]),
    ],
)  # fmt: skip
def test_a_setting_is_of_use_or_refused(world, name, value):
    with refused(world, Invalid, field=name):
        directory.set_setting(world.db, SYSTEM, name, value)


def test_there_are_no_other_settings(world):
    with refused(world, NotFound):
        directory.set_setting(world.db, SYSTEM, "colour", "red")


def test_a_ground_that_was_used_stays(world):
    world.bring("declined")
    with refused(world, Invalid, "so they stay: secret", field="grounds"):
        directory.set_setting(world.db, SYSTEM, "grounds", [{"code": "other", "vi": "Khác", "en": "Other"}])


def test_a_ground_is_added_reworded_and_retired(world):
    grounds.add_ground(world.db, SYSTEM, {"vi": "Căn cứ mới", "en": "A new ground"})
    number = world.ask()
    world.act("moderator", "decline", number, ground="ground_1")
    grounds.word_ground(
        world.db, SYSTEM, "ground_1", {"vi": "Căn cứ cũ", "en": "An old ground", "offered": ""}
    )
    with world.db.reading() as session:
        assert office.grounds(session)["ground_1"]["vi"] == "Căn cứ cũ"
        assert "ground_1" not in office.offered_grounds(session)
    another = world.ask()
    with refused(world, Invalid, "choose one of the list", field="ground"):
        world.act("moderator", "decline", another, ground="ground_1")
    with refused(world, NotFound):
        grounds.word_ground(world.db, SYSTEM, "ground_9", {"vi": "V", "en": "E"})
