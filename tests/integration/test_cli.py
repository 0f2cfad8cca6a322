"""The command line does what docs say, and its exit code tells whether it did."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from confhub import cli, config, credentials, schema
from confhub.commands import directory
from confhub.db import Database
from confhub.models import OFFICE_LOG, Event, Person, Question, Unit
from confhub.queries import seats
from tests.world import World


@dataclass
class Ended:
    """How a command ended: exit code, what it printed, what it said when it gave up."""

    code: int
    out: str
    complaint: str = ""


@pytest.fixture
def run(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """``run("verify", "DEMO")`` on the test's database; ``typed`` is what comes by standard input."""
    monkeypatch.setenv("CONFHUB_DATABASE_URL", database_url)
    monkeypatch.setenv("CONFHUB_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CONFHUB_PUBLIC_URL", "https://hop-bao.example.org")

    def carried_out(*arguments: str, typed: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            cli.main(arguments)
        except SystemExit as end:
            said = end.code if isinstance(end.code, str) else ""
            # A sentence instead of a number is printed, and is exit code 1.
            return Ended(1 if said else int(end.code or 0), capsys.readouterr().out, said)
        return Ended(0, capsys.readouterr().out)

    return carried_out


def tamper(db: Database, *statements: Any) -> None:
    """Change the database as no command does."""
    with db.transaction() as session:
        for statement in statements:
            session.execute(statement)


def test_db_upgrade_makes_an_empty_database_ready(
    run: Callable[..., Ended], databases: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.empty("cli")
    monkeypatch.setenv("CONFHUB_DATABASE_URL", url)
    for _ in range(2):
        assert run("db", "upgrade") == Ended(0, "The database is up to date.\n")
    db = Database(url)
    assert schema.is_current(db)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Unit))
    db.close()


@pytest.mark.parametrize("organiser", [True, False])
def test_user_add_makes_an_account_that_can_sign_in(
    run: Callable[..., Ended], db: Database, organiser: bool
) -> None:
    flags = ["--organiser"] if organiser else []
    done = run("user", "add", "trang@example.org", "Phạm Thu Trang", *flags, typed="một mật khẩu dài\n")
    assert done == Ended(0, "trang@example.org can sign in now.\n")
    with db.reading() as session:
        person = session.scalars(select(Person).filter_by(email="trang@example.org")).one()
    assert (person.name, person.organiser) == ("Phạm Thu Trang", organiser)
    assert credentials.password_fits(person.password_hash, "một mật khẩu dài")


def test_user_add_says_at_which_field_it_was_refused(run: Callable[..., Ended], db: Database) -> None:
    refused = run("user", "add", "trang@example.org", "Phạm Thu Trang", typed="ngắn\n")
    assert (refused.code, refused.out) == (1, "")
    assert "\n  password: " in refused.complaint
    with db.reading() as session:
        assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    ("role", "point"),
    [("moderator", None), ("technician", None), ("leader", "006"), ("reporter", None)],
)
def test_token_issue_prints_a_link_that_opens_the_seat(
    run: Callable[..., Ended], world: World, role: str, point: str | None
) -> None:
    where = ["--point", point] if point else []
    done = run("token", "issue", "--briefing", "DEMO", "--role", role, "--name", "Lê Minh", *where)
    assert done.code == 0
    link = json.loads(done.out)
    assert link["url"] == f"https://hop-bao.example.org/enter/{link['token']}"
    with world.db.reading() as session:
        seat = seats.by_token(session, link["token"], datetime.now(UTC))
        assert seat is not None
        assert (seat.role, seat.name, seat.point.code if seat.point else None) == (role, "Lê Minh", point)


@pytest.mark.parametrize(
    "wrong",
    [
        {"--briefing": "OTHER", "--role": "moderator"},
        {"--briefing": "DEMO", "--role": "king"},
        {"--briefing": "DEMO", "--role": "leader"},
        {"--briefing": "DEMO", "--role": "leader", "--point": "999"},
    ],
)
def test_token_issue_gives_no_link_to_what_is_not_there(
    run: Callable[..., Ended], world: World, wrong: dict[str, str]
) -> None:
    before = len(world.events())
    refused = run("token", "issue", *(word for pair in wrong.items() for word in pair))
    assert (refused.code, refused.out) == (1, "")
    assert refused.complaint.startswith("confhub: ")
    assert len(world.events()) == before


def test_verify_says_that_a_log_is_whole(run: Callable[..., Ended], world: World) -> None:
    world.bring("answered")
    directory.set_setting(world.db, directory.SYSTEM, "due_days", 11)
    count = len(world.events())
    assert run("verify", "DEMO") == Ended(
        0, f"DEMO: {count} events, the chain is whole and replays to the rows.\n"
    )
    office = run("verify", "OFFICE")
    assert office.code == 0
    assert office.out.startswith("OFFICE: ")


def test_verify_names_the_place_where_a_row_was_tampered_with(
    run: Callable[..., Ended], world: World
) -> None:
    number = world.ask("Khi nào xong?")
    tamper(world.db, update(Question).where(Question.number == number).values(text="Câu khác"))
    found = run("verify", "DEMO")
    assert (found.code, found.out) == (1, "")
    assert found.complaint.startswith("DEMO: 1 problem(s)\n")
    assert "questions" in found.complaint and "text" in found.complaint


def test_verify_finds_what_was_done_to_the_offices_log(run: Callable[..., Ended], world: World) -> None:
    directory.set_setting(world.db, directory.SYSTEM, "due_days", 11)
    tamper(world.db, update(Event).where(Event.log_id == OFFICE_LOG).values(kind="office.forged"))
    found = run("verify", "OFFICE")
    assert found.code == 1
    assert found.complaint.startswith("OFFICE: ")
    assert run("verify", "DEMO").code == 0


def test_verify_knows_no_other_briefing(run: Callable[..., Ended], world: World) -> None:
    assert run("verify", "NOTHING").complaint == "confhub: there is no briefing NOTHING"


def test_doctor_prints_what_it_found_and_every_setting(run: Callable[..., Ended]) -> None:
    well = run("doctor")
    assert well.code == 0
    assert "ok   Database: up to date" in well.out
    assert "FAIL" not in well.out
    for name in config.SETTINGS:
        assert f"  CONFHUB_{name}: " in well.out


def test_doctor_exits_with_1_when_something_is_not_well(
    run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFHUB_PUBLIC_URL", "http://hop-bao.example.org")
    ill = run("doctor")
    assert ill.code == 1
    assert "FAIL Public address: http://hop-bao.example.org; " in ill.out


def test_a_setting_that_cannot_be_read_is_named(
    run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFHUB_PORT", "fünf")
    assert run("doctor").complaint == "confhub: CONFHUB_PORT='fünf' is not a number"


@pytest.mark.parametrize("misspelt", [[], ["burn"], ["db"], ["token", "issue", "--role", "moderator"]])
def test_a_misspelt_command_exits_with_2(run: Callable[..., Ended], misspelt: list[str]) -> None:
    assert run(*misspelt).code == 2


def test_suggest_answers_line_by_line(run: Callable[..., Ended]) -> None:
    texts = ["Phường Phúc Xá có mấy trường học?", "Phường Quang Trung có mấy trường học?", "Giá nước mới?"]
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    done = run("suggest", "--roster", "hanoi-2024", typed="\n".join(lines))
    first, second, third = map(json.loads, done.out.splitlines())
    assert done.code == 0
    assert first["units"] == [
        {"code": "001", "name": "Quận Ba Đình", "score": 0.98, "because": "Phường Phúc Xá"}
    ]
    assert (second["units"], {hit["code"] for hit in second["maybe"]}) == ([], {"006", "268", "269"})
    assert third == {"units": [], "maybe": []}


def test_suggest_knows_each_roster(run: Callable[..., Ended]) -> None:
    done = run("suggest", "--roster", "hanoi-2025", typed='{"text": "Phường Đống Đa ngập?"}')
    assert [hit["name"] for hit in json.loads(done.out)["units"]] == ["Phường Đống Đa"]
    assert run("suggest", "--roster", "atlantis").code == 2


def test_suggest_names_the_line_that_it_cannot_read(run: Callable[..., Ended]) -> None:
    done = run("suggest", "--roster", "hanoi-2024", typed='{"text": "Ai?"}\n{"text": 7}\n')
    assert (done.code, len(done.out.splitlines())) == (1, 1)
    assert done.complaint.startswith("confhub: line 2 is not ")


def test_similar_answers_line_by_line(run: Callable[..., Ended]) -> None:
    question = "Bao giờ cầu Đồng Lầm thông xe?"
    pairs = [(question, question.lower()), (question, "Vì sao chợ Mây tăng giá thuê quầy?")]
    lines = [json.dumps({"a": a, "b": b, "more": 1}, ensure_ascii=False) for a, b in pairs]
    done = run("similar", typed="\n".join([lines[0], "", lines[1]]))
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [set(answer) for answer in answers] == [{"score", "same"}] * 2
    assert [answer["same"] for answer in answers] == [True, False]
    assert 0 <= answers[1]["score"] < answers[0]["score"] <= 1


@pytest.mark.parametrize(
    "bad", ["{", "7", '{"a": "Vì sao?"}', '{"a": "Vì sao?", "b": null}', '{"a": "\udcff"}']
)
def test_similar_names_the_line_that_it_cannot_read(run: Callable[..., Ended], bad: str) -> None:
    good = json.dumps({"a": "Ai?", "b": "Ai?"})
    done = run("similar", typed=f"{good}\n{bad}\n{good}\n")
    assert done.code == 1
    assert done.complaint.startswith("confhub: line 2 is not ")
    assert len(done.out.splitlines()) == 1
