"""What can go wrong in a command, said once for every door (form, API, CLI).

A message is an English catalogue entry plus its values; the web layer translates it, so that
nothing below it needs to know a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A catalogue entry (``msgid``) and the values to fill in; ``str()`` gives it in English."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid


def say(msgid: str, **values: Any) -> Message:
    """Mark an English sentence for the catalogues and keep the values that belong in it."""
    return Message(msgid, values)


def N_(msgid: str) -> str:
    """Mark a word for the catalogues; it is translated where it is shown."""
    return msgid


class Refusal(Exception):
    """A command that changed nothing, and why.

    ``status`` is the HTTP status of RFC 9457's problem document, ``detail`` the sentence for the
    user, ``errors`` the fields at fault, ``number`` the question that the caller should look at
    as it now stands.
    """

    status = 400
    title = say("This is not possible.")

    def __init__(
        self,
        detail: Message | None = None,
        *,
        errors: Mapping[str, Message] | None = None,
        number: int | None = None,
        numbers: tuple[int, ...] = (),
    ) -> None:
        super().__init__(str(detail or self.title))
        self.detail = detail or self.title
        self.errors = dict(errors or {})
        self.number = number
        self.numbers = numbers


class NotFound(Refusal):
    """Not there, or not for these eyes: the two must look the same."""

    status = 404
    title = say("There is nothing here.")


class Forbidden(Refusal):
    """The caller may see it, but this act belongs to somebody else."""

    status = 403
    title = say("Your role does not include this.")


class NotNow(Refusal):
    """The workflow has no such step from where things stand."""

    status = 409
    title = say("This is not possible at the moment.")


class Stale(NotNow):
    """Somebody was faster: the caller decided on an older version."""

    title = say("Somebody was faster.")


class Invalid(Refusal):
    """Fields at fault; ``errors`` names them."""

    status = 422
    title = say("Please check the fields that are marked.")

    def __init__(self, **errors: Message) -> None:
        super().__init__(errors=errors)
