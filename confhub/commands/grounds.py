"""Grounds for declining a question: their wording, and whether they are offered."""

from __future__ import annotations

from confhub import office
from confhub.commands import fields
from confhub.commands.base import Data, Done, act_in_office
from confhub.commands.directory import put_setting
from confhub.db import Database
from confhub.errors import NotFound
from confhub.policy import Actor


def word_ground(db: Database, actor: Actor, code: str, data: Data) -> Done:
    """Word a ground anew: ``vi``, ``en``, and ``offered`` ("yes", or empty to retire it).

    A retired ground keeps its words for what was declined on it.
    """
    with act_in_office(db, actor) as act:
        grounds = office.setting(act.session, "grounds")
        if code not in {ground["code"] for ground in grounds}:
            raise NotFound()
        worded = {"code": code, **_wording(data), "retired": not fields.clean(data.get("offered"))}
        return put_setting(act, "grounds", [worded if g["code"] == code else g for g in grounds])


def add_ground(db: Database, actor: Actor, data: Data) -> Done:
    """A further ground, with its wording ``vi`` and ``en``."""
    with act_in_office(db, actor) as act:
        grounds = office.setting(act.session, "grounds")
        code = _free_code({ground["code"] for ground in grounds})
        return put_setting(act, "grounds", [*grounds, {"code": code, **_wording(data)}])


def _wording(data: Data) -> dict[str, str]:
    return {language: fields.line(data, language, most=500) for language in ("vi", "en")}


def _free_code(taken: set[str]) -> str:
    return next(code for n in range(1, len(taken) + 2) if (code := f"ground_{n}") not in taken)
