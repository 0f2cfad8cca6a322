"""The doctor names what is not well and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from confhub import doctor
from confhub.config import Config
from confhub.db import Database


@pytest.fixture
def findings(config: Config, db: Database) -> Callable[..., dict[str, doctor.Finding]]:
    """``findings(public_url=…)``: what the doctor finds with such settings, by subject."""

    def found(over: Database = db, **settings: Any) -> dict[str, doctor.Finding]:
        return {each.subject: each for each in doctor.examine(replace(config, **settings), over)}

    return found


def test_a_healthy_installation_has_nothing(findings: Callable[..., dict[str, doctor.Finding]]) -> None:
    found = findings()
    assert [each for each in found.values() if not each.ok] == []
    assert set(found) == {
        "Python",
        "Concurrency",
        "Data folder",
        "Disk",
        "Browser files",
        "Database",
        "Redis",
        "Public address",
    }


@pytest.mark.parametrize(
    ("url", "well"),
    [
        ("https://hop-bao.example.org", True),
        ("http://127.0.0.1:5000", True),
        ("http://hop-bao.example.org", False),
    ],
)
def test_passwords_shall_not_travel_in_clear(
    findings: Callable[..., dict[str, doctor.Finding]], url: str, well: bool
) -> None:
    found = findings(public_url=url)["Public address"]
    assert found.ok == well
    assert ("in clear" in found.text) != well


def test_a_database_that_was_not_migrated_is_told(
    findings: Callable[..., dict[str, doctor.Finding]], databases: Any
) -> None:
    db = Database(databases.empty("doctor"))
    found = findings(db)["Database"]
    db.close()
    assert (found.ok, found.text) == (False, "run python -m confhub db upgrade")


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all/confhub.db", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"],
)
def test_a_database_that_cannot_be_reached_is_told(
    findings: Callable[..., dict[str, doctor.Finding]], url: str
) -> None:
    db = Database(url)
    found = findings(db)["Database"]
    db.close()
    assert not found.ok
    assert found.text.startswith("cannot be reached: ")


def test_a_redis_that_cannot_be_reached_is_told(
    findings: Callable[..., dict[str, doctor.Finding]],
) -> None:
    found = findings(redis_url="redis://127.0.0.1:1/0")["Redis"]
    assert not found.ok
    assert found.text.startswith("cannot be reached: ")


def test_a_full_disk_a_closed_folder_and_missing_files_are_told(
    findings: Callable[..., dict[str, doctor.Finding]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "DISK_LEAST", 2**62)
    monkeypatch.setattr(doctor.assets, "static_dir", lambda: tmp_path)
    # Root may write everywhere.
    monkeypatch.setattr(doctor.os, "access", lambda _path, mode: mode != os.W_OK)
    found = findings()
    assert {subject for subject, each in found.items() if not each.ok} == {
        "Disk",
        "Data folder",
        "Browser files",
    }
    assert found["Data folder"].text.endswith(" cannot be written to")
    assert "run python3 run.py" in found["Browser files"].text
