"""Who calls the API: a seat by its token, or a browser's login with its CSRF value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, g, request
from sqlalchemy.orm import Session

from confhub.errors import NotFound, Refusal, say
from confhub.policy import Actor
from confhub.queries import briefings, seats
from confhub.web import access
from confhub.web.site import site

# Of several seats, the one that sees most reads.
_RANK = ("moderator", "organiser", "clerk", "chair", "technician", "leader", "reporter", "display")


class Unauthorised(Refusal):
    """Neither a token that is valid now nor a login."""

    status = 401
    title = say("A valid access token or a sign-in is needed.")


@dataclass(frozen=True)
class Caller:
    """The seats that a request may act from, in the URL's briefing if it names one.

    ``office`` is the organiser of the office that the caller is, if it is one; ``by_link`` that no
    account stands behind it.
    """

    actors: list[Actor]
    office: Actor | None
    by_link: bool = False


def require() -> None:
    """Before each call: find the caller into ``g.caller``, or refuse."""
    code = (request.view_args or {}).get("code")
    if code is not None and not code.isprintable():
        raise NotFound()
    given = request.headers.get("Authorization")
    with site().db.reading() as session:
        g.caller = _by_login(session, code) if given is None else _by_token(session, given, code)
    if given is None and current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()
    if code is not None and not g.caller.actors:
        raise NotFound()


def acting(fits: Callable[[Actor], bool] = lambda actor: True) -> Actor:
    """The seat that acts: the first one that fits, else the first of all; kept as ``g.actor``."""
    actors: list[Actor] = g.caller.actors
    g.actor = chosen = next((actor for actor in actors if fits(actor)), actors[0])
    return chosen


def desk(actor: Actor) -> str:
    """How ``as`` names a seat: its role, or a point by its unit's code."""
    return f"point/{actor.point_code}" if actor.role == "leader" else actor.role


def _by_token(session: Session, given: str, code: str | None) -> Caller:
    scheme, _, token = given.partition(" ")
    actor = None
    if scheme.lower() == "bearer" and token.isascii():
        actor = seats.actor_by_token(session, token.strip(), site().db.clock())
    if actor is None:
        raise Unauthorised()
    if code not in (None, actor.briefing_code):
        raise NotFound()
    office = None
    if actor.role == "organiser":
        office = Actor(role="organiser", name=actor.name, person_id=actor.person_id)
    return Caller([actor], office, by_link=actor.person_id is None)


def _by_login(session: Session, code: str | None) -> Caller:
    login, now = access.login(), site().db.clock()
    mine = seats.seats_of(session, login, now)
    person = seats.person_of(session, login)
    if person is None and not mine:
        raise Unauthorised()
    actors = [seats.actor_of(seat) for seat in mine if code in (None, seat.briefing.code)]
    if code is not None and person is not None and briefings.by_code(session, code) is not None:
        organiser = seats.actor_at(session, login, now, "organiser", code)
        actors += [organiser] if organiser is not None and organiser not in actors else []
    actors.sort(key=lambda actor: _RANK.index(actor.role))
    office = seats.office_actor(session, login, now)
    wanted = request.args.get("as")
    if wanted and code is not None:
        actors = [actor for actor in actors if desk(actor) == wanted]
    return Caller(actors, office, by_link=person is None)
