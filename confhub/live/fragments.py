"""Fragments: a part of a live region that would come out as before is not rendered again.

A list of forty cards changes by one card at a time; rendering it costs what that one costs. What a
part is kept under is all that it is made from, so that nothing has to be told when to forget.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from operator import attrgetter

from flask import g
from flask_babel import get_locale
from markupsafe import Markup

from confhub.models import Base
from confhub.queries.view import View

KEPT = 10_000
# What a part may use of the briefing.
_BRIEFING = attrgetter("id", "code", "state", "intake_open", "starts_at")
_kept: dict[Hashable, Markup] = {}


def keep(part: Callable[..., Markup], row: Base, *more: Hashable) -> Markup:
    """What the macro ``part`` makes of ``row`` and ``more``, from memory if it was made before.

    Its name must be its own among all such macros, and it may use nothing else but what ``_BRIEFING``
    names, the role for which it is rendered, and the language. Pages are always rendered anew.
    """
    view: View | None = g.get("broadcast")
    if view is None:
        return part(row, *more)
    seen_in = (str(get_locale()), view.actor.role, *_BRIEFING(view.briefing))
    key = (part.name, seen_in, content(row), more)  # type: ignore[attr-defined]
    made = _kept.get(key)
    if made is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        made = _kept[key] = part(row, *more)
    return made


def content(row: Base, inside: tuple[Base, ...] = ()) -> Hashable:
    """All that has been read of a row and of the rows that it refers to, as one value."""
    values: list[Hashable] = [type(row).__name__]
    within = (*inside, row)
    for name, value in sorted(row.__dict__.items()):
        if isinstance(value, Base):
            if value not in within:
                values.append((name, content(value, within)))
        elif isinstance(value, list):
            values.append((name, tuple(_part(each, within) for each in value if each not in within)))
        elif name != "_sa_instance_state":
            values.append((name, value))
    return tuple(values)


def _part(value: object, within: tuple[Base, ...]) -> Hashable:
    return content(value, within) if isinstance(value, Base) else value
