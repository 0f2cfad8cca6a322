"""The log, as the caller may read it."""

from __future__ import annotations

from typing import Any

from confhub.queries import listing
from confhub.web.api import callers, given, schemas, shapes
from confhub.web.api.blueprint import bp, describe
from confhub.web.site import site


@bp.route("/briefings/<code>/events", tags=["events"])
@bp.response(200, schemas.Events)
@describe(
    refuses=(404, 422),
    query=[
        ("after", "integer", "Events numbered above this one; 0 when absent"),
        ("limit", "integer", "At most 100, 50 when absent"),
    ],
)
def list_events(code: str) -> dict[str, Any]:
    """What happened, in order, as far as it concerns the caller"""
    actor, most, after = callers.acting(), given.limit(), given.number("after", 0)
    assert actor.briefing_id is not None
    with site().db.reading() as session:
        found = listing.events(session, actor, after, most + 1)
        page = found[:most]
        about = listing.numbered(session, actor.briefing_id, {e.number for e in page if e.number})
        next_ = str(page[-1].seq) if len(found) > most else None
        return {"items": shapes.events(actor, page, about), "next": next_}
