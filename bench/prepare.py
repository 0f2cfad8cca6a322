"""Fill a database for the bench: the demo briefing and many reporters, each with a seat of its own.

``python -m bench.prepare SEATS FILE`` works on the database that the settings name and writes FILE:
the demo's links, and the reporters' tokens. It runs as a process of its own, as confhub's
administration does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from confhub import config, schema
from confhub.commands import directory, seats
from confhub.db import Database
from confhub.demo.build import build


def main(count: int, file: Path) -> None:
    """Migrate, build the demo, seat ``count`` reporters, and write what opens them."""
    settings = config.load()
    db = Database(settings.database_url, zone=settings.timezone)
    schema.upgrade(db)
    links = build(db, settings.public_url)
    reporters = [
        {"role": "reporter", "name": f"Phóng viên {number:04}", "outlet": f"Báo {number % 100:02}"}
        for number in range(count)
    ]
    granted = seats.grant_many(db, directory.SYSTEM, reporters, links["briefing"])
    said = {**links, "reporters": [each.token for each in granted]}
    file.write_text(json.dumps(said), encoding="utf-8")
    db.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
