"""Guessing passwords is slow: by address, and by account from wherever it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from confhub.app import create_app
from confhub.commands import directory
from confhub.config import Config
from confhub.db import Database

EMAIL, PASSWORD = "trang@example.org", "một mật khẩu dài"


@pytest.fixture
def attempt(config: Config, db: Database) -> Any:
    """``attempt(email, address)``: the status of one sign-in with a wrong password."""
    directory.create_account(
        db, directory.SYSTEM, {"name": "Phạm Thu Trang", "email": EMAIL, "password": PASSWORD}
    )
    app = create_app(replace(config, sign_in_limit="12 per minute"), db)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)

    def sign_in(email: str, address: str, password: str = "guessed guess") -> int:
        data = {"email": email, "password": password}
        sent = app.test_client().post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address})
        return sent.status_code

    return sign_in


def test_one_address_has_so_many_attempts_and_another_one_its_own(attempt: Any) -> None:
    tried = [attempt(f"{n}@example.org", "192.0.2.1") for n in range(13)]
    assert tried == [422] * 12 + [429]
    assert attempt(EMAIL, "192.0.2.2", PASSWORD) == 303


def test_one_account_has_so_many_attempts_from_all_addresses(attempt: Any) -> None:
    tried = [attempt(EMAIL if n % 2 else f" {EMAIL.upper()}", f"192.0.2.{n}") for n in range(11)]
    assert tried == [422] * 10 + [429]
    assert attempt(EMAIL, "192.0.2.99", PASSWORD) == 429
    assert attempt("nobody@example.org", "192.0.2.99") == 422


def test_an_account_that_does_not_exist_is_limited_alike(attempt: Any) -> None:
    tried = [attempt("nobody@example.org", f"192.0.2.{n}") for n in range(11)]
    assert tried == [422] * 10 + [429]
