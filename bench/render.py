"""What the moderator's regions cost to render: ``python -m bench.render LINKS CHANGES FILE``.

Works on a database that ``bench.crowd`` has filled. FILE gets, for each region, milliseconds of CPU
cold (no fragment is kept) and after each of so many changes, and the messages of each change.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from confhub import concurrency

concurrency.patch()

from sqlalchemy.orm import Session

from bench.crowd import actor
from confhub import audiences, config, event_log
from confhub.app import create_app
from confhub.commands import questions
from confhub.db import Database
from confhub.live import fragments, regions
from confhub.live.pump import Pump
from confhub.models import Briefing
from confhub.policy import Actor
from confhub.queries import questions as asked
from confhub.queries.view import View

# What moderators do to a received question, by turns: two leave it in the inbox, two put it into the queue.
CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("claim", {}),
    ("edit", {"wording": "Xin cho biết tiến độ và ai chịu trách nhiệm?"}),
    ("queue", {}),
    ("route", {"unit": ["00070"]}),
)
LOCALE = "vi"


def main(links: Path, count: int, file: Path) -> None:
    """Render cold, then after each change."""
    settings = config.load()
    db = Database(settings.database_url, zone=settings.timezone)
    pump = Pump(create_app(settings, db), db, lambda room, message: None, lambda log, events: None)
    moderator = actor(db, json.loads(links.read_text(encoding="utf-8"))["roles"]["moderator"]["token"])
    assert moderator.briefing_id is not None
    _all(pump, db, moderator.briefing_id)
    fragments._kept.clear()
    found: dict[str, Any] = {"cold": _all(pump, db, moderator.briefing_id), "changes": []}
    verbs = cycle(CHANGES)
    for _ in range(count):
        _change(db, moderator, *next(verbs))
        found["changes"].append(_all(pump, db, moderator.briefing_id))
    file.write_text(json.dumps(found), encoding="utf-8")
    db.close()


def _change(db: Database, moderator: Actor, verb: str, data: dict[str, Any]) -> None:
    with db.reading() as session:
        assert moderator.briefing_id is not None
        waiting = asked.inbox(session, moderator.briefing_id)
        number = waiting[len(waiting) // 2].number
    questions.act_on(db, moderator, number, verb, data=data)


def _all(pump: Pump, db: Database, briefing_id: int) -> dict[str, dict[str, Any]]:
    """Each region's milliseconds and message, rendered from one snapshot as the pump does."""
    with db.reading() as session:
        view = _view(session, briefing_id)
        made = {}
        for region in sorted(audiences.regions("moderators")):
            start = time.process_time()
            html = pump.render(view, region, LOCALE)
            made[region] = {"ms": (time.process_time() - start) * 1000, "seq": view.seq, "html": html}
    return made


def _view(session: Session, briefing_id: int) -> View:
    briefing = session.get_one(Briefing, briefing_id)
    seen_as = regions.eyes("moderators", briefing, session)
    return View(session, briefing, seen_as, event_log.last_seq(session, briefing_id))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
