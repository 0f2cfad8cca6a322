"""Sockets of those who came by account end with the sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from confhub.commands import directory
from confhub.queries import seats
from tests.conftest import World

NAMESPACE = "/live"
EMAIL, PASSWORD = "yen@example.org", "một mật khẩu dài"


@pytest.fixture
def person_id(world: World) -> int:
    """An accredited reporter's account."""
    data = {"name": "Vũ Hải Yến", "email": EMAIL, "password": PASSWORD, "outlet": "Báo Sông Hồng"}
    made = directory.create_account(world.db, directory.SYSTEM, data).id
    assert made is not None
    return made


@pytest.fixture
def listens(app: Flask, world: World, enter: Any, person_id: int) -> Any:
    """``listens()``: the socket of a reporter who signed in and registered; by name, of one with a link."""

    def connect(name: str = "") -> Any:
        browser = enter(*filter(None, [name]))
        if not name:
            browser.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
            browser.post("/join/DEMO")
        auth = {"desk": "reporter", "briefing": "DEMO"}
        return app.extensions["live"].io.test_client(
            app, namespace=NAMESPACE, auth=auth, flask_test_client=browser
        )

    return connect


def test_a_new_password_drops_the_sockets_of_the_account_and_nobody_elses(
    app: Flask, world: World, listens: Any, person_id: int
) -> None:
    mine, other = listens(), listens("reporter2")
    assert mine.is_connected(NAMESPACE)
    directory.set_password(world.db, directory.SYSTEM, person_id, {"password": "another long one"})
    app.extensions["live"].pump.tick()
    assert not mine.is_connected(NAMESPACE)
    assert other.is_connected(NAMESPACE)


@pytest.mark.parametrize(
    "end",
    [
        lambda db, who: directory.set_active(db, directory.SYSTEM, who, False),
        lambda db, who: directory.accredit(
            db, directory.SYSTEM, who, {"outlet": "Báo Sông Hồng", "state": "suspended"}
        ),
    ],
    ids=["closed", "suspended"],
)
def test_a_closed_account_and_a_suspended_reporter_hear_nothing_more(
    app: Flask, world: World, listens: Any, person_id: int, end: Any
) -> None:
    mine, other = listens(), listens("reporter2")
    assert mine.is_connected(NAMESPACE)
    end(world.db, person_id)
    app.extensions["live"].pump.tick()
    assert not mine.is_connected(NAMESPACE)
    assert other.is_connected(NAMESPACE)


def test_a_change_of_another_account_drops_nobody(
    app: Flask, world: World, listens: Any, person_id: int
) -> None:
    mine = listens()
    directory.create_account(world.db, directory.SYSTEM, {"name": "A", "email": "a@example.org"})
    app.extensions["live"].pump.tick()
    assert mine.is_connected(NAMESPACE)


def test_a_seat_whose_time_runs_out_loses_its_socket(
    app: Flask, world: World, listens: Any, clock: Any
) -> None:
    mine = listens("reporter2")
    app.extensions["live"].pump.tick()
    assert mine.is_connected(NAMESPACE)
    clock.forward(days=400)
    app.extensions["live"].pump.tick()
    assert not mine.is_connected(NAMESPACE)


def test_who_comes_while_it_is_looked_up_who_may_stay_is_not_sent_away(
    app: Flask, listens: Any, monkeypatch: Any
) -> None:
    listens("reporter")
    came: list[Any] = []
    look_up = seats.still_valid

    def slowly(*given: Any) -> Any:
        found = look_up(*given)
        came.append(listens("reporter2"))
        return found

    monkeypatch.setattr(seats, "still_valid", slowly)
    app.extensions["live"].drop_invalid()
    assert came[0].is_connected(NAMESPACE)
