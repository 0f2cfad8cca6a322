"""Is the process alive, can it serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from confhub.web.site import site

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The database answers too; 503 when it does not."""
    try:
        with site().db.reading() as session:
            session.execute(text("SELECT 1 FROM logs"))
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return jsonify(status="ok"), 200
