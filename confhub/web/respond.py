"""Answering a form: a stream to Turbo, a redirect or the page again without JavaScript.

Fields at fault have a slot ``<form_id>-<field>-error`` (macro ``field``); a refusal fills the slots
and the notice area and leaves what was typed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from confhub.errors import Message, Refusal
from confhub.i18n import translate

STREAM = "text/vnd.turbo-stream.html"


def carry_out(
    work: Callable[[], Any], *, back: str, page: Callable[[], str], said: Message | str | None = None
) -> Response:
    """Run a command for a form and answer.

    ``back`` is where a browser without JavaScript goes on success, ``page`` renders the desk again
    when it is refused there, ``said`` is what the notice says on success.
    """
    try:
        work()
    except Refusal as refusal:
        return refused(refusal, page)
    return succeeded(back, said)


def carry_on(
    work: Callable[[], Any], *, to: str, page: Callable[[], str], said: Message | str | None = None
) -> Response:
    """The same on a page that no live message brings up to date: on success the browser goes ``to``."""
    try:
        work()
    except Refusal as refusal:
        return refused(refusal, page)
    return gone_on(to, said)


def gone_on(to: str, said: Message | str | None = None) -> Response:
    """Off to another page, which says what was done."""
    if said:
        flash(translate(said), "success")
    return redirect(to, 303)


def succeeded(back: str, said: Message | str | None = None) -> Response:
    """The answer to a form that did what it should."""
    if wants_stream():
        return _stream(200, level="success", text=translate(said) if said else "")
    return gone_on(back, said)


def refused(refusal: Refusal, page: Callable[[], str]) -> Response:
    """The answer to a form that was refused; nothing has changed."""
    text = translate(refusal.detail)
    errors = {field: translate(message) for field, message in refusal.errors.items()}
    if wants_stream():
        return _stream(refusal.status, level="danger", text=text, errors=errors)
    g.refused = {"form_id": request.form.get("form_id", ""), "errors": errors, "typed": request.form}
    g.notice = {"level": "danger", "text": text}
    return make_response(page(), refusal.status)


def wants_stream() -> bool:
    """True when the form was sent by Turbo."""
    return STREAM in request.headers.get("Accept", "")


def typed(form_id: str, field: str, default: str = "") -> str:
    """What was typed into a field of a form that was refused without JavaScript."""
    refusal = g.get("refused")
    if refusal and refusal["form_id"] == form_id:
        return str(refusal["typed"].get(field, default))
    return default


def field_error(form_id: str, field: str) -> str:
    """What is wrong with a field of a form that was refused without JavaScript."""
    refusal = g.get("refused")
    return str(refusal["errors"].get(field, "")) if refusal and refusal["form_id"] == form_id else ""


def _stream(status: int, *, level: str, text: str, errors: dict[str, str] | None = None) -> Response:
    body = render_template(
        "stream/notice.html",
        level=level,
        text=text,
        errors=errors or {},
        form_id=request.form.get("form_id", ""),
    )
    return make_response(body, status, {"Content-Type": f"{STREAM}; charset=utf-8"})


def notice_stream(status: int, text: str) -> Response:
    """A refusal that is about the request as a whole, for Turbo."""
    return _stream(status, level="danger", text=text)
