"""Briefings and their life."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from confhub import policy
from confhub.commands import fields, life
from confhub.commands import seats as seat_commands
from confhub.errors import Forbidden, NotFound
from confhub.models import Briefing
from confhub.policy import STAFF
from confhub.queries import briefings, questions
from confhub.web.api import bodies, callers, given, schemas, shapes
from confhub.web.api.blueprint import bp, describe, one_of
from confhub.web.site import site

LIFE = ("open", "start", "pause", "resume", "close", "publish", "open-intake", "close-intake")


@bp.route("/briefings", tags=["briefings"])
@bp.response(200, schemas.Briefings)
@describe(
    refuses=(422,),
    query=[("cursor", "string", "From `next` of the page before"), ("limit", "integer", "At most 100")],
)
def list_briefings() -> dict[str, Any]:
    """All briefings for an organiser, for others those in which they have a seat; latest first"""
    most, cursor = given.limit(), given.number("cursor", 0)
    with site().db.reading() as session:
        mine = {actor.briefing_id for actor in g.caller.actors}
        found = [
            each
            for each in briefings.all_briefings(session)
            if g.caller.office is not None or each.id in mine
        ]
        # A cursor is the place from which to go on.
        page = found[cursor : cursor + most]
        more = cursor + most < len(found)
        return {
            "items": [shapes.briefing(each) for each in page],
            "next": str(cursor + most) if more else None,
        }


@bp.route("/briefings", methods=["POST"], tags=["briefings"])
@bp.response(201, schemas.BriefingDone)
@describe(body=bodies.NewBriefing, refuses=(403, 422))
def create_briefing() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Create a briefing with a point for each unit; for organisers"""
    actor, sent = g.caller.office, given.body()
    if actor is None:
        raise Forbidden()
    done = life.create(site().db, actor, sent)
    code = fields.clean(sent.get("code")).upper()
    answer = _after(code) | {"seq": done.seq}
    if g.caller.by_link:
        # Who came by an access link has no account that would open the new briefing's desk.
        seat = seat_commands.grant(site().db, actor, {"role": "organiser", "name": actor.name}, code)
        answer |= {"seq": seat.seq, "token": seat.token}
    return answer, 201, {"Location": url_for("api.get_briefing", code=code)}


@bp.route("/briefings/<code>", tags=["briefings"])
@bp.response(200, schemas.BriefingInFull)
@describe(refuses=(404,))
def get_briefing(code: str) -> dict[str, Any]:
    """One briefing with its agenda"""
    actor = callers.acting()
    with site().db.reading() as session:
        found = session.get_one(Briefing, actor.briefing_id)
        more: dict[str, Any] = {
            "agenda": shapes.agenda(found),
            "desks": [*map(callers.desk, g.caller.actors)],
        }
        if actor.role in STAFF:
            more["counts"] = questions.counts(session, found.id)
        return shapes.briefing(found) | more


@bp.route(
    "/briefings/<code>/<verb>",
    methods=["POST"],
    tags=["briefings"],
    parameters=[one_of("verb", LIFE, "What shall happen")],
)
@bp.response(200, schemas.BriefingDone)
@describe(refuses=(403, 404, 409))
def change_briefing(code: str, verb: str) -> dict[str, Any]:
    """Take a step in a briefing's life; `close` answers 409 with the `numbers` that need a disposition"""
    if verb not in LIFE:
        raise NotFound()
    step = verb.replace("-", "_")
    actor = callers.acting(lambda seat: seat.role in policy.BRIEFING[step])
    done = life.change(site().db, actor, step, given.body())
    return _after(code) | {"seq": done.seq}


def _after(code: str) -> dict[str, Any]:
    with site().db.reading() as session:
        found = briefings.by_code(session, code)
        assert found is not None
        return shapes.briefing(found)
