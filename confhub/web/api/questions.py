"""Questions: ask, list, read, and every verb."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from confhub import policy, workflow
from confhub.commands import questions as commands
from confhub.commands.base import LARGEST, Done
from confhub.errors import NotFound
from confhub.models import Question
from confhub.policy import Actor
from confhub.queries import listing
from confhub.queries import questions as queries
from confhub.web import limits
from confhub.web.api import bodies, callers, given, schemas, shapes
from confhub.web.api.blueprint import bp, describe, one_of
from confhub.web.site import site

VERBS = tuple(sorted(verb.replace("_", "-") for verb in commands.VERBS))
_KEY = {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "maxLength": 255}}
# Who may ask, the one first whose own question it would be.
_ASKERS = ("reporter", "clerk", "moderator")


@bp.route("/briefings/<code>/questions", tags=["questions"])
@bp.response(200, schemas.Questions)
@describe(
    refuses=(404, 422),
    query=[
        ("state", "string", "One state, or several with commas between them"),
        ("point", "string", "Unit code: asked of this point; for staff also meant for it"),
        ("q", "string", "Words that stand in it, with or without diacritics"),
        ("cursor", "string", "From `next` of the page before"),
        ("limit", "integer", "At most 100, 50 when absent"),
    ],
)
def list_questions(code: str) -> dict[str, Any]:
    """The questions that the caller may see, by number"""
    actor, most = callers.acting(), given.limit()
    with site().db.reading() as session:
        found = listing.questions(
            session,
            actor,
            states=given.choices("state", workflow.QUESTION_STATES),
            unit=given.text("point"),
            words=given.text("q"),
            after=given.number("cursor", 0),
            limit=most + 1,
        )
        page = found[:most]
        next_ = str(page[-1].number) if len(found) > most else None
        return {"items": [shapes.question(actor, each) for each in page], "next": next_}


def _asking() -> Actor:
    held = {actor.role for actor in g.caller.actors}
    wanted = next((role for role in _ASKERS if role in held), None)
    return callers.acting(lambda seat: seat.role == wanted)


def _by_asker() -> str:
    _asking()
    return limits.by_seat()


@bp.route("/briefings/<code>/questions", methods=["POST"], tags=["questions"])
@limits.limiter.limit(limits.ask_limit, key_func=_by_asker, exempt_when=lambda: _asking().role != "reporter")
@bp.response(201, schemas.QuestionDone)
@bp.alt_response(200, schema=schemas.QuestionDone, description="The same key was used before", success=True)
@describe(header=(_KEY,), body=bodies.NewQuestion, refuses=(403, 404, 409, 422, 429))
def ask(code: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Ask; the same Idempotency-Key again is the same question"""
    actor = _asking()
    done = commands.ask(site().db, actor, _asked(given.body()), request.headers.get("Idempotency-Key"))
    where = {"Location": url_for("api.get_question", code=code, number=done.number)}
    return _after(actor, done), 200 if done.repeated else 201, where


def _asked(sent: dict[str, Any]) -> dict[str, Any]:
    asker = sent.get("asker")
    if isinstance(asker, dict):
        sent = {**sent, "asker": None, "asker_name": asker.get("name"), "outlet": asker.get("outlet")}
    return sent


@bp.route("/briefings/<code>/questions/<int:number>", tags=["questions"])
@bp.response(200, schemas.QuestionInFull)
@describe(refuses=(404,))
def get_question(code: str, number: int) -> dict[str, Any]:
    """One question with its routes, answer and history"""
    actor = _seeing(number)
    with site().db.reading() as session:
        found = _one(session, actor, number)
        mine = listing.audiences_of(actor)
        lines = [line for line in queries.history(session, found) if listing.reaches_any(line, mine)]
        history = shapes.events(actor, lines, {number: found})
        return shapes.question(actor, found) | {"history": history}


@bp.route(
    "/briefings/<code>/questions/<int:number>/<verb>",
    methods=["POST"],
    tags=["questions"],
    parameters=[one_of("verb", VERBS, "What shall be done")],
)
@bp.response(200, schemas.QuestionDone)
@describe(body=bodies.Act, refuses=(403, 404, 409, 422))
def act(code: str, number: int, verb: str) -> dict[str, Any]:
    """Carry out a verb on a question"""
    step = verb.replace("-", "_")
    actor = _seeing(number, step)
    sent = given.body()
    version = given.version(sent)
    return _after(actor, commands.act_on(site().db, actor, number, step, version, sent))


def _seeing(number: int, verb: str = "") -> Actor:
    """The caller's seat that sees the question, and may do this with it where one may."""
    if len(g.caller.actors) == 1:
        return callers.acting()
    with site().db.reading() as session:
        found = _numbered(session, g.caller.actors[0], number)
        if found is None:
            raise NotFound()
        able = any(policy.may(actor, verb, found) for actor in g.caller.actors)
        return callers.acting(
            lambda seat: policy.may(seat, verb, found) if able else listing.sees(seat, found)
        )


def _one(session: Any, actor: Actor, number: int) -> Question:
    found = _numbered(session, actor, number)
    if found is None or not listing.sees(actor, found):
        raise NotFound()
    return found


def _numbered(session: Any, actor: Actor, number: int) -> Question | None:
    assert actor.briefing_id is not None
    return queries.one(session, actor.briefing_id, number) if number <= LARGEST else None


def _after(actor: Actor, done: Done) -> dict[str, Any]:
    if done.made is not None:
        return shapes.question(actor, done.made) | {"seq": done.seq}
    assert done.number is not None
    with site().db.reading() as session:
        return shapes.question(actor, _one(session, actor, done.number)) | {"seq": done.seq}
