"""Every state, verb and role has a word, and every verb its event."""

from __future__ import annotations

import pytest

from confhub import fairness, policy, workflow
from confhub.commands import life, questions
from confhub.words import WORDS

QUESTION_EVENTS = {
    "queue": "queued",
    "edit": "edited",
    "move": "moved",
    "route": "routed",
    "recall": "recalled",
    "accept": "accepted",
    "return": "returned",
    "ready": "made_ready",
    "air": "aired",
    "gist": "noted",
    "park": "parked",
    "answer": "answered",
    "defer": "deferred",
    "draft": "drafted",
    "submit": "submitted",
    "send_back": "sent_back",
    "clear": "cleared",
    "publish": "published",
    "decline": "declined",
    "merge": "merged",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "claim": "claimed",
    "release": "released",
    "label": "labelled",
    "group": "grouped",
    "ungroup": "ungrouped",
    "note": "annotated",
    "clarify": "asked_back",
    "reply": "replied",
    "deputise": "deputised",
    "undo": "undone",
}

BRIEFING_EVENTS = {
    "open": "opened",
    "open_intake": "intake_opened",
    "close_intake": "intake_closed",
    "start": "started",
    "pause": "paused",
    "resume": "resumed",
    "close": "closed",
    "publish": "published",
    "update": "updated",
}


def test_every_verb_on_a_question_has_its_event():
    assert questions.PAST == QUESTION_EVENTS
    assert set(questions.VERBS) == set(QUESTION_EVENTS) == {*workflow.FLOOR, "undo"} - {"ask"}


def test_every_verb_on_a_briefing_has_its_event():
    assert life.PAST == BRIEFING_EVENTS
    assert set(BRIEFING_EVENTS) == set(workflow.BRIEFING) - {"create"}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("briefing", workflow.BRIEFING_STATES),
        ("question", workflow.QUESTION_STATES),
        ("route", workflow.ROUTE_STATES),
        ("written", workflow.WRITTEN_STATES),
        ("channel", workflow.CHANNELS),
        ("priority", workflow.PRIORITIES),
        ("reason", workflow.RETURN_REASONS),
        ("role", workflow.ROLES),
        ("verb", tuple(policy.QUESTION)),
        ("briefing_verb", tuple(set(policy.BRIEFING) - {"create", "update"})),
        ("log", ("received", *QUESTION_EVENTS.values())),
        ("route_role", ("lead", "support")),
        ("fair", fairness.WHY),
    ],
)
def test_each_kind_has_a_word_for_everything_it_can_be_and_for_nothing_else(kind, keys):
    assert set(WORDS[kind]) == set(keys)
    assert all(WORDS[kind].values())


@pytest.mark.parametrize("kind", sorted(set(WORDS) - {"log"}))
def test_two_things_of_a_kind_do_not_bear_the_same_word(kind):
    words = list(WORDS[kind].values())
    assert len(words) == len(set(words))
