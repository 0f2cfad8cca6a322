"""Processes that start at the same moment on an empty database and an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from confhub import event_log, schema
from confhub.db import Database
from confhub.models import OFFICE_LOG, Unit
from tests.databases import Files, Postgres
from tests.servers import ROOT

TOGETHER = 2
# All wait for the end of their standard input, so that none has a start.
UPGRADE = """
import sys
from confhub import concurrency
concurrency.patch()
from confhub import config
from confhub.cli import main
sys.stdin.read()
settings = config.load()
main(["db", "upgrade"])
print(settings.secret_key)
"""


def upgrade_together(url: str, folder: Path) -> list[str]:
    """Bring a database up to date from several processes at once; the secret keys that they use."""
    environment = {**os.environ, "CONFHUB_DATABASE_URL": url, "CONFHUB_DATA_DIR": str(folder)}
    environment.pop("CONFHUB_SECRET_KEY", None)
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", UPGRADE],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(TOGETHER)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    said = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * TOGETHER, said
    return [out.splitlines()[-1] for out, _err in said]


def check(url: str) -> None:
    """Everything is there, and once."""
    db = Database(url)
    assert schema.is_current(db)
    with db.reading() as session:
        assert list(event_log.verify(session, OFFICE_LOG)) == []
        assert event_log.last_seq(session, OFFICE_LOG) == 1
        units = session.scalar(select(func.count()).select_from(Unit)) or 0
        codes = session.scalar(
            select(func.count()).select_from(select(Unit.roster, Unit.code).distinct().subquery())
        )
        assert units == codes > 700
    db.close()


def test_one_of_them_migrates_and_installs_the_rosters_and_all_share_one_key(
    databases: Files | Postgres, tmp_path: Path
) -> None:
    url = databases.empty("together")
    keys = upgrade_together(url, tmp_path)
    check(url)
    assert len(set(keys)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
