"""The life of a briefing: created from a roster, opened, run, closed, published."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from confhub import audiences, event_log, office, places, policy, workflow
from confhub.commands import fields
from confhub.commands.base import Act, Data, Done, act_in
from confhub.db import Database
from confhub.errors import Forbidden, Invalid, NotFound, NotNow, say
from confhub.models import AgendaItem, Briefing, Log, Point, Question, Unit
from confhub.policy import Actor

PAST = {
    "open": "opened", "open_intake": "intake_opened", "close_intake": "intake_closed", "start": "started",
    "pause": "paused", "resume": "resumed", "close": "closed", "publish": "published", "update": "updated",
}  # fmt: skip
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
_TAKEN = say("There is a briefing with this code already.")


def create(db: Database, actor: Actor, data: Data) -> Done:
    """A new briefing in draft, with a point for each unit of ``roster`` (or only those in ``unit``).

    ``data``: ``code`` (2 to 20 of A–Z, 0–9, -), ``title``, ``starts_at``, ``roster``, and
    optionally ``venue``, ``body``, ``superior``, ``unit`` (codes). ``Done.id`` is its id.
    """
    if actor.role not in policy.BRIEFING["create"]:
        raise Forbidden()
    with db.transaction() as session:
        log = Log(last_seq=0, last_hash="")
        session.add(log)
        session.flush()
        taken = event_log.take(session, log.id)
        briefing = Briefing(id=log.id, state="draft", intake_open=False, last_number=0)
        act = Act(db, session, actor, taken, db.clock(), briefing)
        _describe(act, {"venue": office.setting(session, "venue"), **_flat(data)})
        briefing.code = _free_code(act, data)
        briefing.body = fields.line(data, "body", required=False) or office.setting(session, "body")
        briefing.superior = fields.line(data, "superior", required=False) or office.setting(
            session, "superior"
        )
        briefing.roster = fields.choice(data, "roster", places.rosters())
        session.add(briefing)
        try:
            session.flush()
        except IntegrityError:
            # Somebody else took the code since it was looked up.
            raise Invalid(code=_TAKEN) from None
        _add_points(act, fields.several(data, "unit"))
        act.reach |= audiences.DESK_STAFF
        act.record("briefing.created", code=briefing.code)
        return Done(act.seq, id=briefing.id)


def change(db: Database, actor: Actor, verb: str, data: Data | None = None, code: str | None = None) -> Done:
    """Take a step in the briefing's life: a verb of ``workflow.BRIEFING`` but create.

    ``code`` names the briefing for organisers who hold no seat in it. ``close`` raises NotNow with
    the ``numbers`` of questions that still need a disposition.
    """
    if verb not in PAST:
        raise NotFound()
    with act_in(db, actor, code) as act:
        if not policy.can_brief(actor, verb, act.briefing, check_state=False):
            raise Forbidden()
        if not policy.can_brief(actor, verb, act.briefing):
            raise NotNow()
        _STEPS.get(verb, _nothing_more)(act, data or {})
        act.briefing.state = workflow.BRIEFING[verb][act.briefing.state]
        act.reach |= audiences.EVERYONE
        act.record(f"briefing.{PAST[verb]}")
        return Done(act.seq, id=act.briefing.id)


def add_agenda_item(db: Database, actor: Actor, data: Data, code: str | None = None) -> Done:
    """A further agenda item: ``title``, ``speaker`` (may be empty), ``minutes`` (1 to 600)."""
    with act_in(db, actor, code) as act:
        if not policy.can_brief(actor, "update", act.briefing):
            raise Forbidden()
        last = act.session.scalar(
            select(func.max(AgendaItem.position)).where(AgendaItem.briefing_id == act.briefing.id)
        )
        item = AgendaItem(
            briefing_id=act.briefing.id,
            position=(last or 0) + 1,
            title=fields.line(data, "title", most=200),
            speaker=fields.line(data, "speaker", required=False),
            minutes=fields.number(data, "minutes", most=600),
        )
        act.session.add(item)
        act.reach |= audiences.EVERYONE
        act.record("agenda.added", title=item.title)
        return Done(act.seq, id=item.id)


def _describe(act: Act, data: Data) -> None:
    starts_at = fields.moment(data, "starts_at", act.zone)
    if starts_at is None:
        raise Invalid(starts_at=say("Please give a date and a time."))
    act.briefing.title = fields.line(data, "title", most=200)
    act.briefing.venue = fields.line(data, "venue", most=200)
    act.briefing.starts_at = starts_at


def _flat(data: Data) -> dict[str, object]:
    return {key: data.get(key) for key in data if fields.clean(data.get(key))}


def _free_code(act: Act, data: Data) -> str:
    code = fields.line(data, "code", most=20).upper()
    if not _CODE.fullmatch(code):
        raise Invalid(code=say("2 to 20 characters: letters A to Z, digits and dashes."))
    if act.session.scalar(select(Briefing.id).where(Briefing.code == code)) is not None:
        raise Invalid(code=_TAKEN)
    return code


def _add_points(act: Act, chosen: list[str]) -> None:
    units = places.points(act.briefing.roster)
    unknown = set(chosen) - {unit.code for unit in units}
    if unknown:
        raise Invalid(unit=say("%(code)s is not a unit of this roster.", code=", ".join(sorted(unknown))))
    known = dict(
        act.session.execute(select(Unit.code, Unit.id).where(Unit.roster == act.briefing.roster)).all()
    )
    act.session.add_all(
        Point(
            briefing_id=act.briefing.id,
            unit_id=known.get(unit.code),
            code=unit.code,
            name=unit.name,
            position=place,
        )
        for place, unit in enumerate(units, 1)
        if not chosen or unit.code in chosen
    )


def _open(act: Act, data: Data) -> None:
    act.briefing.intake_open = True


def _start(act: Act, data: Data) -> None:
    act.briefing.started_at = act.at


def _close(act: Act, data: Data) -> None:
    open_numbers = act.session.scalars(
        select(Question.number)
        .where(Question.briefing_id == act.briefing.id, Question.state.in_(workflow.UNDECIDED))
        .order_by(Question.number)
    ).all()
    if open_numbers:
        raise NotNow(
            say(
                "These questions still need a disposition: %(numbers)s.",
                numbers=", ".join(map(str, open_numbers)),
            ),
            numbers=tuple(open_numbers),
        )
    act.briefing.intake_open, act.briefing.closed_at = False, act.at


def _publish(act: Act, data: Data) -> None:
    act.briefing.published_at = act.at


def _open_intake(act: Act, data: Data) -> None:
    act.briefing.intake_open = True


def _close_intake(act: Act, data: Data) -> None:
    act.briefing.intake_open = False


def _nothing_more(act: Act, data: Data) -> None:
    pass


_STEPS: dict[str, Callable[[Act, Data], None]] = {
    "open": _open, "start": _start, "close": _close, "publish": _publish, "open_intake": _open_intake,
    "close_intake": _close_intake, "update": _describe,
}  # fmt: skip
