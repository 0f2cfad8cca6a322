"""Health and metrics: what a load balancer and a watch are told."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from confhub.live.bus import Bus
from tests.api import Api


def ready(app):
    """The status code and the report of /readyz."""
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()


@pytest.fixture
def no_database(world, monkeypatch):
    """From now on no connection can be had."""

    @contextmanager
    def away():
        raise OperationalError("SELECT", {}, Exception("gone"))
        yield

    return lambda: monkeypatch.setattr(world.db, "reading", away)


def numbers(app, begins=""):
    """The samples of /metrics by name and labels, of those whose names begin so."""
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    lines = [
        line for line in answer.text.splitlines() if not line.startswith("#") and line.startswith(begins)
    ]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_a_process_is_ready_with_its_database_and_a_pump_that_goes(app, world):
    app.extensions["live"].pump.tick()
    status, report = ready(app)
    assert status == 200
    assert (report["status"], report["database"], report["redis"]) == ("ok", "ok", "none")
    assert report["pump"]["events_behind"] == 0
    assert report["pump"]["seconds_since_tick"] < 5


def test_without_its_database_it_is_not_ready_but_alive(app, no_database):
    no_database()
    status, report = ready(app)
    assert (status, report["status"], report["database"]) == (503, "no database", "away")
    assert app.test_client().get("/healthz").status_code == 200


def test_with_a_pump_that_stands_still_it_is_not_ready_until_all_is_followed_again(app, world, monkeypatch):
    pump = app.extensions["live"].pump
    pump.watch(world.briefing_id, "moderators", "vi")
    pump._followed -= 60
    assert ready(app)[0] == 503
    with monkeypatch.context() as broken:
        broken.setattr(pump, "_follow", lambda _id: 1 / 0)
        world.ask()
        pump.tick()
    status, report = ready(app)
    assert (status, report["status"]) == (503, "pump stands still")
    assert report["pump"]["events_behind"] == 1
    assert numbers(app)["confhub_pump_events_behind"] == 1
    pump.tick()
    status, report = ready(app)
    assert (status, report["pump"]["events_behind"]) == (200, 0)


def test_without_redis_it_is_degraded_and_ready(app):
    app.extensions["live"].bus = Bus("redis://127.0.0.1:1/0", "test", dict, lambda *_: None)
    status, report = ready(app)
    assert (status, report["status"], report["redis"]) == (200, "degraded", "away")
    assert numbers(app)["confhub_redis_up"] == 0


def test_commands_are_counted_by_verb_and_outcome(app, world):
    api = Api(app, world)
    api.post("reporter", "/questions", {"text": "Khi nào?"})
    for verb in ("queue", "air", "air", "dance", "merge"):
        api.post("moderator", f"/questions/1/{verb}", {})
    assert numbers(app, "confhub_commands_total") == {
        'confhub_commands_total{outcome="done",verb="ask"}': 1,
        'confhub_commands_total{outcome="done",verb="queue"}': 1,
        'confhub_commands_total{outcome="done",verb="air"}': 1,
        'confhub_commands_total{outcome="refused",verb="air"}': 1,
        'confhub_commands_total{outcome="refused",verb="act"}': 1,
        'confhub_commands_total{outcome="refused",verb="merge"}': 1,
    }


def test_sockets_are_counted_by_audience_and_what_was_rendered_and_sent_by_time(app, world, enter):
    live = app.extensions["live"]
    for name, desk in (("moderator", "moderator"), ("reporter", "reporter"), ("leader", "leader")):
        auth = {"desk": desk, "briefing": "DEMO"}
        live.io.test_client(app, namespace="/live", auth=auth, flask_test_client=enter(name))
    world.ask()
    live.pump.tick()
    found = numbers(app)
    assert found["confhub_sockets"] == 3
    assert numbers(app, "confhub_connections") == {
        'confhub_connections{audience="asker"}': 1,
        'confhub_connections{audience="moderators"}': 1,
        'confhub_connections{audience="point"}': 1,
        'confhub_connections{audience="stage"}': 2,
    }
    assert found["confhub_render_seconds_count"] > 0
    assert found["confhub_send_seconds_count"] > 0
    assert found["confhub_readers_cut_off_total"] == found["confhub_backlog_bytes"] == 0


def test_without_the_database_the_numbers_of_the_process_are_still_told(app, no_database):
    no_database()
    found = numbers(app)
    assert "confhub_sockets" in found
    assert "confhub_events_total" not in found
