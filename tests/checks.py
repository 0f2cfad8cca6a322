"""What tests of commands assert alike: what happened, and that a refusal changed nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from confhub import event_log
from confhub.errors import Refusal
from confhub.models import OFFICE_LOG


def happened(world: Any, kind: str, by: str, number: int | None = None, **said: Any) -> Any:
    """Assert what the newest event says: kind, who acted, which question, and parts of its data.

    Returns the event.
    """
    event = world.events()[-1]
    actor = world.actors[by]
    assert (event.kind, event.number) == (kind, number)
    assert event.actor == {
        "name": actor.name,
        "role": actor.role,
        "seat": actor.seat_id,
        "person": actor.person_id,
        "point": actor.point_code,
    }
    assert event.at == world.db.clock()
    data = event_log.data_of(event)
    assert {key: data.get(key) for key in said} == said
    return event


def problems(world: Any, log_id: int | None = None) -> list[str]:
    """What verify finds in the briefing's log (or another one)."""
    with world.db.reading() as session:
        return list(event_log.verify(session, log_id or world.briefing_id))


def numbers_of_logs(world: Any) -> tuple[int, int]:
    """The newest event numbers of the briefing and of the office."""
    with world.db.reading() as session:
        return event_log.last_seq(session, world.briefing_id), event_log.last_seq(session, OFFICE_LOG)


@contextmanager
def refused(world: Any, kind: type[Refusal], said: str = "", field: str = "") -> Iterator[Any]:
    """Assert that the block is refused with ``said`` (at ``field``) and that nothing has changed."""
    before = numbers_of_logs(world)
    with pytest.raises(Refusal) as caught:
        yield caught
    refusal = caught.value
    assert type(refusal) is kind, refusal
    if field:
        assert set(refusal.errors) == {field}
    message = refusal.errors[field] if field else refusal.detail
    assert said in str(message)
    assert numbers_of_logs(world) == before
    assert problems(world) == []
