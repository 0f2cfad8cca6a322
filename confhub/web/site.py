"""What the application carries for its requests: settings and the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from confhub.config import Config
from confhub.db import Database


@dataclass(frozen=True)
class Site:
    """One application's settings and database."""

    config: Config
    db: Database


def site() -> Site:
    """The site of the running application."""
    return cast(Site, current_app.extensions["confhub"])
