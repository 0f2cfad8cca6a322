"""Limits per person and address (Flask-Limiter); shared by several processes through Redis."""

from __future__ import annotations

from flask import g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from confhub.web.site import site

limiter = Limiter(get_remote_address, strategy="fixed-window")


def by_seat() -> str:
    """The key of a limit that belongs to a seat, wherever it is used from."""
    return f"seat:{g.actor.seat_id}"


def ask_limit() -> str:
    """How many questions one seat may send."""
    return site().config.ask_limit


def sign_in_limit() -> str:
    """How many attempts to sign in one address has."""
    return site().config.sign_in_limit
