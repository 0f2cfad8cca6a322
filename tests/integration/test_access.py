"""Every way in is listed here with who may use it; whatever is not listed fails."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from confhub.commands import directory, life, seats
from confhub.web import access
from tests.checks import numbers_of_logs
from tests.conftest import World

ENDPOINTS = {
    "api-docs.openapi_json": ("GET /api/v1/openapi.json", "open"),
    "auth.enter": ("GET /enter/<token>", "open"),
    "auth.first_organiser": ("GET POST /first/<token>", "open"),
    "auth.home": ("GET /", "open"),
    "auth.join": ("GET /join/<code>", "open"),
    "auth.language": ("POST /language", "open"),
    "auth.register": ("POST /join/<code>", "open"),
    "auth.sign_in": ("GET POST /sign-in", "open"),
    "auth.sign_out": ("POST /sign-out", "open"),
    "health.healthz": ("GET /healthz", "open"),
    "health.readyz": ("GET /readyz", "open"),
    "metrics.metrics": ("GET /metrics", "open"),
    "public.qr": ("GET /qr/<code>.svg", "open"),
    "public.record": ("GET /record/<code>", "open"),
    "static": ("GET /static/0.1.0/<path:filename>", "open"),
    "api.act": ("POST /api/v1/briefings/<code>/questions/<int:number>/<verb>", "api"),
    "api.ask": ("POST /api/v1/briefings/<code>/questions", "api"),
    "api.call_point": ("POST /api/v1/briefings/<code>/points/<unit>/<verb>", "api"),
    "api.change_briefing": ("POST /api/v1/briefings/<code>/<verb>", "api"),
    "api.create_briefing": ("POST /api/v1/briefings", "api"),
    "api.get_briefing": ("GET /api/v1/briefings/<code>", "api"),
    "api.get_question": ("GET /api/v1/briefings/<code>/questions/<int:number>", "api"),
    "api.list_briefings": ("GET /api/v1/briefings", "api"),
    "api.list_events": ("GET /api/v1/briefings/<code>/events", "api"),
    "api.list_points": ("GET /api/v1/briefings/<code>/points", "api"),
    "api.list_questions": ("GET /api/v1/briefings/<code>/questions", "api"),
    "chair.acknowledge": ("POST /b/<code>/chair/messages/<int:message_id>/acknowledge", "chair"),
    "chair.send": ("POST /b/<code>/chair/messages", "chair"),
    "chair.page": ("GET /b/<code>/chair", "chair"),
    "clerk.act": ("POST /b/<code>/clerk/questions/<int:number>/<verb>", "clerk"),
    "clerk.ask": ("POST /b/<code>/clerk/questions", "clerk"),
    "clerk.acknowledge": ("POST /b/<code>/clerk/messages/<int:message_id>/acknowledge", "clerk"),
    "clerk.send": ("POST /b/<code>/clerk/messages", "clerk"),
    "clerk.page": ("GET /b/<code>/clerk", "clerk"),
    "display.page": ("GET /b/<code>/display", "display"),
    "leader.act": ("POST /b/<code>/point/<unit>/questions/<int:number>/<verb>", "leader"),
    "leader.check_in": ("POST /b/<code>/point/<unit>/check-in", "leader"),
    "leader.line_check": ("POST /b/<code>/point/<unit>/line-check", "leader"),
    "leader.acknowledge": ("POST /b/<code>/point/<unit>/messages/<int:message_id>/acknowledge", "leader"),
    "leader.send": ("POST /b/<code>/point/<unit>/messages", "leader"),
    "leader.page": ("GET /b/<code>/point/<unit>", "leader"),
    "leader.return_page": ("GET /b/<code>/point/<unit>/questions/<int:number>/return", "leader"),
    "moderator.act": ("POST /b/<code>/moderator/questions/<int:number>/<verb>", "moderator"),
    "moderator.briefing": ("POST /b/<code>/moderator/briefing/<verb>", "moderator"),
    "moderator.check_in": ("POST /b/<code>/moderator/points/<unit>/check-in", "moderator"),
    "moderator.listing": ("GET /b/<code>/moderator/questions", "moderator"),
    "moderator.acknowledge": ("POST /b/<code>/moderator/messages/<int:message_id>/acknowledge", "moderator"),
    "moderator.send": ("POST /b/<code>/moderator/messages", "moderator"),
    "moderator.page": ("GET /b/<code>/moderator", "moderator"),
    "moderator.point": ("GET /b/<code>/moderator/points/<unit>", "moderator"),
    "moderator.question": ("GET /b/<code>/moderator/questions/<int:number>", "moderator"),
    "moderator.several": ("POST /b/<code>/moderator/several/<verb>", "moderator"),
    "office.account": ("GET /office/accounts/<int:person_id>", "office"),
    "office.accounts": ("GET /office/accounts", "office"),
    "office.accredit": ("POST /office/accounts/<int:person_id>/accreditation", "office"),
    "office.add_ground": ("POST /office/grounds", "office"),
    "office.change_setting": ("POST /office/settings/<name>", "office"),
    "office.create_account": ("POST /office/accounts", "office"),
    "office.create_briefing": ("POST /office/briefings", "office"),
    "office.new_briefing": ("GET /office/briefings/new", "office"),
    "office.page": ("GET /office", "office"),
    "office.set_active": ("POST /office/accounts/<int:person_id>/<state>", "office"),
    "office.set_password": ("POST /office/accounts/<int:person_id>/password", "office"),
    "office.settings": ("GET /office/settings", "office"),
    "office.word_ground": ("POST /office/grounds/<ground>", "office"),
    "organiser.act": ("POST /b/<code>/organiser/questions/<int:number>/<verb>", "organiser"),
    "organiser.agenda": ("POST /b/<code>/organiser/agenda", "organiser"),
    "organiser.briefing": ("POST /b/<code>/organiser/briefing/<verb>", "organiser"),
    "organiser.check_in": ("POST /b/<code>/organiser/points/<unit>/check-in", "organiser"),
    "organiser.describe": ("POST /b/<code>/organiser/points/<unit>", "organiser"),
    "organiser.grant": ("POST /b/<code>/organiser/seats", "organiser"),
    "organiser.links": ("POST /b/<code>/organiser/links", "organiser"),
    "organiser.page": ("GET /b/<code>/organiser", "organiser"),
    "organiser.points": ("GET /b/<code>/organiser/points", "organiser"),
    "organiser.question": ("GET /b/<code>/organiser/questions/<int:number>", "organiser"),
    "organiser.renew": ("POST /b/<code>/organiser/seats/<int:seat_id>/renew", "organiser"),
    "organiser.revoke": ("POST /b/<code>/organiser/seats/<int:seat_id>/revoke", "organiser"),
    "organiser.seat": ("GET /b/<code>/organiser/seats/<int:seat_id>", "organiser"),
    "technician.acknowledge": (
        "POST /b/<code>/technician/messages/<int:message_id>/acknowledge",
        "technician",
    ),
    "technician.send": ("POST /b/<code>/technician/messages", "technician"),
    "technician.page": ("GET /b/<code>/technician", "technician"),
    "reporter.act": ("POST /b/<code>/reporter/questions/<int:number>/<verb>", "reporter"),
    "reporter.ask": ("POST /b/<code>/reporter/questions", "reporter"),
    "reporter.older": ("GET /b/<code>/reporter/questions", "reporter"),
    "reporter.page": ("GET /b/<code>/reporter", "reporter"),
}
GUARDED = sorted(name for name, (_rule, who) in ENDPOINTS.items() if who not in ("open", "api"))
DESKS = {
    desk: [name for name in GUARDED if ENDPOINTS[name][1] == desk]
    for desk in sorted({ENDPOINTS[name][1] for name in GUARDED})
}
API = sorted(name for name, (_rule, who) in ENDPOINTS.items() if who == "api")
OPEN_PAGES = sorted(
    name for name, (rule, who) in ENDPOINTS.items() if who == "open" and "GET" in rule and name != "static"
)
PLACE = {"code": "DEMO", "unit": "006", "number": 1, "person_id": 1, "seat_id": 1, "verb": "queue"}
PLACE |= {"message_id": 1, "state": "active", "name": "due_days", "ground": "secret", "token": "guessed"}
OTHER = {"code": "OTHER", "title": "Phiên khác", "starts_at": "2026-11-25T09:00", "roster": "hanoi-2024"}


def address(app: Flask, rule: Rule, code: str = "DEMO", method: str = "") -> str:
    """The rule's path with real values."""
    method = method or ("POST" if "POST" in (rule.methods or ()) else "GET")
    adapter = app.url_map.bind("localhost")
    values = {name: value for name, value in (PLACE | {"code": code}).items() if name in rule.arguments}
    return adapter.build(rule.endpoint, values, method=method)


def rule_of(app: Flask, endpoint: str) -> Rule:
    """The one rule of an endpoint."""
    return next(iter(app.url_map.iter_rules(endpoint)))


def knock(client: Any, app: Flask, endpoint: str, code: str = "DEMO") -> Any:
    """Call an endpoint with its own method."""
    rule = rule_of(app, endpoint)
    method = client.post if "POST" in (rule.methods or ()) else client.get
    return method(address(app, rule, code))


def test_every_endpoint_is_listed_with_who_may_use_it(app: Flask) -> None:
    with app.app_context():
        who = access.endpoints()
    found = {
        rule.endpoint: (
            f"{' '.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}",
            who[rule.endpoint],
        )
        for rule in app.url_map.iter_rules()
    }
    assert found == ENDPOINTS


def test_without_a_seat_there_is_nothing(app: Flask, world: World) -> None:
    world.ask()
    nobody = app.test_client()
    for name in GUARDED:
        answer = knock(nobody, app, name)
        if "GET" in ENDPOINTS[name][0]:
            assert answer.status_code == 303, name
            assert answer.location.startswith("/sign-in"), name
        else:
            assert answer.status_code == 401, name


def test_without_a_token_or_a_login_the_api_refuses(app: Flask, world: World) -> None:
    world.ask()
    opened = {name: knock(app.test_client(), app, name).status_code for name in API}
    assert set(opened.values()) == {401}, opened


def test_a_token_of_another_briefing_opens_nothing_of_the_api(app: Flask, world: World) -> None:
    life.create(world.db, directory.SYSTEM, OTHER)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {world.tokens['organiser']}"
    inside = [name for name in API if "<code>" in ENDPOINTS[name][0]]
    opened = {name: knock(client, app, name, code="OTHER").status_code for name in inside}
    assert set(opened.values()) == {404}, opened


@pytest.mark.parametrize("desk", DESKS)
def test_the_seats_of_others_open_nothing_at_the_desk_of(
    desk: str, app: Flask, world: World, enter: Any
) -> None:
    world.ask()
    role = "organiser" if desk == "office" else desk
    others = [name for name, actor in world.actors.items() if actor.role != role]
    if role == "leader":
        others += ["leader2", "leader3"]
    browser, before = enter(*others), numbers_of_logs(world)
    opened = {name: knock(browser, app, name).status_code for name in DESKS[desk]}
    assert set(opened.values()) == {404}, opened
    assert numbers_of_logs(world) == before


@pytest.mark.parametrize("desk", [name for name in DESKS if name != "office"])
def test_the_same_role_in_another_briefing_opens_nothing_at_the_desk_of(
    desk: str, app: Flask, world: World, enter: Any
) -> None:
    life.create(world.db, directory.SYSTEM, OTHER)
    browser = enter(desk)
    opened = {name: knock(browser, app, name, code="OTHER").status_code for name in DESKS[desk]}
    assert set(opened.values()) == {404}, opened


def test_no_get_ever_changes_a_row(app: Flask, world: World, enter: Any) -> None:
    world.bring("written")
    directory.create_account(world.db, directory.SYSTEM, {"name": "Vũ Hải Yến", "email": "yen@example.org"})
    everyone = enter(*world.actors)
    before = numbers_of_logs(world)
    readable = [name for name in GUARDED + API if ENDPOINTS[name][0].startswith("GET")]
    answered = {name: knock(everyone, app, name).status_code for name in readable}
    assert set(answered.values()) == {200}, answered
    # Nothing else makes it follow the log here, and /readyz asks for that.
    app.extensions["live"].pump.tick()
    for name in OPEN_PAGES:
        assert everyone.get(address(app, rule_of(app, name), method="GET")).status_code in (200, 303, 404)
    assert everyone.get(f"/enter/{world.tokens['clerk']}").status_code == 303
    assert numbers_of_logs(world) == before


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_a_link_that_has_ended_opens_nothing_at_all(
    ended: str, app: Flask, world: World, enter: Any, clock: Any
) -> None:
    world.bring("written")
    everyone = enter(*world.actors)
    if ended == "revoked":
        for actor in sorted(world.actors.values(), key=lambda actor: actor.role == "organiser"):
            seats.revoke(world.db, world.organiser, actor.seat_id or 0)
    else:
        clock.forward(days=61)
    opened = {name: knock(everyone, app, name).status_code for name in GUARDED + API}
    assert set(opened.values()) == {303, 401}, opened
    for token in world.tokens.values():
        assert everyone.get(f"/enter/{token}").status_code == 404


def test_a_browser_that_signed_out_has_nothing(app: Flask, world: World, enter: Any) -> None:
    world.bring("written")
    everyone = enter(*world.actors)
    everyone.post("/sign-out")
    opened = {name: knock(everyone, app, name).status_code for name in GUARDED + API}
    assert set(opened.values()) == {303, 401}, opened


def test_a_form_without_its_csrf_value_does_nothing(app: Flask, world: World, enter: Any) -> None:
    number = world.ask()
    browser = enter("moderator")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = browser.post(f"/b/DEMO/moderator/questions/{number}/queue", data={"version": "1"})
    assert answer.status_code == 400
    assert world.question(number).state == "received"
