"""The JSON API ``/api/v1``: the same commands and queries as the desks; docs/api.md describes it."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect

from confhub import __version__
from confhub.web.api import briefings, events, points, questions
from confhub.web.api.blueprint import OpenApi, bp

# Their endpoints are the blueprint's.
MODULES = (briefings, questions, points, events)


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Serve the API and its description; ``callers`` checks forged requests itself."""
    app.config.update(
        API_TITLE="confhub",
        API_VERSION=f"v1 ({__version__})",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    if isinstance(app.json, DefaultJSONProvider):
        # Vietnamese as it is, fields in the order of the schemas.
        app.json.ensure_ascii = app.json.sort_keys = False
    api = OpenApi(app)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    api.spec.components.security_scheme("login", {"type": "apiKey", "in": "cookie", "name": "confhub"})
    api.spec.options["security"] = [{"token": []}, {"login": []}]
    api.register_blueprint(bp)
    csrf.exempt(bp)
