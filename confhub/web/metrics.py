"""Numbers for Prometheus: connections, events, questions by state, how long acts take.

Sums only, nothing of who or what; each process counts for itself.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import cast

from flask import Blueprint, Flask, current_app, g, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from confhub.models import Log, Question
from confhub.web.site import site

bp = Blueprint("metrics", __name__)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@bp.get("/metrics")
def metrics() -> Response:
    """The text that Prometheus reads."""
    registry: CollectorRegistry = current_app.extensions["metrics"]
    return make_response(generate_latest(registry), {"Content-Type": CONTENT_TYPE_LATEST})


class _Present(Collector):
    """What stands in the database and who is connected, counted when asked."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        connections = GaugeMetricFamily("confhub_connections", "Open sockets by role", labels=["role"])
        clients = current_app.extensions["live"].clients.values()
        for role, count in sorted(Counter(client.actor.role for client in clients).items()):
            connections.add_metric([role], count)
        yield connections
        with site().db.reading() as session:
            written = session.scalar(select(func.sum(Log.last_seq))) or 0
            by_state = session.execute(select(Question.state, func.count()).group_by(Question.state)).all()
        yield CounterMetricFamily("confhub_events", "Events in all logs", value=written)
        questions = GaugeMetricFamily("confhub_questions", "Questions by state", labels=["state"])
        for state, count in sorted((state, count) for state, count in by_state):
            questions.add_metric([state], count)
        yield questions


def _install(app: Flask) -> None:
    registry = CollectorRegistry(auto_describe=False)
    acts = Histogram(
        "confhub_act_seconds", "Time of requests that write", ["endpoint", "status"], registry=registry
    )
    registry.register(_Present())
    app.extensions["metrics"] = registry

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if request.method not in _READING and request.endpoint and "begun" in g:
            status = f"{response.status_code // 100}xx"
            acts.labels(request.endpoint, status).observe(time.perf_counter() - g.begun)
        return response


bp.record_once(lambda state: _install(cast(Flask, state.app)))
