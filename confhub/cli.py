"""The command line: serve, demo, and administration."""

from __future__ import annotations

import argparse
import getpass
import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from confhub import config, doctor, event_log, places, schema, similar
from confhub.commands import directory, seats
from confhub.config import Config
from confhub.db import Database
from confhub.errors import Refusal
from confhub.models import OFFICE_LOG
from confhub.places.gazetteer import gazetteer_of
from confhub.places.suggest import suggest
from confhub.queries import briefings


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exits 1 with a sentence when it is refused, 2 when it is misspelt."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except Refusal as refusal:
        fields = "".join(f"\n  {field}: {message}" for field, message in refusal.errors.items())
        sys.exit(f"confhub: {refusal}{fields}")
    except ValueError as problem:
        sys.exit(f"confhub: {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="confhub", description="Control room for hybrid press briefings.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="migrate and serve")
    serve.set_defaults(run=_serve)

    demo = commands.add_parser("demo", help="serve a fresh demonstration briefing")
    demo.add_argument("--links", type=Path, metavar="FILE", help="also write the links as JSON")
    demo.add_argument("--points", type=int, choices=(30, 126), default=30)
    demo.add_argument("--empty", action="store_true", help="without questions")
    demo.set_defaults(run=_demo)

    db = commands.add_parser("db", help="the database").add_subparsers(required=True, metavar="ACT")
    db.add_parser("upgrade", help="apply migrations and install the rosters").set_defaults(run=_db_upgrade)
    revision = db.add_parser("revision", help="write a migration from the models (for developers)")
    revision.add_argument("message")
    revision.set_defaults(run=_db_revision)

    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="ACT")
    add = user.add_parser("add", help="add an account; the password is asked for or read from standard input")
    add.add_argument("email")
    add.add_argument("name")
    add.add_argument("--organiser", action="store_true")
    add.set_defaults(run=_user_add)

    token = commands.add_parser("token", help="access tokens").add_subparsers(required=True, metavar="ACT")
    issue = token.add_parser("issue", help="a seat by link; prints its address and token")
    issue.add_argument("--briefing", required=True, metavar="CODE")
    issue.add_argument("--role", required=True)
    issue.add_argument("--point", metavar="CODE")
    issue.add_argument("--name", default="")
    issue.add_argument("--outlet", default="")
    issue.add_argument("--hours", type=int, default=seats.LINK_HOURS)
    issue.set_defaults(run=_token_issue)

    verify = commands.add_parser(
        "verify", help="check a briefing's log: its chain, and that it replays to the rows"
    )
    verify.add_argument("code", help="the briefing's code, or OFFICE for the office's own log")
    verify.set_defaults(run=_verify)

    units = commands.add_parser("suggest", help='which units are questions about? lines {"text": …}')
    units.add_argument("--roster", choices=places.NAMES, required=True)
    units.set_defaults(run=_suggest)

    alike = commands.add_parser("similar", help='may two questions be the same? lines {"a": …, "b": …}')
    alike.set_defaults(run=_similar)

    commands.add_parser("doctor", help="check settings and surroundings").set_defaults(run=_doctor)
    return parser


def _serve(_options: argparse.Namespace) -> None:
    from confhub import server

    server.serve(config.load())


def _demo(options: argparse.Namespace) -> None:
    from confhub import server

    server.demo(config.load(database="demo.db"), options.points, options.empty, options.links)


@contextmanager
def _database() -> Iterator[tuple[Config, Database]]:
    settings = config.load()
    db = Database(settings.database_url, zone=settings.timezone)
    try:
        yield settings, db
    finally:
        db.close()


@contextmanager
def _ready_database() -> Iterator[tuple[Config, Database]]:
    with _database() as (settings, db):
        schema.upgrade(db)
        directory.install_rosters(db)
        yield settings, db


def _db_upgrade(_options: argparse.Namespace) -> None:
    with _ready_database():
        print("The database is up to date.")


def _db_revision(options: argparse.Namespace) -> None:
    with _database() as (_settings, db):
        schema.new_revision(db, options.message)


def _user_add(options: argparse.Namespace) -> None:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    organiser = "yes" if options.organiser else ""
    data = {"email": options.email, "name": options.name, "password": password, "organiser": organiser}
    with _ready_database() as (_settings, db):
        directory.create_account(db, directory.SYSTEM, data)
    print(f"{options.email} can sign in now.")


def _token_issue(options: argparse.Namespace) -> None:
    data = {
        "role": options.role,
        "point": options.point,
        "name": options.name or options.role.capitalize(),
        "outlet": options.outlet or ("—" if options.role == "reporter" else ""),
        "hours": str(options.hours),
    }
    with _ready_database() as (settings, db):
        granted = seats.grant(db, directory.SYSTEM, data, options.briefing)
    print(json.dumps({"url": f"{settings.public_url}/enter/{granted.token}", "token": granted.token}))


def _verify(options: argparse.Namespace) -> None:
    with _database() as (_settings, db), db.reading() as session:
        briefing = None if options.code == "OFFICE" else briefings.by_code(session, options.code)
        if briefing is None and options.code != "OFFICE":
            sys.exit(f"confhub: there is no briefing {options.code}")
        log_id = briefing.id if briefing else OFFICE_LOG
        problems = list(event_log.verify(session, log_id))
        count = event_log.last_seq(session, log_id)
    if problems:
        sys.exit("\n".join([f"{options.code}: {len(problems)} problem(s)", *problems]))
    print(f"{options.code}: {count} events, the chain is whole and replays to the rows.")


def _suggest(options: argparse.Namespace) -> None:
    gazetteer = gazetteer_of(options.roster)
    for line in _json_lines("text"):
        print(json.dumps(asdict(suggest(line["text"], gazetteer)), ensure_ascii=False), flush=True)


def _similar(_options: argparse.Namespace) -> None:
    for line in _json_lines("a", "b"):
        score = similar.score(line["a"], line["b"])
        print(json.dumps({"score": round(score, 4), "same": score >= similar.SAME}), flush=True)


def _json_lines(*fields: str) -> Iterator[dict[str, str]]:
    """Objects from standard input, one a line, whose ``fields`` are text; blank lines are passed over."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            line.encode()
            value = json.loads(line)
        except UnicodeEncodeError:
            raise ValueError(f"line {number} is not UTF-8") from None
        except ValueError as problem:
            raise ValueError(f"line {number} is not JSON: {problem}") from None
        if not isinstance(value, dict) or not all(isinstance(value.get(field), str) for field in fields):
            wanted = ", ".join(f'"{field}": "…"' for field in fields)
            raise ValueError(f"line {number} is not of the form {{{wanted}}}")
        yield value


def _doctor(_options: argparse.Namespace) -> None:
    with _database() as (settings, db):
        found = doctor.examine(settings, db)
    for finding in found:
        print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.subject}: {finding.text}")
    print("\nSettings (environment):")
    for name, meaning in config.SETTINGS.items():
        print(f"  CONFHUB_{name}: {meaning}")
    if not all(finding.ok for finding in found):
        sys.exit(1)
