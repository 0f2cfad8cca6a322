"""Limits per person and address (Flask-Limiter); shared by several processes through Redis."""

from __future__ import annotations

import hashlib

from flask import g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from redis.backoff import NoBackoff
from redis.retry import Retry

from confhub.commands.fields import clean
from confhub.web.site import site

# Whole press rooms sign in from one address; one account has no need of more than this.
ACCOUNT_LIMIT = "10 per minute"

# How long a request may wait for Redis, in seconds, once: it is looked for again every few seconds.
_REACH_REDIS = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "retry": Retry(NoBackoff(), 0),
}

# Without Redis each process counts for itself: a limit that is too generous beats no sign-in.
limiter = Limiter(
    get_remote_address,
    strategy="fixed-window",
    in_memory_fallback_enabled=True,
    # Of several requests that find Redis away at once only the first one falls back.
    swallow_errors=True,
    storage_options=_REACH_REDIS,  # type: ignore[arg-type]
)


def by_seat() -> str:
    """The key of a limit that belongs to a seat, wherever it is used from."""
    return f"seat:{g.actor.seat_id}"


def by_account() -> str:
    """The key of a limit that belongs to the account that a sign-in names, whether there is one or not."""
    named = clean(request.form.get("email")).lower()
    return f"account:{hashlib.sha256(named.encode()).hexdigest()}"


def ask_limit() -> str:
    """How many questions one seat may send."""
    return site().config.ask_limit


def sign_in_limit() -> str:
    """How many attempts to sign in one address has."""
    return site().config.sign_in_limit
