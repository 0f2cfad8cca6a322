"""Headers that every answer carries."""

from __future__ import annotations

import secrets

from flask import session
from werkzeug.wrappers import Response


def csp_nonce() -> str:
    """A nonce that lasts as long as the session: Turbo keeps the first page's through its visits."""
    if "nonce" not in session:
        session["nonce"] = secrets.token_urlsafe(16)
    return str(session["nonce"])


def add_headers(response: Response) -> Response:
    """Content-Security-Policy without inline script, and the usual protections."""
    nonce = session.get("nonce")
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    headers = {
        "Content-Security-Policy": (
            f"default-src 'self'; script-src 'self'; style-src {style}; img-src 'self' data:; "
            "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if response.mimetype in ("text/html", "text/vnd.turbo-stream.html"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
