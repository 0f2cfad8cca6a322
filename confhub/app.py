"""create_app(): puts the parts together; the only module that knows everyone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from flask import Flask, g, has_request_context, make_response, render_template, request
from flask_babel import gettext
from flask_socketio import SocketIO
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix

from confhub import __version__, concurrency, i18n
from confhub.assets import static_dir, templates_dir
from confhub.config import Config
from confhub.db import AWAY, Database
from confhub.errors import Refusal
from confhub.live import fragments, regions
from confhub.live.fanout import FanOut, PlainJson
from confhub.live.sockets import Live
from confhub.web import (
    access,
    api,
    auth,
    chair,
    clerk,
    display,
    health,
    leader,
    metrics,
    moderator,
    office,
    organiser,
    public,
    reporter,
    respond,
    security,
    technician,
    templating,
)
from confhub.web.api import problems
from confhub.web.limits import limiter
from confhub.web.site import Site

BLUEPRINTS = (
    auth,
    moderator,
    clerk,
    chair,
    leader,
    technician,
    reporter,
    display,
    organiser,
    office,
    public,
    health,
    metrics,
)
BODY_MAX = 1024 * 1024
_log = logging.getLogger("confhub.app")


def create_app(config: Config, db: Database | None = None) -> Flask:
    """The application over ``db`` (made from the settings when not given).

    ``app.extensions["confhub"]`` is its Site, ``app.extensions["live"]`` its socket namespace, which
    the caller starts.
    """
    app = Flask(
        "confhub",
        static_folder=static_dir(),
        template_folder=templates_dir(),
        static_url_path=f"/static/{__version__}",
    )
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=BODY_MAX,
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
        SESSION_COOKIE_NAME="confhub",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_STORAGE_URI=config.redis_url or "memory://",
        RATELIMIT_KEY_PREFIX=config.installation,
        RATELIMIT_HEADERS_ENABLED=True,
    )
    db = db or Database(config.database_url, zone=config.timezone)
    app.extensions["confhub"] = Site(config, db)
    i18n.AppBabel(
        app, default_locale=i18n.DEFAULT, default_timezone=config.timezone, locale_selector=chosen_language
    )
    csrf = CSRFProtect(app)
    limiter.init_app(app)
    _add_pages(app)
    api.install(app, csrf)
    _add_live(app, db, config)
    # After Socket.IO, so that its requests too are seen as the proxy describes them.
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def chosen_language() -> str:
    """The language of this request: the cookie's, the one an API call accepts, or Vietnamese."""
    if not has_request_context():
        return i18n.DEFAULT
    chosen = request.cookies.get("lang", "")
    if not chosen and problems.wanted():
        chosen = request.accept_languages.best_match(i18n.LANGUAGES) or ""
    return chosen if chosen in i18n.LANGUAGES else i18n.DEFAULT


def _add_pages(app: Flask) -> None:
    app.before_request(access.guard)
    app.after_request(security.add_headers)
    for module in BLUEPRINTS:
        app.register_blueprint(module.bp)
    app.register_error_handler(Refusal, _refusal_page)
    app.register_error_handler(HTTPException, _http_error_page)
    app.register_error_handler(CSRFError, _csrf_page)
    for away in AWAY:
        app.register_error_handler(away, _database_away)
    templating.install(app)
    app.jinja_env.globals.update(region=regions.in_page, keep=fragments.keep)


def _add_live(app: Flask, db: Database, config: Config) -> None:
    socketio = SocketIO(
        app,
        async_mode=concurrency.mode(),
        client_manager=FanOut(),
        json=PlainJson,
        cors_allowed_origins=None,
        manage_session=False,
        max_http_buffer_size=64 * 1024,
        ping_interval=20,
        ping_timeout=20,
    )
    live = Live(app, db, socketio)
    socketio.on_namespace(live)
    db.after_commit(live.pump.wake)
    app.extensions["live"] = live


def _refusal_page(refusal: Refusal) -> Any:
    if problems.wanted():
        return problems.of_refusal(refusal)
    return _error_page(refusal.status, i18n.translate(refusal.detail))


def _http_error_page(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if problems.wanted():
        return problems.of_http_error(error)
    texts = {
        401: gettext("You are signed out. Sign in again in another window; what you typed is still here."),
        404: gettext("There is nothing here."),
        413: gettext("This is too large to be sent."),
        503: gettext("The database cannot be reached. Please try again in a moment."),
        429: gettext("Too many requests. Please wait a moment and try again."),
    }
    text = texts.get(error.code, gettext("Something went wrong. Nothing was changed."))
    return _error_page(error.code, text)


def _database_away(error: Exception) -> Any:
    _log.error("the database is away: %s", error)
    answer = _http_error_page(ServiceUnavailable())
    answer.headers["Retry-After"] = "2"
    return answer


def _csrf_page(_error: CSRFError) -> Any:
    if problems.wanted():
        return problems.of_forgery()
    return _error_page(400, gettext("This form is out of date. Please load the page again."))


def _error_page(status: int, text: str) -> Any:
    if respond.wants_stream():
        return respond.notice_stream(status, text)
    g.pop("view", None)
    return make_response(render_template("error.html", text=text, status=status), status)
