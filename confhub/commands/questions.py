"""The one door to every verb on a question, and asking one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import bindparam, select

from confhub import audiences, policy, workflow
from confhub.commands import again, entry, fields, floor, routing, screening, talk, undo, written
from confhub.commands.base import Act, Data, Done, act_in, changing, check
from confhub.db import Database
from confhub.errors import Forbidden, NotFound, NotNow, Refusal, say
from confhub.models import Question
from confhub.policy import Actor

Verb = Callable[[Act, Question, Data], dict[str, object]]

_ASKED_BEFORE = select(Question.id, Question.number, Question.version, Question.text).where(
    Question.briefing_id == bindparam("briefing"),
    Question.entered_seat_id == bindparam("seat"),
    Question.client_id == bindparam("client"),
)

VERBS: dict[str, Verb] = {
    **floor.VERBS, **screening.VERBS, **talk.VERBS, **undo.VERBS, **routing.VERBS, **written.VERBS,
}  # fmt: skip

PAST = {
    "queue": "queued", "edit": "edited", "move": "moved", "route": "routed", "recall": "recalled",
    "accept": "accepted", "return": "returned", "ready": "made_ready", "air": "aired", "gist": "noted",
    "park": "parked", "answer": "answered", "defer": "deferred", "draft": "drafted", "submit": "submitted",
    "send_back": "sent_back", "clear": "cleared", "publish": "published", "decline": "declined",
    "merge": "merged", "withdraw": "withdrawn", "reopen": "reopened", "claim": "claimed",
    "release": "released", "label": "labelled", "group": "grouped", "ungroup": "ungrouped",
    "note": "annotated", "clarify": "asked_back", "reply": "replied", "deputise": "deputised",
    "undo": "undone",
}  # fmt: skip


def act_on(
    db: Database, actor: Actor, number: int, verb: str, version: int | None = None, data: Data | None = None
) -> Done:
    """Carry out ``verb`` on question ``number`` of the actor's briefing.

    ``version`` is the version that the actor saw (None skips the comparison), ``data`` what the
    verb needs; see the verb's function. Raises a Refusal that says what stands in the way; then
    nothing has changed.
    """
    perform = VERBS.get(verb)
    if perform is None:
        raise NotFound()
    given = data or {}
    try:
        with act_in(db, actor) as act:
            question = act.question(number)
            if check(act, verb, question, version):
                raise again.AlreadyDone(question.id, question.number, question.version)
            with changing(act, question, *floor.also_changed(act, verb, question, given)):
                said = perform(act, question, given)
            if verb in workflow.ASIDE:
                # Nobody else has anything to see of it.
                act.reach = {"moderators"}
            act.record(f"question.{PAST[verb]}", number=question.number, **said)
            return Done(act.seq, question.number, question.version, question.id)
    except again.AlreadyDone as done:
        return again.answer(db, actor, done)


def ask(db: Database, actor: Actor, data: Data, client_id: str | None = None) -> Done:
    """Put a question: a reporter's own, or one that a clerk or moderator types for somebody.

    ``data``: ``text``; ``point`` (code of the unit that it is for), ``parent`` (number that it
    follows up), ``agenda_item`` (id); from the clerk also ``channel``, ``asker`` (seat id of a
    registered reporter) or ``asker_name`` and ``outlet``, ``asked_at``. With a ``client_id`` that
    this seat has used before, nothing new is made and the same question is answered; NotNow when
    the text is another one.
    """
    try:
        with act_in(db, actor) as act:
            kept_id = _client_id(client_id)
            if kept_id is not None:
                _refuse_repeat(act, kept_id, fields.clean(data.get("text")))
            if not policy.can_ask(actor, act.briefing):
                raise _why_not_ask(act)
            question = entry.new_question(act, data, kept_id)
            act.reach |= audiences.watching(question)
            act.record("question.received", number=question.number)
            return Done(act.seq, question.number, question.version, question.id, made=question)
    except again.AlreadyDone as done:
        return again.answer(db, actor, done)


def _client_id(given: str | None) -> str | None:
    kept = fields.line({"client_id": given}, "client_id", most=255, required=False)
    # The column's 64 characters must not make two long ones alike.
    return hashlib.sha256(kept.encode()).hexdigest() if len(kept) > 64 else kept or None


def _refuse_repeat(act: Act, client_id: str, text: str) -> None:
    this = {"briefing": act.briefing.id, "seat": act.actor.seat_id, "client": client_id}
    known = act.session.connection().execute(_ASKED_BEFORE, this).one_or_none()
    if known is None:
        return
    if known.text != text:
        raise NotNow(
            say(
                "This form was sent before, as question %(number)d. Please load the page again.",
                number=known.number,
            ),
            number=known.number,
        )
    raise again.AlreadyDone(known.id, known.number, known.version)


def _why_not_ask(act: Act) -> Refusal:
    if act.actor.role not in policy.QUESTION["ask"]:
        return Forbidden()
    if act.briefing.state in ("closed", "published"):
        return NotNow(say("The briefing is over. Questions can no longer be sent."))
    if act.briefing.state == "draft":
        return NotNow(say("The briefing is not open yet."))
    return NotNow(say("Questions are not being taken at the moment. What you typed is kept here."))
