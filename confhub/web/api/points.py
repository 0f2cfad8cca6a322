"""Points and the roll call."""

from __future__ import annotations

from typing import Any

from confhub.commands import points as commands
from confhub.errors import NotFound
from confhub.policy import POINT, Actor
from confhub.queries import briefings
from confhub.web.api import bodies, callers, given, schemas, shapes
from confhub.web.api.blueprint import bp, describe, one_of
from confhub.web.site import site

VERBS = {"check-in": commands.check_in, "line-check": commands.line_check}


@bp.route("/briefings/<code>/points", tags=["points"])
@bp.response(200, schemas.Points)
@describe(refuses=(404,))
def list_points(code: str) -> dict[str, Any]:
    """All points of a briefing in the order of its roster; who is there only for staff"""
    actor = callers.acting()
    assert actor.briefing_id is not None
    with site().db.reading() as session:
        load = briefings.load(session, actor.briefing_id)
        found = briefings.points(session, actor.briefing_id)
        return {"items": [shapes.point(actor, each, load.get(each.id)) for each in found], "next": None}


@bp.route(
    "/briefings/<code>/points/<unit>/<verb>",
    methods=["POST"],
    tags=["points"],
    parameters=[one_of("verb", tuple(VERBS), "Roll call, or how the line is")],
)
@bp.response(200, schemas.PointDone)
@describe(body=bodies.CheckIn, refuses=(403, 404, 409, 422))
def call_point(code: str, unit: str, verb: str) -> dict[str, Any]:
    """Note who is present at a point, or the round trip of its line"""
    if verb not in VERBS or not unit.isprintable():
        raise NotFound()
    actor = callers.acting(lambda seat: _may_call(seat, unit))
    done = VERBS[verb](site().db, actor, unit, given.body())
    assert actor.briefing_id is not None
    with site().db.reading() as session:
        found = briefings.point(session, actor.briefing_id, unit)
        assert found is not None
        load = briefings.load(session, actor.briefing_id).get(found.id)
        return shapes.point(actor, found, load) | {"seq": done.seq}


def _may_call(seat: Actor, unit: str) -> bool:
    return seat.role in POINT["check_in"] and seat.point_code in (None, unit)
