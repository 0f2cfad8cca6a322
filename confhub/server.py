"""Serving: one process, its pump, and an orderly end."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from sqlalchemy import func, select

from confhub import concurrency, credentials, schema
from confhub.app import create_app
from confhub.commands import directory
from confhub.config import Config
from confhub.db import Database
from confhub.models import Person


def serve(config: Config, db: Database | None = None) -> None:
    """Migrate and serve until SIGTERM or Ctrl-C; prints a one-time link on an empty database."""
    if db is None:
        db = Database(config.database_url, zone=config.timezone)
        schema.upgrade(db)
        directory.install_rosters(db)
    app = create_app(config, db)
    _greet(config, db)
    _calm_collector()
    concurrency.serve(app, config.host, config.port)


def demo(config: Config, points: int, empty: bool, links: Path | None) -> None:
    """Serve a fresh demonstration on a database of its own and print a link for every role."""
    from confhub.demo.build import build

    _remove_demo(config)
    db = Database(config.database_url, zone=config.timezone)
    schema.upgrade(db)
    made = build(db, config.public_url, points=points, empty=empty)
    if links is not None:
        links.write_text(json.dumps(made, ensure_ascii=False, indent=1))
    width = max(map(len, made["roles"]))
    for role, entry in made["roles"].items():
        print(f"  {role:<{width}}  {entry['url']}")
    serve(config, db)


def _remove_demo(config: Config) -> None:
    if not config.database_url.endswith("/demo.db"):
        sys.exit("confhub: the demo makes its own database; unset CONFHUB_DATABASE_URL")
    for suffix in ("", "-wal", "-shm"):
        (config.data_dir / f"demo.db{suffix}").unlink(missing_ok=True)


def _calm_collector() -> None:
    """What was loaded stays: the garbage collector need not look at it while everybody waits."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _greet(config: Config, db: Database) -> None:
    with db.reading() as session:
        people = session.scalar(select(func.count()).select_from(Person)) or 0
    print(f"confhub serves {config.public_url} (Ctrl-C ends it)", flush=True)
    if not people and not config.database_url.endswith("/demo.db"):
        link = credentials.setup_token(config.secret_key)
        print(f"Create the organiser's account here: {config.public_url}/first/{link}", flush=True)
