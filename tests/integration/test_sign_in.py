"""The ways in by account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from confhub import credentials
from confhub.app import create_app
from confhub.commands import directory
from confhub.config import Config
from confhub.db import Database
from tests.conftest import World

EMAIL, PASSWORD = "yen@example.org", "một mật khẩu dài"
ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
    "\\\\evil.example",
    "evil",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "//[",
    "https://[",
]


@pytest.fixture
def person_id(world: World) -> int:
    """An account of a reporter, accredited."""
    data = {"name": "Vũ Hải Yến", "email": EMAIL, "password": PASSWORD}
    made = directory.create_account(world.db, directory.SYSTEM, data).id
    assert made is not None
    directory.accredit(world.db, directory.SYSTEM, made, {"outlet": "Báo Sông Hồng", "number": "012345"})
    return made


def refused(app: Flask, **given: str) -> tuple[int, str]:
    """The status and the whole answer to a sign-in by Turbo."""
    data = {"email": EMAIL, "password": PASSWORD, **given}
    headers = {"Accept": "text/vnd.turbo-stream.html, text/html"}
    answer = app.test_client().post("/sign-in", data=data, headers=headers)
    return answer.status_code, answer.text


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
    status, said = refused(app, password="not the right one")
    assert status == 422
    assert "không đúng" in said
    assert refused(app, email="nobody@example.org") == (status, said)


@pytest.mark.usefixtures("world")
def test_without_scripts_the_address_is_still_there_after_a_wrong_password_but_not_the_password(
    app: Flask,
) -> None:
    answer = sign_in(app.test_client(), password="a wrong guess", form_id="sign-in")
    assert EMAIL in answer.text
    assert "a wrong guess" not in answer.text


def test_a_closed_account_cannot_sign_in(app: Flask, world: World, person_id: int) -> None:
    unknown = refused(app, email="nobody@example.org")
    directory.set_active(world.db, directory.SYSTEM, person_id, False)
    assert refused(app) == unknown


def test_a_new_password_ends_the_sign_ins_of_before(app: Flask, world: World, person_id: int) -> None:
    client = app.test_client()
    sign_in(client)
    assert client.get("/join/DEMO").status_code == 200
    directory.set_password(world.db, directory.SYSTEM, person_id, {"password": "another long one"})
    assert client.get("/join/DEMO").status_code == 303


@pytest.mark.usefixtures("person_id")
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(app: Flask, elsewhere: str) -> None:
    assert sign_in(app.test_client(), next=elsewhere).location == "/"


@pytest.mark.usefixtures("person_id")
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_who_is_signed_in_already_is_not_led_elsewhere_either(app: Flask, elsewhere: str) -> None:
    client = app.test_client()
    sign_in(client)
    assert client.get("/sign-in", query_string={"next": elsewhere}).location == "/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_change_of_language_leads_nowhere_else(app: Flask, elsewhere: str) -> None:
    answer = app.test_client().post("/language", data={"lang": "en", "next": elsewhere})
    assert answer.location == "/"


@pytest.mark.usefixtures("person_id")
def test_signing_in_keeps_nothing_of_the_session_before(app: Flask, world: World) -> None:
    client = app.test_client()
    client.get(f"/enter/{world.tokens['moderator']}")
    sign_in(client)
    with client.session_transaction() as session:
        assert "seats" not in session


@pytest.mark.usefixtures("person_id")
def test_signing_out_leaves_nothing(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/join/DEMO")
    client.get(f"/enter/{world.tokens['moderator']}")
    assert client.post("/sign-out").location == "/"
    for path in ("/b/DEMO/reporter", "/b/DEMO/moderator"):
        assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.usefixtures("person_id")
def test_the_code_on_the_wall_leads_to_a_seat(app: Flask, world: World) -> None:
    client = app.test_client()
    assert client.get("/join/DEMO").location == "/sign-in?next=/join/DEMO"
    sign_in(client)
    answer = client.post("/join/DEMO")
    assert (answer.status_code, answer.location) == (303, "/b/DEMO/reporter")
    assert client.get("/b/DEMO/reporter").status_code == 200
    assert world.events()[-1].kind == "seat.registered"


@pytest.mark.usefixtures("person_id")
def test_looking_at_the_page_to_register_registers_nobody(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client)
    before = len(world.events())
    assert "Phiên họp báo thường kỳ" in client.get("/join/DEMO").text
    assert len(world.events()) == before
    assert client.get("/b/DEMO/reporter").status_code == 404


@pytest.mark.usefixtures("person_id")
def test_who_registers_twice_keeps_one_seat(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/join/DEMO")
    before = len(world.events())
    assert client.get("/join/DEMO").location == "/b/DEMO/reporter"
    client.post("/join/DEMO")
    assert len(world.events()) == before


@pytest.mark.usefixtures("world")
def test_nobody_joins_a_briefing_that_is_not_there(app: Flask) -> None:
    assert app.test_client().get("/join/NONE").status_code == 404


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


@pytest.mark.usefixtures("person_id")
def test_a_language_that_is_not_spoken_is_not_remembered(app: Flask) -> None:
    client = app.test_client()
    client.post("/language", data={"lang": "fr\r\nX: y", "next": "/"})
    assert client.get_cookie("lang") is None


@pytest.mark.usefixtures("person_id")
def test_an_address_that_guesses_passwords_is_slowed_down(config: Config, world: World) -> None:
    slow = create_app(replace(config, sign_in_limit="2 per minute"), world.db)
    slow.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = slow.test_client()
    codes = [sign_in(client, password=f"guess {index}").status_code for index in range(3)]
    assert codes == [422, 422, 429]
    assert sign_in(client).status_code == 429
    assert client.get("/sign-in").status_code == 200


@pytest.mark.usefixtures("person_id")
def test_an_account_whose_password_is_guessed_from_many_addresses_is_slowed_down(app: Flask) -> None:
    def guess(index: int, email: str) -> int:
        elsewhere = {"REMOTE_ADDR": f"192.0.2.{index}"}
        data = {"email": email, "password": "guess"}
        return app.test_client().post("/sign-in", data=data, environ_base=elsewhere).status_code

    codes = [guess(index, EMAIL if index % 2 else f" {EMAIL.upper()} ") for index in range(11)]
    assert codes == [422] * 10 + [429]
    assert guess(12, "somebody@example.org") == 422
