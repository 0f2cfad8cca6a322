"""The bare transaction of a question: the same rows, as plain statements, on the same database.

``python -m bench.bare SECONDS SIDE_BY_SIDE`` prints what it reached. Durability and locking are
confhub's own (its Database); there is no HTTP, no check, no hash and no object. What it writes is no
part of a valid log.
"""

# ruff: noqa: E402  (patches before any other import)

from __future__ import annotations

from confhub import concurrency

concurrency.patch()

import json
import sys
import threading
import time
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from confhub import config
from confhub.db import Database
from confhub.models import Briefing, Event, Log, Question

# The tables themselves: of the classes SQLAlchemy would make objects' statements.
_QUESTIONS, _EVENTS = cast(Table, Question.__table__), cast(Table, Event.__table__)
TEXT = "Xin hỏi lãnh đạo phường: tiến độ sửa chữa hệ thống thoát nước trên địa bàn đến nay ra sao? " * 2
PAYLOAD = 2_000


class Asker:
    """Writes questions one after the other until it is told to stop."""

    def __init__(self, db: Database, briefing_id: int, seat_id: int) -> None:
        self.db, self.briefing_id, self.seat_id = db, briefing_id, seat_id
        self.done = 0

    def run(self, until: float) -> None:
        """Ask until the monotonic clock says so."""
        while time.monotonic() < until:
            with self.db.transaction() as session:
                self._ask(session)
            self.done += 1

    def _ask(self, session: Session) -> None:
        log = session.execute(
            update(Log)
            .where(Log.id == self.briefing_id)
            .values(last_seq=Log.last_seq + 1)
            .returning(Log.last_seq, Log.last_hash)
        ).one()
        number = session.execute(
            update(Briefing)
            .where(Briefing.id == self.briefing_id)
            .values(last_number=Briefing.last_number + 1)
            .returning(Briefing.last_number)
        ).scalar_one()
        at = self.db.clock()
        session.execute(insert(_QUESTIONS).values(**self._question(number, at)))
        session.execute(insert(_EVENTS).values(**self._event(log, number, at)))
        session.execute(update(Log).where(Log.id == self.briefing_id).values(last_hash=f"{log.last_seq:064}"))

    def _question(self, number: int, at: object) -> dict[str, object]:
        return {
            "briefing_id": self.briefing_id,
            "number": number,
            "entered_seat_id": self.seat_id,
            "asker_seat_id": self.seat_id,
            "text": TEXT,
            "channel": "online",
            "asker_name": "Phóng viên",
            "outlet": "Báo",
            "client_id": f"bare-{number}",
            "asked_at": at,
            "received_at": at,
            "changed_by": "Phóng viên",
            "changed_seat_id": self.seat_id,
            "changed_at": at,
        }

    def _event(self, log: object, number: int, at: object) -> dict[str, object]:
        return {
            "log_id": self.briefing_id,
            "seq": log.last_seq,  # type: ignore[attr-defined]
            "at": at,
            "kind": "question.received",
            "number": number,
            "actor": {"name": "Phóng viên", "role": "reporter", "seat": self.seat_id},
            "reach": ["asker:1", "clerks", "moderators", "organisers"],
            "payload": "x" * PAYLOAD,
            "digest": "0" * 64,
            "previous": log.last_hash,  # type: ignore[attr-defined]
            "hash": f"{number:064}",
        }


def main(seconds: float, side_by_side: int) -> None:
    """Ask from so many threads at a time."""
    settings = config.load()
    db = Database(settings.database_url, zone=settings.timezone)
    with db.reading() as session:
        briefing = session.scalars(select(Briefing).where(Briefing.code == "DEMO")).one()
        seat_id = session.scalars(
            select(Question.entered_seat_id).where(
                Question.briefing_id == briefing.id, Question.entered_seat_id.is_not(None)
            )
        ).first()
        askers = [Asker(db, briefing.id, seat_id or 1) for _ in range(side_by_side)]
    start = time.monotonic()
    threads = [threading.Thread(target=each.run, args=(start + seconds,)) for each in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken, done = time.monotonic() - start, sum(each.done for each in askers)
    print(json.dumps({"transactions": done, "seconds": taken, "per_second": done / taken}))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
