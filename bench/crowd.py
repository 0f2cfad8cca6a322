"""A briefing with 126 points that is busy: the demo, more reporters, and many more open questions.

``python -m bench.crowd RECEIVED QUEUED FILE`` works on the database that the settings name and writes
FILE: the demo's links and the tokens of the further reporters. It runs as a process of its own, as
confhub's administration does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from confhub import config, schema
from confhub.commands import directory, questions, seats
from confhub.db import Database
from confhub.demo.build import build
from confhub.demo.content import BY_POINTS, Telling, read
from confhub.policy import Actor
from confhub.queries import seats as seated

POINTS = 126
REPORTERS = 8
LABELS = ("môi trường", "giao thông", "đất đai")


def fill(db: Database, public_url: str, received: int = 0, queued: int = 0) -> dict[str, Any]:
    """Fill a migrated database; the demo's links, with ``reporters``, a list of tokens.

    To the demo's own questions come so many received ones and so many in the queue, of which each
    second has a route, each third a label and each fifth a note. A repeat is among them now and then.
    """
    links: dict[str, Any] = {**build(db, public_url, POINTS)}
    people = [
        {"role": "reporter", "name": f"Phóng viên {number}", "outlet": f"Báo {number}"}
        for number in range(REPORTERS)
    ]
    granted = seats.grant_many(db, directory.SYSTEM, people, links["briefing"])
    links["reporters"] = [each.token for each in granted]
    reporters = [actor(db, token) for token in links["reporters"]]
    moderator = actor(db, links["roles"]["moderator"]["token"])
    units = [unit.code for unit in Telling(BY_POINTS[POINTS]).units.values()]
    for place, text in enumerate(islice(texts(), received + queued)):
        asker = reporters[place % REPORTERS]
        number = questions.ask(db, asker, {"text": text}).number
        assert number is not None
        for verb, data in _steps(place, units, is_queued=place >= received):
            questions.act_on(db, moderator, number, verb, data=data)
    return links


def texts() -> Iterator[str]:
    """Questions put together from the demo's sentences, without an end; some hundreds differ."""
    telling = Telling(BY_POINTS[POINTS])
    told = [telling.fill(entry["text"]) for name in ("live", "earlier") for entry in read(name)]
    sentences = [f"{part.strip('?.')}?" for text in told for part in text.split(". ") if len(part) > 20]
    place = 0
    while True:
        first, second = place % len(sentences), (place * 31 + 7) % len(sentences)
        yield f"{sentences[first]} {sentences[second]}" if place % 3 else sentences[first]
        place += 1


def actor(db: Database, token: str) -> Actor:
    """Who opens a token."""
    with db.reading() as session:
        seat = seated.by_token(session, token, db.clock())
        assert seat is not None
        return seated.actor_of(seat)


def _steps(place: int, units: list[str], is_queued: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    if is_queued:
        yield "queue", {}
        if place % 2:
            yield "route", {"unit": [units[place % len(units)]]}
    if place % 3 == 0:
        yield "label", {"add": LABELS[place % len(LABELS)]}
    if place % 5 == 0:
        yield "note", {"text": "Đề nghị kiểm tra số liệu trước khi mời điểm cầu trả lời."}


def main(received: int, queued: int, file: Path) -> None:
    """Migrate, fill, and write what opens it."""
    settings = config.load()
    db = Database(settings.database_url, zone=settings.timezone)
    schema.upgrade(db)
    file.write_text(json.dumps(fill(db, settings.public_url, received, queued)), encoding="utf-8")
    db.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
