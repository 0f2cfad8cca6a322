"""A request that was carried out before: it is answered, and nothing is done again."""

from __future__ import annotations

from confhub import event_log
from confhub.commands.base import Done
from confhub.db import Database
from confhub.policy import Actor


class AlreadyDone(Exception):
    """Leaves a command that was carried out before; what it was about, as ``Done`` names it."""

    def __init__(self, id: int, number: int | None = None, version: int | None = None) -> None:
        self.id, self.number, self.version = id, number, version


def answer(db: Database, actor: Actor, done: AlreadyDone) -> Done:
    """The answer to it, with the log as it stands."""
    assert actor.briefing_id is not None
    with db.reading() as session:
        seq = event_log.last_seq(session, actor.briefing_id)
    return Done(seq, done.number, done.version, done.id, repeated=True)
