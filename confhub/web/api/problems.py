"""Refusals as RFC 9457 problem documents, for everything under ``/api/``."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import g, request
from flask_babel import get_locale
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from confhub.errors import Forbidden, Invalid, Message, NotFound, NotNow, Refusal, Stale, say
from confhub.i18n import translate
from confhub.queries import listing
from confhub.queries import questions as queries
from confhub.web.api import shapes
from confhub.web.api.callers import Unauthorised
from confhub.web.api.schemas import PROBLEM
from confhub.web.site import site

PATH = "/api/"
# Of a Refusal's classes the nearest one counts.
_TYPES: dict[type[Refusal], str] = {
    Unauthorised: "urn:confhub:unauthorised",
    Forbidden: "urn:confhub:forbidden",
    NotFound: "urn:confhub:not-found",
    Stale: "urn:confhub:stale",
    NotNow: "urn:confhub:not-now",
    Invalid: "urn:confhub:invalid",
}
_DETAILS = {
    400: say("This could not be read as JSON."),
    404: say("There is nothing here."),
    405: say("This address does not take this method."),
    413: say("This is too large to be sent."),
    415: say("Please send JSON, with Content-Type: application/json."),
    429: say("Too many requests. Please wait a moment and try again."),
    503: say("The database cannot be reached. Please try again in a moment."),
}
_NO_TYPE = "about:blank"
_OTHERWISE = say("Something went wrong. Nothing was changed.")
FORGED = say("X-CSRFToken is missing or out of date. Please load the page again.")


def wanted() -> bool:
    """True when the request is one to the API."""
    return request.path.startswith(PATH)


def of_refusal(refusal: Refusal) -> Response:
    """What a command or query refused; a conflict shows the question as it stands."""
    more: dict[str, Any] = {}
    if refusal.errors:
        more["errors"] = {field: translate(message) for field, message in refusal.errors.items()}
    if refusal.numbers:
        more["numbers"] = list(refusal.numbers)
    if refusal.status == HTTPStatus.CONFLICT and refusal.number is not None:
        more["question"] = _as_it_stands(refusal.number)
    kind = next((_TYPES[kind] for kind in type(refusal).__mro__ if kind in _TYPES), _NO_TYPE)
    answer = _problem(refusal.status, refusal.detail, more, kind, translate(refusal.title))
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        failed = ', error="invalid_token"' if "Authorization" in request.headers else ""
        answer.headers["WWW-Authenticate"] = f'Bearer realm="confhub"{failed}'
    return answer


def of_http_error(error: HTTPException) -> Response:
    """What went wrong before a view, or in it."""
    status = error.code or 500
    answer = _problem(status, _DETAILS.get(status, _OTHERWISE), {})
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def of_forgery() -> Response:
    """A request by cookie without its CSRF value."""
    return _problem(400, FORGED, {})


def _problem(
    status: int, detail: Message, more: dict[str, Any], kind: str = _NO_TYPE, title: str = ""
) -> Response:
    document = {
        "type": kind,
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": translate(detail),
        **more,
    }
    answer = Response(json.dumps(document, ensure_ascii=False), status, content_type=PROBLEM)
    answer.headers["Content-Language"] = str(get_locale())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _as_it_stands(number: int) -> dict[str, Any] | None:
    actor = g.get("actor")
    if actor is None or actor.briefing_id is None:
        return None
    with site().db.reading() as session:
        found = queries.one(session, actor.briefing_id, number)
        return shapes.question(actor, found) if found is not None and listing.sees(actor, found) else None
