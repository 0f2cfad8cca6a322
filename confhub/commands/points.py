"""Roll call: a point checks in, and says how its line is."""

from __future__ import annotations

from typing import Any

from confhub import audiences, policy
from confhub.commands import fields
from confhub.commands.base import Act, Data, Done, act_in
from confhub.db import Database
from confhub.errors import Forbidden, NotFound, NotNow, say
from confhub.models import Point
from confhub.policy import Actor


def check_in(db: Database, actor: Actor, code: str, data: Data) -> Done:
    """The point is there: ``name`` of the leader or deputy who is present."""
    with act_in(db, actor) as act:
        point = _point(act, "check_in", code)
        point.checked_in_name = fields.line(data, "name")
        point.checked_in_at = point.checked_in_at or act.at
        return _recorded(act, "point.checked_in", point, name=point.checked_in_name)


def line_check(db: Database, actor: Actor, code: str, data: Data) -> Done:
    """The measured round trip of the point's line, ``ms``."""
    with act_in(db, actor) as act:
        point = _point(act, "line_check", code)
        point.line_ms = fields.number(data, "ms", least=0, most=60_000)
        point.line_checked_at = act.at
        return _recorded(act, "point.line_checked", point, ms=point.line_ms)


def describe(db: Database, actor: Actor, code: str, data: Data, briefing_code: str | None = None) -> Done:
    """Who answers at the point: ``leader`` and backup ``phone``, ``deputy`` and ``deputy_phone``.

    What is not named stays.
    """
    with act_in(db, actor, briefing_code) as act:
        if actor.role not in policy.OFFICE:
            raise Forbidden()
        point = act.point(code)
        if point is None:
            raise NotFound()
        _refuse_after_close(act)
        for name in ("leader", "deputy"):
            if name in data:
                setattr(point, name, fields.line(data, name, required=False))
        for name in ("phone", "deputy_phone"):
            if name in data:
                setattr(point, name, fields.line(data, name, most=40, required=False))
        return _recorded(act, "point.described", point, leader=point.leader, deputy=point.deputy)


def _point(act: Act, verb: str, code: str) -> Point:
    point = act.point(code)
    if point is None or (act.actor.role == "leader" and act.actor.point_id != point.id):
        raise NotFound()
    if not policy.can_point(act.actor, verb, point.id):
        raise Forbidden()
    _refuse_after_close(act)
    return point


def _refuse_after_close(act: Act) -> None:
    # The minutes tell who attended; that is settled when the briefing ends.
    if act.briefing.state in ("closed", "published"):
        raise NotNow(say("The briefing is over. Its points can no longer be changed."))


def _recorded(act: Act, kind: str, point: Point, **said: Any) -> Done:
    act.reach |= audiences.DESK_STAFF | {audiences.point(point.id)}
    act.record(kind, unit=point.code, **said)
    return Done(act.seq, id=point.id)
