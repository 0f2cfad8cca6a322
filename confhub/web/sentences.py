"""The history of a question as sentences: who did what to it, in the current language.

Each is a whole sentence of the catalogue. What people typed is quoted below it, never within.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from confhub import event_log, office
from confhub.errors import N_
from confhub.models import Event, Question
from confhub.queries import briefings, questions
from confhub.queries.view import View
from confhub.web.templating import day, in_words, word


@dataclass(frozen=True)
class Sentence:
    """What an event says: ``kind`` in past tense, the sentence, and the texts that belong to it."""

    at: datetime
    kind: str
    text: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What sentences need beside the event: its question, names by unit code, grounds by code."""

    question: Question
    names: Mapping[str, str]
    grounds: Mapping[str, dict[str, str]]
    shows_drafts: bool = False

    def point(self, code: str, leads: bool = False) -> str:
        """The name of a unit's point; if it ``leads``, that as well."""
        name = self.names.get(code, code)
        return _("%(point)s (leads)", point=name) if leads else name

    def ground(self, code: str) -> str:
        """The wording of a ground for declining."""
        return in_words(self.grounds[code]) if code in self.grounds else code


def history(view: View, question: Question, shows_drafts: bool = False) -> list[Sentence]:
    """The sentences of a question, latest first; ``shows_drafts``: also why a draft was sent back."""
    names = {point.code: point.name for point in briefings.points(view.session, view.briefing.id)}
    about = About(question, names, office.grounds(view.session), shows_drafts)
    return [of(event, about) for event in reversed(questions.history(view.session, question))]


def of(event: Event, about: About) -> Sentence:
    """The sentence of one event of the question, or of another one's that concerns it."""
    kind, said = event.kind.partition(".")[2], event_log.data_of(event)
    values = {"who": _who(event, about)} | _values(said, about)
    if event.number != about.question.number:
        return Sentence(event.at, kind, _(_OF_ANOTHER[kind], **values | {"number": event.number}))
    if event.payload is None:
        text = _(
            "%(who)s: %(what)s. The details were taken out of the log.",
            who=values["who"],
            what=word("log", kind),
        )
        return Sentence(event.at, kind, text)
    if kind == "received" and about.question.entered_seat_id != about.question.asker_seat_id:
        values["asker"] = about.question.asker_name
    chosen = next(msgid for needed, msgid in _SENTENCES[kind] if all(values.get(name) for name in needed))
    return Sentence(event.at, kind, _(chosen, **values), _quotes(kind, said, event, about))


# Kind → sentences, each with the values that it needs; the first one that has them all is said.
_SENTENCES: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "received": (
        (("asker",), N_("%(who)s entered the question of %(asker)s.")),
        ((), N_("%(who)s asked the question.")),
    ),
    "queued": (
        (
            ("wording",),
            N_("%(who)s edited the wording and put the question in the queue (%(priority)s)."),
        ),
        ((), N_("%(who)s put the question in the queue (%(priority)s).")),
    ),
    "edited": (((), N_("%(who)s edited the wording.")),),
    "moved": (((), N_("%(who)s moved the question to place %(place)d (%(priority)s).")),),
    "routed": (
        (("left",), N_("%(who)s routed the question to %(points)s instead of %(left)s.")),
        ((), N_("%(who)s routed the question to %(points)s.")),
    ),
    "recalled": (((), N_("%(who)s took the question back from %(points)s.")),),
    "deputised": (
        (("deputy",), N_("%(who)s asked %(deputy)s, deputy of %(point)s, to respond.")),
        ((), N_("%(who)s asked the deputy of %(point)s to respond.")),
    ),
    "accepted": (((), N_("%(who)s accepted the question.")),),
    "returned": (
        (("suggested",), N_("%(who)s returned the question: %(reason)s. %(suggested)s was suggested.")),
        ((), N_("%(who)s returned the question: %(reason)s.")),
    ),
    "made_ready": (((), N_("%(who)s is ready to answer.")),),
    "aired": (
        (
            ("instead_of", "point"),
            N_(
                "%(who)s put the question on air for %(point)s to answer, "
                "instead of question %(instead_of)d, which was suggested."
            ),
        ),
        (
            ("instead_of",),
            N_(
                "%(who)s put the question on air for the main venue to answer, "
                "instead of question %(instead_of)d, which was suggested."
            ),
        ),
        (("point",), N_("%(who)s put the question on air for %(point)s to answer.")),
        ((), N_("%(who)s put the question on air for the main venue to answer.")),
    ),
    "noted": (
        (("speaker",), N_("%(who)s noted the gist of what %(speaker)s answered.")),
        ((), N_("%(who)s noted the gist of the answer.")),
    ),
    "parked": (((), N_("%(who)s put the question aside for later.")),),
    "answered": (((), N_("%(who)s marked the question as answered.")),),
    "deferred": (
        (("point",), N_("%(who)s promised a written answer of %(point)s by %(day)s.")),
        ((), N_("%(who)s promised a written answer of the office by %(day)s.")),
    ),
    "drafted": (((), N_("%(who)s saved a draft of the written answer.")),),
    "submitted": (((), N_("%(who)s submitted the written answer for clearance.")),),
    "sent_back": (((), N_("%(who)s sent the written answer back to be revised.")),),
    "cleared": (((), N_("%(who)s cleared the written answer.")),),
    "published": (((), N_("%(who)s published the written answer.")),),
    "declined": (((), N_("%(who)s declined the question on this ground: %(ground)s.")),),
    "merged": (((), N_("%(who)s merged the question into question %(number)d.")),),
    "withdrawn": (((), N_("%(who)s withdrew the question.")),),
    "reopened": (((), N_("%(who)s reopened the question (before: %(state)s).")),),
    "claimed": (
        (("taken_from",), N_("%(who)s took the question over from %(taken_from)s.")),
        ((), N_("%(who)s took the question in hand.")),
    ),
    "released": (((), N_("%(who)s released the question, which %(held_by)s had in hand.")),),
    "labelled": (
        (("labels",), N_("%(who)s labelled the question: %(labels)s.")),
        ((), N_("%(who)s took the labels off the question.")),
    ),
    "grouped": (((), N_("%(who)s took the question together with question %(number)d.")),),
    "ungrouped": (((), N_("%(who)s took the question out of its group.")),),
    "annotated": (((), N_("%(who)s left a note.")),),
    "asked_back": (((), N_("%(who)s asked the asker back.")),),
    "replied": (((), N_("%(who)s replied to the moderators.")),),
    "undone": (((), N_("%(who)s took back: %(what)s.")),),
}
_OF_ANOTHER = {
    "merged": N_("%(who)s merged question %(number)d into this one."),
    "grouped": N_("%(who)s took question %(number)d together with this one."),
}

# Where the texts stand that people typed: in the event itself, or in the rows that it changed.
_QUOTED: Mapping[str, str] = {
    "queued": "wording", "edited": "wording", "aired": "why", "noted": "gist", "answered": "gist",
    "declined": "outward", "annotated": "text", "asked_back": "text", "replied": "text",
}  # fmt: skip
_QUOTED_ROWS = {
    "routed": ("routes", "note"), "returned": ("routes", "reply"), "declined": ("questions", "note"),
}  # fmt: skip


def _values(said: Mapping[str, Any], about: About) -> dict[str, Any]:
    """What an event says, as sentences name it."""
    units, lead, point = said.get("units", ()), said.get("lead"), said.get("unit") or said.get("point")
    shown: dict[str, Any] = {name: value for name, value in said.items() if name not in ("reason", "unit")}
    shown["points"] = ", ".join(about.point(code, leads=code == lead and len(units) > 1) for code in units)
    shown["point"] = about.point(point) if point else None
    for name, code in (("left", said.get("instead")), ("suggested", said.get("suggested"))):
        shown[name] = about.point(code) if code else None
    for name, kind, key in _WORDS:
        if said.get(key):
            shown[name] = word(kind, said[key])
    shown["ground"] = about.ground(said.get("ground", ""))
    shown["day"] = day(date.fromisoformat(said["due"])) if "due" in said else None
    shown["number"] = said.get("into") or said.get("with")
    shown["labels"] = ", ".join(said.get("labels", ()))
    return shown


_WORDS = (
    ("priority", "priority", "priority"), ("reason", "reason", "reason"), ("state", "question", "was"),
    ("what", "log", "what"),
)  # fmt: skip


def _quotes(kind: str, said: Mapping[str, Any], event: Event, about: About) -> tuple[str, ...]:
    found = [said.get(_QUOTED.get(kind, ""))]
    if kind == "sent_back" and about.shows_drafts:
        found.append(said["note"])
    if kind in _QUOTED_ROWS:
        table, column = _QUOTED_ROWS[kind]
        changed = event_log.rows_of(event).get(table, {}).values()
        found += [columns[column][1] for columns in changed if column in columns]
    return tuple(dict.fromkeys(text for text in found if text))


def _who(event: Event, about: About) -> str:
    """Who acted; of a point's people also which one it is."""
    name, code = event.actor["name"], event.actor["point"]
    return f"{name} ({about.point(code)})" if code else str(name)
