"""What can follow what: the states of a briefing, a question, a route and a written answer.

Each table reads ``verb: {state before: state after}``; a state that is not named before a verb
cannot take it. ``None`` before means that the row does not exist yet. Pure: no session, no Flask.
"""

from __future__ import annotations

from collections.abc import Mapping

State = str | None
Table = Mapping[str, Mapping[State, str]]

ROLES = ("organiser", "moderator", "clerk", "chair", "leader", "technician", "reporter", "display")
BRIEFING_STATES = ("draft", "open", "live", "paused", "closed", "published")
QUESTION_STATES = ("received", "queued", "on_air", "answered", "written", "declined", "merged", "withdrawn")
UNDECIDED = frozenset({"received", "queued", "on_air"})
ROUTE_STATES = ("routed", "accepted", "ready", "answering", "answered", "returned", "recalled")
OPEN_ROUTE = frozenset({"routed", "accepted", "ready", "answering"})
WRITTEN_STATES = ("drafting", "submitted", "cleared", "published", "cancelled")
PRIORITIES = ("urgent", "follow_up", "ordinary", "held")
CHANNELS = ("online", "advance", "hall", "point", "phone", "paper")
MESSAGE_KINDS = ("note", "clarify", "reply", "channel")
RETURN_REASONS = ("not_competent", "other_unit", "no_information", "not_available")


def _same(*states: str) -> dict[State, str]:
    return {state: state for state in states}


def _all(after: str, *states: str) -> dict[State, str]:
    return dict.fromkeys(states, after)


BRIEFING: Table = {
    "create": {None: "draft"},
    "update": _same("draft", "open", "live", "paused"),
    "open": {"draft": "open"},
    "open_intake": _same("open", "live", "paused"),
    "close_intake": _same("open", "live", "paused"),
    "start": {"open": "live"},
    "pause": {"live": "paused"},
    "resume": {"paused": "live"},
    "close": _all("closed", "open", "live", "paused"),
    "publish": {"closed": "published"},
}

FLOOR: Table = {
    "ask": {None: "received"},
    "queue": _all("queued", "received", "on_air"),
    "edit": _same("received", "queued", "on_air"),
    "claim": _same("received", "queued", "on_air"),
    "release": _same("received", "queued", "on_air"),
    "label": _same(*QUESTION_STATES),
    "note": _same(*QUESTION_STATES),
    "clarify": _same("received", "queued"),
    "reply": _same("received", "queued", "on_air"),
    "move": _same("queued"),
    "group": _all("queued", "received", "queued"),
    "ungroup": _same("queued"),
    "route": {"received": "queued", "queued": "queued", "on_air": "on_air"},
    "recall": _same("queued", "on_air"),
    "deputise": _same("queued", "on_air"),
    "accept": _same("queued", "on_air", "written"),
    "return": _same("queued", "on_air", "written"),
    "ready": _same("queued"),
    "air": {"queued": "on_air"},
    "gist": _same("on_air", "answered"),
    "park": _all("queued", "queued", "on_air"),
    "answer": {"on_air": "answered"},
    "defer": _all("written", "received", "queued", "on_air", "written"),
    "draft": _same("written"),
    "submit": _same("written"),
    "send_back": _same("written"),
    "clear": _same("written"),
    "publish": _same("written"),
    "decline": _all("declined", "received", "queued", "on_air"),
    "merge": _all("merged", "received", "queued"),
    "withdraw": _all("withdrawn", "received", "queued"),
    "reopen": _all("queued", "answered", "written", "declined", "merged"),
}

_CLOSE_ROUTES = _all("recalled", *OPEN_ROUTE)

ROUTE: Table = {
    "route": {None: "routed", "returned": "routed", "recalled": "routed"},
    "accept": {"routed": "accepted"},
    "ready": {"accepted": "ready"},
    "return": _all("returned", "routed", "accepted", "ready"),
    "recall": _CLOSE_ROUTES,
    "deputise": {"routed": "routed"},
    "air": _all("answering", "routed", "accepted", "ready"),
    "queue": {"answering": "ready"},
    "park": {"answering": "ready"},
    # The lead is answering whenever its question is on air.
    "answer": {"answering": "answered", "routed": "recalled", "accepted": "recalled", "ready": "recalled"},
    # The owner of the written answer; all other open routes are recalled.
    "defer": {"answering": "accepted", "ready": "accepted"},
    "publish": _all("answered", "routed", "accepted"),
    "decline": _CLOSE_ROUTES,
    "merge": _CLOSE_ROUTES,
    "withdraw": _CLOSE_ROUTES,
    "reopen": {"answered": "accepted"},
}

WRITTEN: Table = {
    "defer": {None: "drafting", "drafting": "drafting", "submitted": "drafting", "cancelled": "drafting"},
    "draft": _same("drafting"),
    "submit": {"drafting": "submitted"},
    "send_back": {"submitted": "drafting"},
    "clear": {"submitted": "cleared"},
    "publish": {"cleared": "published"},
    "reopen": _all("cancelled", "drafting", "submitted", "cleared"),
}

# What a moderator can take back: the question returns to the state that the act found, whichever it was.
UNDOABLE = frozenset(
    {
        *("queue", "edit", "move", "group", "ungroup", "route", "recall", "park", "defer", "decline"),
        *("merge", "reopen"),
    }
)

# What is said or noted of a question without changing it: its version stays, and no click becomes stale.
ASIDE = frozenset({"claim", "release", "label", "note"})

_RUNNING = frozenset({"open", "live", "paused"})
_AFTER = frozenset({"open", "live", "paused", "closed", "published"})

DURING: Mapping[str, frozenset[str]] = {
    "air": frozenset({"live"}),
    "gist": frozenset({"live", "paused", "closed"}),
    **dict.fromkeys(("accept", "return", "draft", "submit", "send_back", "clear", "publish"), _AFTER),
    # After the close a written answer can still change hands, but nothing returns to the floor.
    "defer": _AFTER,
    **dict.fromkeys(("label", "note"), _AFTER),
}


def briefing_allows(verb: str, briefing_state: str) -> bool:
    """True when a question may take ``verb`` while its briefing is in ``briefing_state``."""
    return briefing_state in DURING.get(verb, _RUNNING)


def step(table: Table, verb: str, state: State) -> str | None:
    """The state after ``verb``, or None where the table has no such step."""
    return table.get(verb, {}).get(state)
