"""The API's doors: tokens, logins, languages, refusals, the life of a briefing, roll call, metrics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confhub.app import create_app
from confhub.commands import directory, seats
from tests.api import Api, problem

BASE = "/api/v1/briefings"
NEW = {
    "code": "next",
    "title": "Phiên sau",
    "starts_at": "2026-12-01T09:00",
    "roster": "hanoi-2024",
    "unit": ["001"],
}


@pytest.fixture
def api(app, world):
    return Api(app, world)


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer no-such-token", "Basic YTpi", "Bearer \u00e9"])
def test_without_a_valid_token_nothing_opens(app, world, given):
    headers = {} if given is None else {"Authorization": given}
    answer = app.test_client().get(f"{BASE}/DEMO", headers=headers)
    problem(answer, 401, "unauthorised")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_bad_token_is_not_saved_by_a_good_cookie(enter):
    answer = enter("moderator").get(f"{BASE}/DEMO", headers={"Authorization": "Bearer x"})
    problem(answer, 401, "unauthorised")


def test_a_token_that_was_revoked_or_has_expired_opens_nothing(api, world, clock):
    seats.revoke(world.db, world.organiser, world.leader.seat_id)
    problem(api.get("leader"), 401)
    clock.forward(days=61)
    problem(api.get("moderator"), 401)


def test_there_is_nothing_in_other_briefings(api, world):
    for path in ("/api/v1/briefings/NONE", "/api/v1/briefings/%00", "/api/v1/briefings/NONE/questions"):
        problem(api.get("moderator", path), 404, "not-found")


def test_a_login_acts_with_its_csrf_value_only(app, world, enter):
    number = world.ask()
    browser = enter("moderator")
    app.config["WTF_CSRF_ENABLED"] = True
    path = f"{BASE}/DEMO/questions/{number}/queue"
    problem(browser.post(path, json={}), 400)
    problem(app.test_client().post(path, json={}), 401)
    assert world.question(number).state == "received"
    page = browser.get("/b/DEMO/moderator").text
    value = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    value = value or page.partition('name="csrf-token" content="')[2].partition('"')[0]
    assert browser.post(path, json={}, headers={"X-CSRFToken": value}).status_code == 200
    # A token needs none, and none is looked for.
    headers = {"Authorization": f"Bearer {world.tokens['moderator']}"}
    assert (
        app.test_client().post(f"{path[:-5]}edit", json={"wording": "X"}, headers=headers).status_code == 200
    )


def test_a_browser_with_several_seats_acts_from_the_one_that_may(world, enter):
    browser = enter("reporter", "leader", "moderator", "organiser")
    assert browser.get(f"{BASE}/DEMO").json["desks"] == ["moderator", "organiser", "point/006", "reporter"]
    asked = browser.post(f"{BASE}/DEMO/questions", json={"text": "Câu"})
    assert asked.json["asker"]["name"] == world.reporter.name
    path = f"{BASE}/DEMO/questions/{asked.json['number']}"
    assert browser.post(f"{path}/route", json={"unit": ["006"]}).status_code == 200
    assert browser.post(f"{path}/accept", json={}).status_code == 200
    assert "note" in browser.get(path).json["routes"][0]
    assert "position" not in browser.get(f"{path}?as=reporter").json
    problem(browser.get(f"{path}?as=clerk"), 404)
    problem(browser.get(f"{BASE}/DEMO/questions/99"), 404)
    assert browser.post(f"{BASE}/DEMO/points/006/check-in", json={"name": "A"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "cookie", "said"),
    [
        ({}, None, "Không có nội dung này."),
        ({"Accept-Language": "en-US,en;q=0.9"}, None, "There is nothing here."),
        ({"Accept-Language": "fr"}, None, "Không có nội dung này."),
        ({"Accept-Language": "en"}, "vi", "Không có nội dung này."),
        ({"Accept-Language": "vi"}, "en", "There is nothing here."),
    ],
)
def test_refusals_speak_the_language_asked_for(app, world, headers, cookie, said):
    client = app.test_client()
    if cookie:
        client.set_cookie("lang", cookie)
    token = {"Authorization": f"Bearer {world.tokens['moderator']}"}
    for path in (f"{BASE}/DEMO/questions/7", "/api/v1/nowhere", "/api/v2"):
        assert problem(client.get(path, headers=headers | token), 404)["detail"] == said


def test_whatever_cannot_be_read_is_a_problem_document(app, world, api):
    path, client, headers = f"{BASE}/DEMO/questions", api.client, api.headers("reporter")

    def sent(data, kind="application/json"):
        return client.post(path, data=data, content_type=kind, headers=headers)

    for broken in (b"{", b"\xff", b"[" * 100_000, b'{"parent": ' + b"9" * 5000 + b"}"):
        problem(sent(broken), 400)
    for other in (b"[]", b'"text"', b"5", b"null"):
        assert set(problem(sent(other), 422)["errors"]) == {"body"}
    problem(sent(b"text=a", "application/x-www-form-urlencoded"), 415)
    problem(sent(b'{"text": "' + b"a" * 1_100_000 + b'"}'), 413)
    answer = client.delete(path, headers=headers)
    problem(answer, 405)
    assert "POST" in answer.headers["Allow"]
    assert not [event for event in world.events() if event.kind == "question.received"]


def test_what_breaks_inside_says_nothing_of_it(app, api, monkeypatch):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("confhub.web.api.questions.listing.questions", lambda *a, **k: 1 / 0)
    assert "zero" not in str(problem(api.get("moderator", "/questions"), 500))


def test_one_seat_asks_no_more_than_its_share(config, db, world):
    app = create_app(replace(config, ask_limit="2 per minute"), db)
    api = Api(app, world)
    codes = [api.post("reporter", "/questions", {"text": "Câu"}).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    refused = api.post("reporter", "/questions", {"text": "Câu"})
    problem(refused, 429)
    assert int(refused.headers["Retry-After"]) > 0
    assert api.post("reporter2", "/questions", {"text": "Câu"}).status_code == 201
    asked = {"text": "Câu", "asker": {"name": "A", "outlet": "B"}}
    assert [api.post("clerk", "/questions", asked).status_code for _ in range(3)] == [201] * 3


def test_an_organiser_creates_a_briefing_and_runs_it(api):
    made = api.post("organiser", BASE, NEW)
    assert (made.status_code, made.json["code"], made.json["state"]) == (201, "NEXT", "draft")
    assert made.headers["Location"] == f"{BASE}/NEXT"
    api.tokens["new"] = made.json["token"]
    states = {"open": "open", "start": "live", "pause": "paused", "resume": "live", "close-intake": "live",
              "open-intake": "live", "close": "closed", "publish": "published"}  # fmt: skip
    for verb, state in states.items():
        answer = api.post("new", f"{BASE}/NEXT/{verb}")
        assert (answer.status_code, answer.json["state"]) == (200, state), answer.text
        assert answer.json["seq"]
    problem(api.post("new", f"{BASE}/NEXT/open"), 409, "not-now")
    problem(api.post("new", f"{BASE}/NEXT/explode"), 404)
    assert [point["unit"] for point in api.get("new", f"{BASE}/NEXT/points").json["items"]] == ["001"]


def test_an_account_of_an_organiser_needs_no_seat(app, world, enter):
    data = {"name": "An", "email": "an@example.org", "password": "correct horse", "organiser": "yes"}
    directory.create_account(world.db, directory.SYSTEM, data)
    client = app.test_client()
    client.post("/sign-in", data={"email": "an@example.org", "password": "correct horse"})
    made = client.post(BASE, json=NEW)
    assert made.status_code == 201
    assert "token" not in made.json
    assert client.post(f"{BASE}/NEXT/open", json={}).json["state"] == "open"
    problem(client.get(f"{BASE}/NONE"), 404)


def test_only_organisers_create_briefings_and_only_they_list_all(api, world):
    api.post("organiser", BASE, NEW)
    for by in ("moderator", "clerk", "chair", "technician", "leader", "reporter", "display"):
        problem(api.post(by, BASE, NEW | {"code": "X2"}), 403, "forbidden")
        assert [item["code"] for item in api.get(by, BASE).json["items"]] == ["DEMO"]
    assert [item["code"] for item in api.get("organiser", BASE).json["items"]] == ["NEXT", "DEMO"]
    page = api.get("organiser", BASE, limit=1).json
    assert page["next"]
    rest = api.get("organiser", BASE, limit=1, cursor=page["next"]).json
    assert ([item["code"] for item in rest["items"]], rest["next"]) == (["DEMO"], None)
    found = problem(api.post("organiser", BASE, NEW), 422, "invalid")
    assert set(found["errors"]) == {"code"}


def test_a_briefing_is_described_to_whoever_has_a_seat(api):
    for by in ("moderator", "reporter", "display"):
        found = api.get(by).json
        assert (found["code"], found["state"], found["intake_open"]) == ("DEMO", "live", True)
        assert ("counts" in found) == (by == "moderator")


def test_a_briefing_does_not_close_over_open_questions(api, world):
    numbers = [world.bring("queued"), world.ask()]
    found = problem(api.post("moderator", "/close"), 409, "not-now")
    assert found["numbers"] == numbers
    problem(api.post("reporter", "/close"), 403, "forbidden")


def test_roll_call(api, world):
    checked = api.post("leader", "/points/006/check-in", {"name": "Bà C"})
    assert (checked.status_code, checked.json["checked_in_name"]) == (200, "Bà C")
    assert api.post("leader", "/points/006/line-check", {"ms": 42}).json["line_ms"] == 42
    assert api.post("moderator", "/points/001/check-in", {"name": "Ông D"}).status_code == 200
    assert set(problem(api.post("leader", "/points/006/check-in"), 422)["errors"]) == {"name"}
    assert set(problem(api.post("leader", "/points/006/line-check", {"ms": -1}), 422)["errors"]) == {"ms"}
    problem(api.post("leader", "/points/001/check-in", {"name": "X"}), 404)
    problem(api.post("moderator", "/points/999/check-in", {"name": "X"}), 404)
    problem(api.post("moderator", "/points/006/dance"), 404)
    problem(api.post("reporter", "/points/006/check-in", {"name": "X"}), 403)


def test_metrics_are_sums_and_nothing_else(api, world):
    api.post("reporter", "/questions", {"text": "Câu kín"})
    answer = api.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert 'confhub_questions{state="received"} 1.0' in answer.text
    assert 'confhub_act_seconds_count{endpoint="api.ask",status="2xx"} 1.0' in answer.text
    assert "confhub_events_total" in answer.text
    assert "Câu kín" not in answer.text and "DEMO" not in answer.text
