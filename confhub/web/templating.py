"""What templates can call: words, times, addresses of static files, values of refused forms."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from confhub import i18n
from confhub.web import respond, security
from confhub.web.site import site
from confhub.words import WORDS


def install(app: Flask) -> None:
    """Register globals and filters, and the i18n extension."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        word=word,
        static=static,
        language=language,
        languages=i18n.LANGUAGES,
        theme=theme,
        csp_nonce=security.csp_nonce,
        csrf_field=csrf_field,
        typed=respond.typed,
        field_error=respond.field_error,
        in_words=in_words,
        signed_in=signed_in,
    )
    app.jinja_env.filters.update(clock=clock, moment=moment, day=day, iso=iso, day_end=day_end, local=local)


def word(kind: str, key: str) -> str:
    """The word of the field for a state, verb, role … in the current language."""
    return str(gettext(WORDS[kind][key]))


def in_words(entry: dict[str, str]) -> str:
    """An office setting that has a wording per language, in the current one."""
    return entry.get(language()) or entry[i18n.DEFAULT]


def static(path: str) -> str:
    """The address of a static file; icons ask for it hundreds of times a page."""
    return f"{request.script_root}{current_app.static_url_path}/{quote(path)}"


def language() -> str:
    """The current language's code."""
    locale = get_locale()
    return locale.language if locale else i18n.DEFAULT


def theme() -> str:
    """``light`` or ``dark`` as chosen, or "" to follow the device."""
    chosen = request.cookies.get("theme", "") if has_request_context() else ""
    return chosen if chosen in ("light", "dark") else ""


def signed_in() -> bool:
    """True when this browser has an account or a link open."""
    return "person" in session or bool(session.get("seats"))


def csrf_field() -> Markup:
    """The hidden field against forged forms; without a value in live messages, where scripts add it."""
    value = "" if g.get("broadcast") else generate_csrf()
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(value)


def clock(at: datetime | None) -> str:
    """09:42"""
    return at.astimezone(site().db.zone).strftime("%H:%M") if at else ""


def moment(at: datetime | None) -> str:
    """09:42 24/11/2026"""
    return at.astimezone(site().db.zone).strftime("%H:%M %d/%m/%Y") if at else ""


def day(at: datetime | date | None) -> str:
    """24/11/2026"""
    if at is None:
        return ""
    local: Any = at.astimezone(site().db.zone) if isinstance(at, datetime) else at
    return str(local.strftime("%d/%m/%Y"))


def iso(at: datetime | None) -> str:
    """2026-11-24T02:42:00+00:00, for ``<time datetime>``."""
    return at.isoformat() if at else ""


def day_end(at: date) -> datetime:
    """The moment at which a day is over where the office is."""
    return datetime.combine(at + timedelta(days=1), time(), site().db.zone)


def local(at: datetime | None) -> str:
    """2026-11-24T09:42, as ``<input type="datetime-local">`` has it."""
    return at.astimezone(site().db.zone).strftime("%Y-%m-%dT%H:%M") if at else ""
