"""The ways in by account."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from confhub import credentials
from confhub.commands import directory
from confhub.db import Database
from tests.conftest import World

EMAIL, PASSWORD = "yen@example.org", "một mật khẩu dài"


@pytest.fixture
def person_id(world: World) -> int:
    """An account of a reporter, accredited."""
    data = {"name": "Vũ Hải Yến", "email": EMAIL, "password": PASSWORD}
    made = directory.create_account(world.db, directory.SYSTEM, data).id
    assert made is not None
    directory.accredit(world.db, directory.SYSTEM, made, {"outlet": "Báo Sông Hồng", "number": "012345"})
    return made


def sign_in(client: Any, password: str = PASSWORD, email: str = EMAIL, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


@pytest.mark.usefixtures("person_id")
def test_the_right_password_signs_in_and_goes_on(app: Flask) -> None:
    client = app.test_client()
    answer = sign_in(client, next="/join/DEMO")
    assert (answer.status_code, answer.location) == (303, "/join/DEMO")
    assert client.get("/join/DEMO").status_code == 200


@pytest.mark.usefixtures("person_id")
def test_a_wrong_password_and_an_unknown_account_are_answered_alike(app: Flask) -> None:
    wrong = sign_in(app.test_client(), password="not the right one")
    unknown = sign_in(app.test_client(), email="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 422
    assert "không đúng" in wrong.text
    assert "không đúng" in unknown.text


def test_a_closed_account_cannot_sign_in(app: Flask, world: World, person_id: int) -> None:
    directory.set_active(world.db, directory.SYSTEM, person_id, False)
    assert sign_in(app.test_client()).status_code == 422


def test_a_new_password_ends_the_sign_ins_of_before(app: Flask, world: World, person_id: int) -> None:
    client = app.test_client()
    sign_in(client)
    assert client.get("/join/DEMO").status_code == 200
    directory.set_password(world.db, directory.SYSTEM, person_id, {"password": "another long one"})
    assert client.get("/join/DEMO").status_code == 303


@pytest.mark.usefixtures("person_id")
@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/\t/evil.example"]
)
def test_signing_in_never_leads_elsewhere(app: Flask, elsewhere: str) -> None:
    assert sign_in(app.test_client(), next=elsewhere).location == "/"


@pytest.mark.usefixtures("person_id")
def test_signing_in_keeps_nothing_of_the_session_before(app: Flask, world: World) -> None:
    client = app.test_client()
    client.get(f"/enter/{world.tokens['moderator']}")
    sign_in(client)
    with client.session_transaction() as session:
        assert "seats" not in session


@pytest.mark.usefixtures("person_id")
def test_signing_out_leaves_nothing(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/sign-out")
    with client.session_transaction() as session:
        assert not session.get("person")


@pytest.mark.usefixtures("person_id")
def test_the_code_on_the_wall_leads_to_a_seat(app: Flask, world: World) -> None:
    client = app.test_client()
    assert client.get("/join/DEMO").location == "/sign-in?next=/join/DEMO"
    sign_in(client)
    answer = client.post("/join/DEMO")
    assert (answer.status_code, answer.location) == (303, "/b/DEMO/reporter")
    assert client.get("/b/DEMO/reporter").status_code == 200
    assert world.events()[-1].kind == "seat.registered"


def test_a_suspended_reporter_is_told_so_and_cannot_ask(app: Flask, world: World, person_id: int) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/join/DEMO")
    suspended = {"outlet": "Báo Sông Hồng", "state": "suspended"}
    directory.accredit(world.db, directory.SYSTEM, person_id, suspended)
    before = len(world.events())
    assert client.post("/b/DEMO/reporter/questions", data={"text": "?", "client_id": "a"}).status_code >= 400
    answer = client.post("/join/DEMO")
    assert answer.status_code == 403
    assert "tạm đình chỉ" in answer.text
    assert len(world.events()) == before


def test_the_first_organiser_is_made_once(app: Flask, db: Database) -> None:
    link = f"/first/{credentials.setup_token('for tests only')}"
    data = {"name": "Phạm Thu Trang", "email": "trang@example.org", "password": PASSWORD}
    client = app.test_client()
    assert client.get(link).status_code == 200
    assert client.post(link, data=data).location == "/office"
    assert client.get("/office").status_code == 200
    assert app.test_client().post(link, data={**data, "email": "b@example.org"}).status_code == 404


def test_a_wrong_link_makes_no_organiser(app: Flask, db: Database) -> None:
    assert app.test_client().get("/first/guessed").status_code == 404


def test_the_language_is_remembered(app: Flask) -> None:
    client = app.test_client()
    assert 'lang="vi"' in client.get("/").text
    client.post("/language", data={"lang": "en", "next": "/"})
    assert 'lang="en"' in client.get("/").text
