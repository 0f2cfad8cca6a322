"""The demonstration shows every state, by the real commands, and gives a way in for every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from confhub import event_log, schema, workflow
from confhub.db import Database
from confhub.demo import build as demo
from confhub.demo.content import BY_POINTS
from confhub.models import Accreditation, Answer, Briefing, Event, Log, Point, Question, Route, Seat
from confhub.queries import seats

NOW = datetime(2026, 11, 24, 2, 35, tzinfo=UTC)


@dataclass
class Told:
    db: Database
    points: int
    links: demo.DemoLinks

    def all(self, model, **wanted):
        """Every row of a model, detached."""
        with self.db.reading() as session:
            found = session.scalars(select(model).filter_by(**wanted)).all()
            session.expunge_all()
            return found

    @property
    def briefing(self) -> Briefing:
        return self.all(Briefing, code="DEMO")[0]


@pytest.fixture(scope="module", params=sorted(BY_POINTS))
def told(request, databases) -> Iterator[Told]:
    """The whole demonstration, built once for all tests that only look at it."""
    made = Database(databases.empty(f"demo{request.param}"), clock=lambda: NOW)
    schema.upgrade(made)
    yield Told(made, request.param, demo.build(made, "https://example.org/", points=request.param))
    made.close()


def test_every_state_and_channel_appears(told):
    running = told.briefing.id
    questions = told.all(Question, briefing_id=running)
    answers = told.all(Answer, briefing_id=running)
    assert len(questions) >= 40
    assert {question.state for question in questions} == set(workflow.QUESTION_STATES)
    assert {question.channel for question in questions} == set(workflow.CHANNELS)
    assert any(q.labels for q in questions) and any(q.claimed_by for q in questions)
    assert any(q.group_no for q in questions) and any(q.asked_back_at for q in questions)
    assert {question.priority for question in questions} == set(workflow.PRIORITIES)
    assert {route.state for route in told.all(Route, briefing_id=running)} == set(workflow.ROUTE_STATES)
    assert {answer.state for answer in answers if answer.kind == "written"} == set(workflow.WRITTEN_STATES)
    assert {answer.state for answer in answers if answer.kind == "live"} == {"speaking", "stopped", "given"}


def test_what_moderators_meet_appears(told):
    running = told.briefing.id
    questions = told.all(Question, briefing_id=running)
    routes = told.all(Route, briefing_id=running)
    assert {route.reason for route in routes} == {None, *workflow.RETURN_REASONS}
    assert [route for route in routes if route.state == "routed" and route.respond_by < NOW]
    assert {route.role for route in routes} == {"lead", "support"}
    assert [question for question in questions if question.edited]
    assert [question for question in questions if question.parent_id]
    assert len({question.ground for question in questions if question.ground}) > 1
    assert [question for question in questions if question.channel == "hall" and question.asker_seat_id]
    assert [question for question in questions if question.asker_seat_id is None]
    assert {standing.state for standing in told.all(Accreditation)} == {"pending", "approved", "suspended"}


def test_the_logs_are_whole_and_replay_to_the_rows(told):
    with told.db.reading() as session:
        logs = session.scalars(select(Log.id)).all()
        assert len(logs) == 3
        for log_id in logs:
            assert list(event_log.verify(session, log_id)) == []


def test_the_briefing_has_run_for_thirty_five_minutes_and_nothing_lies_ahead(told):
    briefing = told.briefing
    assert (briefing.state, briefing.intake_open) == ("live", True)
    assert briefing.started_at == briefing.starts_at == NOW - timedelta(minutes=35)
    for log in told.all(Log):
        moments = [event.at for event in sorted(told.all(Event, log_id=log.id), key=lambda event: event.seq)]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW
    assert told.db.clock() == NOW


def test_an_earlier_briefing_is_published_with_every_question_decided(told):
    earlier = told.all(Briefing, state="published")
    assert [briefing.code for briefing in earlier] == ["DEMO-TRUOC"]
    questions = told.all(Question, briefing_id=earlier[0].id)
    assert len(questions) >= 8
    assert not {question.state for question in questions} & workflow.UNDECIDED
    assert {answer.state for answer in told.all(Answer, briefing_id=earlier[0].id)} == {"given", "published"}


def test_points_are_those_of_the_roster_with_leaders_and_most_are_there(told):
    points = told.all(Point, briefing_id=told.briefing.id)
    assert len(points) == told.points
    assert len({point.leader for point in points}) == len({point.deputy for point in points}) == told.points
    phones = {phone for point in points for phone in (point.phone, point.deputy_phone)}
    assert len(phones) == 2 * told.points
    present = [point for point in points if point.checked_in_at]
    assert 0.8 * told.points < len(present) < told.points
    assert [point for point in present if point.line_checked_at]
    assert [point for point in present if point.checked_in_name != point.leader]


def test_every_role_has_a_link_whose_token_opens_its_seat(told):
    codes = {point.code for point in told.all(Point, briefing_id=told.briefing.id)}
    staff = {"moderator", "moderator2", "organiser", "clerk", "chair", "technician", "display"}
    staff |= {"reporter", "reporter2"}
    links = told.links["roles"]
    assert told.links["briefing"] == "DEMO"
    assert links.keys() == staff | {f"leader:{code}" for code in codes}
    with told.db.reading() as session:
        for name, link in links.items():
            role, _, code = name.partition(":")
            assert link["url"] == f"https://example.org/enter/{link['token']}"
            seat = seats.by_token(session, link["token"], NOW)
            assert seat is not None and seat.briefing.code == "DEMO"
            assert seat.role == role.rstrip("2")
            assert (seat.point.code if seat.point else "") == code
    assert len(told.all(Seat, briefing_id=told.briefing.id, role="reporter")) == 8


def test_texts_name_units_of_the_roster(told):
    kinds = {30: ("quận ", "huyện "), 126: ("phường ", "xã ")}
    texts = [question.text for question in told.all(Question)]
    assert not [text for text in texts if "{" in text or "|" in text]
    assert [text for text in texts if any(kind in text for kind in kinds[told.points])]
    if told.points == 126:
        assert not [text for text in texts if "quận " in text or "huyện " in text or "thị xã " in text]


def test_empty_leaves_a_live_briefing_without_questions(db):
    links = demo.build(db, "http://127.0.0.1:5000", empty=True)
    told = Told(db, 30, links)
    assert [briefing.code for briefing in told.all(Briefing)] == ["DEMO"]
    assert (told.briefing.state, told.briefing.intake_open) == ("live", True)
    assert told.all(Question) == []
    assert len(links["roles"]) == 39


def test_the_clock_is_given_back_when_the_build_fails(db, clock):
    demo.build(db, "http://127.0.0.1:5000", empty=True)
    with pytest.raises(Exception, match="mark"):
        demo.build(db, "http://127.0.0.1:5000", empty=True)
    assert db.clock is clock


def test_another_number_of_points_is_refused(db):
    with pytest.raises(ValueError, match="31"):
        demo.build(db, "http://127.0.0.1:5000", points=31)
