"""Values of the office's settings: what each may be."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from confhub import office
from confhub.commands import fields
from confhub.errors import Invalid, say
from confhub.models import Question

_BOUNDS = {"due_days": (1, 365), "response_minutes": (1, 240)}
_CODE = re.compile(r"[a-z0-9_]{1,40}")


def checked(session: Session, name: str, value: Any) -> Any:
    """``value`` as it is kept under ``name``; Invalid at ``name`` when it cannot be used."""
    if type(value) is not type(office.DEFAULTS[name]):
        raise Invalid(**{name: say("This setting needs another kind of value.")})
    if name == "grounds":
        return _grounds(session, value)
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return fields.number({name: value}, name, least=least, most=most)
    if name == "basis":
        return fields.text({name: value}, name, most=fields.NOTE_MAX, required=False)
    return fields.line({name: value}, name, most=200)


def _grounds(session: Session, given: list[Any]) -> list[dict[str, Any]]:
    grounds = [_ground(entry) for entry in given]
    codes = [ground["code"] for ground in grounds]
    if all(ground.get("retired") for ground in grounds) or len(set(codes)) < len(codes):
        raise Invalid(grounds=say("At least one ground is needed, each with a code of its own."))
    used = session.scalars(select(Question.ground).where(Question.ground.is_not(None)).distinct())
    missing = sorted({str(code) for code in used} - set(codes))
    if missing:
        # The record of what was declined must go on saying why.
        raise Invalid(
            grounds=say(
                "Questions were declined on these grounds, so they stay: %(codes)s.", codes=", ".join(missing)
            )
        )
    return grounds


def _ground(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict) or not _CODE.fullmatch(str(entry.get("code", ""))):
        raise Invalid(grounds=say("The code of a ground is made of small letters, digits and _."))
    try:
        vi = fields.line(entry, "vi", most=500)
        en = fields.line(entry, "en", most=500, required=False)
    except Invalid as wrong:
        raise Invalid(grounds=next(iter(wrong.errors.values()))) from None
    retired = {"retired": True} if entry.get("retired") is True else {}
    return {"code": entry["code"], "vi": vi, "en": en, **retired}
