"""Is the process alive, can it serve."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from confhub.web.site import site

bp = Blueprint("health", __name__)
# So long without a whole tick (the poll makes one a second), and screens no longer follow.
STANDSTILL = 5.0


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Can people be sent here? 503 without the database, and when the pump stands still.

    Without Redis it is only ``degraded``: all is right, a second later at most.
    """
    live = current_app.extensions["live"]
    still = live.pump.standstill()
    redis = "ok" if live.bus.is_up else "away" if live.bus.is_used else "none"
    try:
        with site().db.reading() as session:
            behind = live.pump.behind(session)
    except SQLAlchemyError:
        behind = None
    if behind is None:
        status = "no database"
    elif still > STANDSTILL:
        status = "pump stands still"
    else:
        status = "degraded" if redis == "away" else "ok"
    report = {
        "status": status,
        "database": "away" if behind is None else "ok",
        "redis": redis,
        "pump": {"events_behind": behind, "seconds_since_tick": round(still, 1)},
    }
    return jsonify(report), 200 if status in ("ok", "degraded") else 503
