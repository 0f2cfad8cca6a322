"""One verb on several questions at once: each is a command of its own, and each one's fate is told."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, make_response, render_template, request
from werkzeug.wrappers import Response

from confhub import workflow
from confhub.commands import questions
from confhub.commands.base import LARGEST, Data
from confhub.errors import Invalid, NotFound, Refusal, say
from confhub.i18n import translate
from confhub.policy import Actor
from confhub.queries import listing
from confhub.web.respond import STREAM
from confhub.web.site import site

VERBS = frozenset({"queue", "route", "decline", "label", "group"})
# As many as two panes show.
MOST = 80


@dataclass(frozen=True)
class Fate:
    """What became of one question: its number, its version now, and whether that can be undone."""

    number: int
    version: int | None
    undoable: bool = False


def add_several(blueprint: Blueprint) -> None:
    """Give the moderator's desk ``POST several/<verb>``: ``chosen`` is ``number:version``, repeated."""

    @blueprint.post("/several/<verb>")
    def several(code: str, verb: str) -> Response:
        if verb not in VERBS:
            raise NotFound()
        done, failed = carry_out_each(g.actor, verb, _chosen(request.form.getlist("chosen")))
        status = 200 if done else 409
        body = render_template("stream/several.html", verb=verb, done=done, failed=failed)
        return make_response(body, status, {"Content-Type": f"{STREAM}; charset=utf-8"})


def carry_out_each(
    actor: Actor, verb: str, chosen: list[tuple[int, int]]
) -> tuple[list[Fate], dict[str, list[Fate]]]:
    """Carry out ``verb`` on each question; those done, and by its sentence why the others were not.

    For ``group`` the first one is the head, with which the others are taken together.
    """
    data: Data = request.form
    head: int | None = None
    was_queued = False
    done: list[Fate] = []
    refused: list[tuple[int, str]] = []
    if verb == "group":
        (head, version), chosen = chosen[0], chosen[1:]
        data = {"with": str(head)}
        was_queued = _queue_first(actor, head, version)
    for number, version in chosen:
        try:
            result = questions.act_on(site().db, actor, number, verb, version, data)
            done.append(Fate(number, result.version, verb in workflow.UNDOABLE))
        except Refusal as refusal:
            refused.append((number, _reason(refusal)))
    versions = _versions(actor, [number for number, _ in refused] + ([head] if head else []))
    if head is not None and (done or was_queued):
        done.insert(0, Fate(head, versions.get(head)))
    failed: dict[str, list[Fate]] = {}
    for number, reason in refused:
        failed.setdefault(reason, []).append(Fate(number, versions.get(number)))
    return done, failed


def _queue_first(actor: Actor, head: int, version: int) -> bool:
    """The others stand behind it in the queue, so it has to be there; True when it was put there."""
    try:
        questions.act_on(site().db, actor, head, "queue", version)
    except Refusal:
        # It is there already, or each of the others will say why it cannot be grouped with it.
        return False
    return True


def _reason(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid) and refusal.errors:
        return " ".join(translate(message) for message in refusal.errors.values())
    return translate(refusal.detail)


def _versions(actor: Actor, numbers: list[int]) -> dict[int, int]:
    assert actor.briefing_id is not None
    if not numbers:
        return {}
    with site().db.reading() as session:
        found = listing.numbered(session, actor.briefing_id, numbers)
        return {number: question.version for number, question in found.items()}


def _chosen(given: list[str]) -> list[tuple[int, int]]:
    pairs = dict(map(_pair, given))
    if not 0 < len(pairs) <= MOST:
        raise Invalid(chosen=say("Please choose at least one question, and at most %(most)d.", most=MOST))
    return list(pairs.items())


def _pair(given: str) -> tuple[int, int]:
    number, _, version = given.partition(":")
    for part in (number, version):
        if not (part.isascii() and part.isdecimal()) or len(part) > len(str(LARGEST)) - 1:
            raise Invalid(chosen=say("This form is out of date. Please load the page again."))
    return int(number), int(version)
