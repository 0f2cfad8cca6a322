"""What a page or a live message is rendered from: one snapshot, seen through one pair of eyes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from confhub.models import Briefing
from confhub.policy import Actor


@dataclass(frozen=True)
class View:
    """``session`` reads the snapshot in which ``seq`` was the newest event of the briefing's log."""

    session: Session
    briefing: Briefing
    actor: Actor
    seq: int
