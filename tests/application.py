"""One application for all tests of a process, each time as if it were new."""

from __future__ import annotations

from flask import Flask
from prometheus_client.metrics import MetricWrapperBase

from confhub.app import _add_live
from confhub.config import Config
from confhub.db import Database
from confhub.web.limits import limiter
from confhub.web.site import Site


class Application:
    """An application, and how it was before its first request."""

    def __init__(self, made: Flask) -> None:
        self._app = made
        made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self._settings = dict(made.config)

    def over(self, config: Config, db: Database) -> Flask:
        """The application with these settings and this database; what earlier tests left is gone."""
        app = self._app
        app.config.clear()
        app.config.update(self._settings)
        app.extensions["confhub"] = Site(config, db)
        # Without the Socket.IO of the last test, which stands in front.
        del app.wsgi_app
        _add_live(app, db, config)
        limiter.reset()
        for collector in list(app.extensions["metrics"]._collector_to_names):
            if isinstance(collector, MetricWrapperBase):
                _zero(collector)
        return app


def _zero(metric: MetricWrapperBase) -> None:
    metric.clear()
    if metric._is_observable():
        metric._metric_init()
