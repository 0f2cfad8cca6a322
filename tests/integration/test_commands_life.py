"""The life of a briefing: created from a roster, opened, run, closed, published."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from confhub.commands import directory, life
from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from confhub.models import AgendaItem, Briefing, Point
from confhub.policy import Actor
from confhub.queries import briefings
from tests.checks import happened, problems, refused

EVERYONE = {
    "moderators", "organisers", "clerks", "chairs", "technicians", "stage", "display", "point:*", "asker:*",
}  # fmt: skip
NEXT = {"code": "next-1", "title": "Phiên sau", "starts_at": "2026-12-01T09:00", "roster": "hanoi-2025"}
OFFICE = Actor("organiser", "Phạm Thu Trang", person_id=None)


def briefing_of(world, code="DEMO"):
    with world.db.reading() as session:
        found = briefings.by_code(session, code)
        session.expunge_all()
        return found


def test_a_briefing_is_created_with_a_point_for_every_unit(world, clock):
    done = life.create(world.db, OFFICE, NEXT)
    briefing = briefing_of(world, "NEXT-1")
    assert (briefing.id, briefing.title, briefing.state) == (done.id, "Phiên sau", "draft")
    assert (briefing.intake_open, briefing.last_number) == (False, 0)
    assert briefing.body == "Trung tâm Báo chí Thủ đô Hà Nội"
    assert (done.seq, briefing.starts_at.isoformat()) == (1, "2026-12-01T02:00:00+00:00")
    with world.db.reading() as session:
        points = briefings.points(session, briefing.id)
        assert len(points) == 126
        assert [point.position for point in points] == list(range(1, 127))
        assert all(point.unit_id for point in points)
    assert problems(world, briefing.id) == []


def test_a_briefing_may_have_some_units_and_a_venue_of_its_own(world):
    life.create(
        world.db, OFFICE, {**NEXT, "unit": ["00004"], "venue": "Hội trường B", "body": "Sở", "superior": "UB"}
    )
    briefing = briefing_of(world, "NEXT-1")
    assert (briefing.venue, briefing.body, briefing.superior) == ("Hội trường B", "Sở", "UB")
    with world.db.reading() as session:
        assert [point.code for point in briefings.points(session, briefing.id)] == ["00004"]


def test_the_office_says_where_briefings_are_held(world):
    directory.set_setting(world.db, directory.SYSTEM, "venue", "Hội trường A")
    life.create(world.db, OFFICE, NEXT)
    assert briefing_of(world, "NEXT-1").venue == "Hội trường A"


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"code": "demo"}, "code", "There is a briefing with this code already"),
        ({"code": "A"}, "code", "2 to 20 characters"),
        ({"code": "-A"}, "code", "2 to 20 characters"),
        ({"code": "PHIÊN"}, "code", "2 to 20 characters"),
        ({"code": "A" * 21}, "code", "At most 20"),
        ({"title": " "}, "title", "write something"),
        ({"title": "á" * 201}, "title", "At most 200"),
        ({"starts_at": ""}, "starts_at", "a date and a time"),
        ({"starts_at": "tomorrow"}, "starts_at", "a date and a time"),
        ({"starts_at": "0001-01-01T00:00"}, "starts_at", "a date and a time"),
        ({"roster": "hue-1802"}, "roster", "choose one of the list"),
        ({"unit": ["00004", "999"]}, "unit", "999 is not a unit of this roster"),
    ],
)
def test_a_briefing_is_not_created_by_halves(world, change, field, said):
    with refused(world, Invalid, said, field=field):
        life.create(world.db, OFFICE, {**NEXT, **change})
    assert briefing_of(world, "NEXT-1") is None


def test_only_organisers_create(world):
    for by in ("moderator", "clerk", "reporter"):
        with refused(world, Forbidden):
            life.create(world.db, world.actors[by], NEXT)


def test_a_briefing_runs_from_draft_to_publication(world, clock):
    life.create(world.db, OFFICE, NEXT)
    steps = [
        ("open", "open", True), ("start", "live", True), ("pause", "paused", True), ("resume", "live", True),
        ("close_intake", "live", False), ("open_intake", "live", True), ("close", "closed", False),
        ("publish", "published", False),
    ]  # fmt: skip
    for verb, state, intake in steps:
        clock.forward(minutes=1)
        life.change(world.db, OFFICE, verb, code="NEXT-1")
        briefing = briefing_of(world, "NEXT-1")
        assert (briefing.state, briefing.intake_open) == (state, intake), verb
    assert briefing.published_at == clock()
    assert briefing.started_at < briefing.closed_at < briefing.published_at
    assert problems(world, briefing.id) == []


@pytest.mark.parametrize(
    ("verb", "by"), [("pause", "moderator"), ("close_intake", "moderator2"), ("close", "organiser")]
)
def test_each_step_is_told_to_everyone(world, verb, by):
    done = life.change(world.db, world.actors[by], verb)
    event = happened(world, f"briefing.{life.PAST[verb]}", by)
    assert set(event.reach) == EVERYONE
    assert (done.seq, done.id) == (event.seq, world.briefing_id)


@pytest.mark.parametrize("verb", ["open", "start", "resume", "open_intake", "publish"])
def test_a_live_briefing_does_not_take_these_steps(world, verb):
    with refused(world, NotNow):
        life.change(world.db, world.organiser, verb)


@pytest.mark.parametrize("verb", ["open", "publish", "update"])
def test_a_moderator_does_not_decide_on_these(world, verb):
    with refused(world, Forbidden):
        life.change(world.db, world.moderator, verb)


@pytest.mark.parametrize("by", ["clerk", "chair", "technician", "leader", "reporter", "display"])
def test_the_others_change_nothing_in_a_briefings_life(world, by):
    for verb in life.PAST:
        with refused(world, Forbidden):
            life.change(world.db, world.actors[by], verb)


@pytest.mark.parametrize("verb", ["create", "burn", "", "_close"])
def test_there_are_no_other_verbs(world, verb):
    with refused(world, NotFound):
        life.change(world.db, world.organiser, verb)


def test_there_are_no_other_briefings(world):
    with refused(world, NotFound):
        life.change(world.db, OFFICE, "pause", code="NEXT-1")
    with refused(world, NotFound):
        life.change(world.db, OFFICE, "pause")


def test_closing_asks_for_a_decision_on_every_question(world, clock):
    left = [world.bring(state) for state in ("received", "routed", "on_air")]
    decided = [world.bring(state) for state in ("written", "declined", "withdrawn")]
    with refused(world, NotNow, "These questions still need a disposition: 1, 2, 3.") as caught:
        life.change(world.db, world.moderator, "close")
    assert caught.value.numbers == tuple(left)
    assert not set(decided) & set(caught.value.numbers)
    for number in left:
        world.act("moderator", "decline", number, ground="off_topic")
    life.change(world.db, world.moderator, "close")
    assert briefing_of(world).closed_at == clock()
    happened(world, "briefing.closed", "moderator")


def test_the_description_can_be_corrected_while_it_runs(world):
    data = {"title": "Tên mới", "venue": "Nơi mới", "starts_at": "2026-11-24T08:45"}
    life.change(world.db, world.organiser, "update", data)
    briefing = briefing_of(world)
    assert (briefing.title, briefing.venue, briefing.state) == ("Tên mới", "Nơi mới", "live")
    happened(world, "briefing.updated", "organiser")
    with refused(world, Invalid, "write something", field="title"):
        life.change(world.db, world.organiser, "update", {**data, "title": ""})


def test_the_agenda_grows_item_by_item(world):
    for title in ("Khai mạc", "Hỏi đáp"):
        done = life.add_agenda_item(
            world.db, world.organiser, {"title": title, "minutes": "30", "speaker": "Ông A"}
        )
        assert set(happened(world, "agenda.added", "organiser", title=title).reach) == EVERYONE
    with world.db.reading() as session:
        items = session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        assert [(item.position, item.title, item.minutes) for item in items] == [
            (1, "Khai mạc", 30),
            (2, "Hỏi đáp", 30),
        ]
        assert items[-1].id == done.id


@pytest.mark.parametrize(
    ("data", "field"),
    [({"minutes": "5"}, "title"), ({"title": "A"}, "minutes"), ({"title": "A", "minutes": "601"}, "minutes")],
)
def test_an_agenda_item_has_title_and_length(world, data, field):
    with refused(world, Invalid, field=field):
        life.add_agenda_item(world.db, world.organiser, data)


def test_the_agenda_belongs_to_the_organiser_until_the_close(world):
    with refused(world, Forbidden):
        life.add_agenda_item(world.db, world.moderator, {"title": "A", "minutes": "5"})
    life.change(world.db, world.moderator, "close")
    with refused(world, Forbidden):
        life.add_agenda_item(world.db, world.organiser, {"title": "A", "minutes": "5"})


def test_what_happens_in_one_briefing_stays_in_it(world):
    life.create(world.db, OFFICE, {**NEXT, "unit": ["00004"]})
    with world.db.reading() as session:
        assert session.scalars(select(Point.code).join(Briefing).where(Briefing.code == "DEMO")).all() == [
            "001", "006", "268",
        ]  # fmt: skip
    assert world.events()[-1].kind == "seat.granted"
