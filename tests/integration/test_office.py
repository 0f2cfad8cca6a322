"""The office's pages: briefings, accounts and accreditation, settings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from confhub import event_log, office
from confhub.commands import directory
from confhub.models import OFFICE_LOG
from tests.checks import numbers_of_logs
from tests.conftest import World
from tests.pages import listed

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
NEW = {"name": "Vũ Hải Yến", "email": "yen@example.org"}
SECRET = re.compile(r'<dd class="secret">([^<]+)</dd>')


@pytest.fixture
def person_id(world: World) -> int:
    """A reporter's account, accredited for one outlet."""
    data = {**NEW, "password": "một mật khẩu dài", "outlet": "Báo Sông Hồng", "number": "012345"}
    made = directory.create_account(world.db, directory.SYSTEM, data).id
    assert made is not None
    return made


def office_event(world: World) -> Any:
    """The newest event of the office."""
    with world.db.reading() as session:
        newest = event_log.read(session, OFFICE_LOG)[-1]
        session.expunge_all()
        return newest


def setting(world: World, name: str) -> Any:
    """A setting as it stands."""
    with world.db.reading() as session:
        return office.setting(session, name)


def signs_in(enter: Any, password: str) -> bool:
    """True when the account's address and this password open the way in."""
    data = {"email": NEW["email"], "password": password}
    return bool(enter().post("/sign-in", data=data).status_code == 303)


def test_all_briefings_are_listed_but_only_the_own_one_is_offered(world: World, enter: Any) -> None:
    data = {"code": "OTHER", "title": "Phiên khác", "starts_at": "2026-12-01T09:00", "roster": "hanoi-2025"}
    enter("organiser").post("/office/briefings", data=data)
    browser = enter("organiser")
    assert "/b/DEMO/organiser" in listed(browser, "/office", "briefing-DEMO")
    other = listed(browser, "/office", "briefing-OTHER")
    assert "Phiên khác" in other
    assert "/b/OTHER/organiser" not in other


def test_a_made_password_is_shown_once_and_signs_in(world: World, enter: Any) -> None:
    browser = enter("organiser")
    answer = browser.post("/office/accounts", data=NEW)
    shown = SECRET.search(answer.text)
    assert shown is not None
    event = office_event(world)
    assert (event.kind, event.actor["name"]) == ("person.created", world.organiser.name)
    assert shown[1] not in browser.get("/office/accounts").text
    assert shown[1] not in str(event_log.data_of(event))
    assert signs_in(enter, shown[1])


@pytest.mark.usefixtures("person_id")
def test_an_account_at_fault_is_refused_with_what_was_typed_but_not_the_password(
    world: World, enter: Any
) -> None:
    before = numbers_of_logs(world)
    data = {**NEW, "form_id": "new", "name": "Hoàng Đức Anh", "password": "mật khẩu của Đức Anh"}
    answer = enter("organiser").post("/office/accounts", data=data)
    assert answer.status_code == 422
    assert re.search(r'id="new-email-error">[^<]+<', answer.text)
    assert 'value="Hoàng Đức Anh"' in answer.text
    assert "mật khẩu của Đức Anh" not in answer.text
    assert numbers_of_logs(world) == before


def test_a_new_password_replaces_the_old_one(world: World, enter: Any, person_id: int) -> None:
    answer = enter("organiser").post(f"/office/accounts/{person_id}/password", data={"password": ""})
    shown = SECRET.search(answer.text)
    assert shown is not None
    assert office_event(world).kind == "person.password_set"
    assert not signs_in(enter, "một mật khẩu dài")
    assert signs_in(enter, shown[1])


def test_a_password_that_is_too_short_is_refused_at_its_field(
    world: World, enter: Any, person_id: int
) -> None:
    data = {"form_id": "password", "password": "ngắn"}
    answer = enter("organiser").post(f"/office/accounts/{person_id}/password", data=data)
    assert answer.status_code == 422
    assert re.search(r'id="password-password-error">[^<]+<', answer.text)
    assert signs_in(enter, "một mật khẩu dài")


def test_a_closed_account_is_named_so_and_can_be_opened_again(
    world: World, enter: Any, person_id: int
) -> None:
    browser = enter("organiser")
    path = f"/office/accounts/{person_id}"
    assert browser.post(f"{path}/inactive").location == path
    assert office_event(world).kind == "person.deactivated"
    assert "user-off" in listed(browser, "/office/accounts", f"account-{person_id}")
    assert not signs_in(enter, "một mật khẩu dài")
    browser.post(f"{path}/active")
    assert signs_in(enter, "một mật khẩu dài")


def test_a_suspended_accreditation_ends_the_reporters_seat_at_once(
    world: World, enter: Any, person_id: int
) -> None:
    reporter = enter()
    reporter.post("/sign-in", data={"email": NEW["email"], "password": "một mật khẩu dài"})
    reporter.post("/join/DEMO")
    assert reporter.get("/b/DEMO/reporter").status_code == 200
    data = {"outlet": "Báo Sông Hồng", "document": "card", "number": "012345", "state": "suspended"}
    answer = enter("organiser").post(f"/office/accounts/{person_id}/accreditation", data=data)
    assert answer.status_code == 303
    assert office_event(world).kind == "accreditation.suspended"
    assert reporter.get("/b/DEMO/reporter").status_code == 404


@pytest.mark.parametrize("typed", ["0", "366", "năm", ""])
def test_a_number_that_is_none_is_refused_in_its_slot(world: World, enter: Any, typed: str) -> None:
    data = {"form_id": "due_days", "due_days": typed}
    answer = enter("organiser").post("/office/settings/due_days", data=data, headers=STREAM)
    assert answer.status_code == 422
    assert 'target="due_days-due_days-error"' in answer.text
    assert setting(world, "due_days") == 30


@pytest.mark.parametrize("name", ["grounds", "secret_key"])
def test_a_setting_that_has_no_form_cannot_be_set(world: World, enter: Any, name: str) -> None:
    before = numbers_of_logs(world)
    answer = enter("organiser").post(f"/office/settings/{name}", data={name: "x"}, headers=STREAM)
    assert answer.status_code in (404, 422)
    assert numbers_of_logs(world) == before


def test_a_ground_that_is_no_longer_offered_declines_nothing_more(world: World, enter: Any) -> None:
    number = world.ask()
    data = {"vi": "Không thuộc phiên này", "en": "Not of this briefing", "offered": ""}
    assert enter("organiser").post("/office/grounds/off_topic", data=data).status_code == 303
    decline = {"version": "1", "form_id": "f", "ground": "off_topic"}
    url = f"/b/DEMO/moderator/questions/{number}/decline"
    answer = enter("moderator").post(url, data=decline, headers=STREAM)
    assert answer.status_code == 422
    assert 'target="f-ground-error"' in answer.text
    assert world.question(number).state == "received"


@pytest.mark.parametrize("act", ["create", "password", "inactive"])
def test_an_organisers_link_makes_and_changes_no_organisers_account(
    act: str, world: World, enter: Any
) -> None:
    data = {"name": "An", "email": "an@example.org", "password": "một mật khẩu dài", "organiser": "yes"}
    other = directory.create_account(world.db, directory.SYSTEM, data).id
    path = {"create": "/office/accounts"}.get(act, f"/office/accounts/{other}/{act}")
    before = numbers_of_logs(world)
    answer = enter("organiser").post(path, data={**data, "email": "b@example.org"}, headers=STREAM)
    assert answer.status_code == 403
    assert numbers_of_logs(world) == before
