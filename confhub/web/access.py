"""Closed by default: every endpoint names who may use it, or it is not found.

``DESKS`` gives the role that a blueprint's endpoints ask for in the briefing of the URL, ``OFFICE``
the blueprints for organisers of the office, ``API`` the JSON API, ``OPEN`` the endpoints that need
no seat.
"""

from __future__ import annotations

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from confhub.errors import NotFound
from confhub.policy import Actor
from confhub.queries import seats
from confhub.web.site import site

DESKS = {
    "moderator": "moderator",
    "clerk": "clerk",
    "chair": "chair",
    "leader": "leader",
    "technician": "technician",
    "reporter": "reporter",
    "display": "display",
    "organiser": "organiser",
}
OFFICE = frozenset({"office"})
# Asks each request for a token or a login itself: web/api/callers.py.
API = frozenset({"api"})
OPEN = frozenset(
    {
        "static",
        "auth.home",
        "auth.sign_in",
        "auth.sign_out",
        "auth.enter",
        "auth.first_organiser",
        "auth.language",
        "auth.join",
        "auth.register",
        "public.record",
        "public.qr",
        "health.healthz",
        "health.readyz",
        "metrics.metrics",
        "api-docs.openapi_json",
    }
)


def guard() -> Response | None:
    """Before each request: find the actor that the endpoint asks for, or refuse."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN:
        return None
    blueprint = endpoint.partition(".")[0]
    if blueprint in API:
        return None
    if blueprint in DESKS:
        g.actor = desk_actor(DESKS[blueprint])
    elif blueprint in OFFICE:
        g.actor = office_actor()
    else:
        abort(404)
    if g.actor is not None:
        return None
    if is_known():
        raise NotFound()
    if request.method not in ("GET", "HEAD"):
        abort(401)
    return redirect(url_for("auth.sign_in", next=request.path), 303)


def login() -> seats.Login:
    """What the browser's cookie says."""
    return seats.login_of(session)


def is_known() -> bool:
    """True when the cookie still stands for an account or a seat, whichever."""
    with site().db.reading() as db:
        mine = login()
        return seats.person_of(db, mine) is not None or bool(seats.seats_of(db, mine, site().db.clock()))


def desk_actor(role: str) -> Actor | None:
    """The actor that this browser is at a desk of the URL's briefing, if it has a seat there."""
    values = request.view_args or {}
    with site().db.reading() as db:
        # Only a point's desk belongs to a unit; elsewhere the address names one to look at.
        unit = values.get("unit") if role == "leader" else None
        return seats.actor_at(db, login(), site().db.clock(), role, values["code"], unit)


def office_actor() -> Actor | None:
    """The organiser of the office that this browser is, if it is one."""
    with site().db.reading() as db:
        return seats.office_actor(db, login(), site().db.clock())


def endpoints() -> dict[str, str]:
    """Every endpoint and who may use it: a role, ``office``, ``api``, ``open``, or ``nobody``."""

    def who(endpoint: str) -> str:
        blueprint = endpoint.partition(".")[0]
        if endpoint in OPEN:
            return "open"
        if blueprint in API:
            return "api"
        return "office" if blueprint in OFFICE else DESKS.get(blueprint, "nobody")

    return {rule.endpoint: who(rule.endpoint) for rule in current_app.url_map.iter_rules()}
