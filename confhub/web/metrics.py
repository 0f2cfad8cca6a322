"""Numbers for Prometheus. Sums only, nothing of who or what; each process counts for itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import cast

import prometheus_client
from flask import Blueprint, Flask, current_app, g, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from confhub.commands import life, questions
from confhub.models import Log, Question
from confhub.web.site import site

bp = Blueprint("metrics", __name__)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What stands in an address may be anything: only these become labels.
_VERBS = frozenset({*questions.VERBS, *life.PAST, "check_in", "line_check"})


@bp.get("/metrics")
def metrics() -> Response:
    """The text that Prometheus reads."""
    registry: CollectorRegistry = current_app.extensions["metrics"]
    return make_response(generate_latest(registry), {"Content-Type": CONTENT_TYPE_LATEST})


class _Rows(Collector):
    """What stands in the database; nothing when it is away, for then the other numbers are wanted most."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        try:
            with site().db.reading() as session:
                written = session.scalar(select(func.sum(Log.last_seq))) or 0
                by_state = session.execute(
                    select(Question.state, func.count()).group_by(Question.state)
                ).all()
                behind = current_app.extensions["live"].pump.behind(session)
        except SQLAlchemyError:
            return
        yield CounterMetricFamily("confhub_events", "Events in all logs", value=written)
        found = GaugeMetricFamily("confhub_questions", "Questions by state", labels=["state"])
        for state, count in sorted((state, count) for state, count in by_state):
            found.add_metric([state], count)
        yield found
        yield GaugeMetricFamily("confhub_pump_events_behind", "Events not sent to the screens yet", behind)


class _Live(Collector):
    """The live layer of this process."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        live = current_app.extensions["live"]
        clients = list(live.clients.values())
        yield GaugeMetricFamily("confhub_sockets", "Open sockets", len(clients))
        # A point and a reporter belong to two: their own, and the stage.
        kinds = Counter(audience.partition(":")[0] for client in clients for audience in client.audiences)
        connections = GaugeMetricFamily(
            "confhub_connections", "Open sockets by kind of audience", labels=["audience"]
        )
        for kind, count in sorted(kinds.items()):
            connections.add_metric([kind], count)
        yield connections
        yield GaugeMetricFamily(
            "confhub_pump_standstill_seconds", "Since all logs were last followed", live.pump.standstill()
        )
        yield from live.pump.render_time.collect()
        yield from live.pump.send_time.collect()
        fan_out = live.io.server.manager
        yield CounterMetricFamily("confhub_readers_cut_off", "Readers too far behind", fan_out.cut_off)
        yield GaugeMetricFamily("confhub_backlog_bytes", "Not taken by readers yet", fan_out.backlog_bytes)
        if live.bus.is_used:
            yield GaugeMetricFamily("confhub_redis_up", "Whether Redis is heard", int(live.bus.is_up))


def _install(app: Flask) -> None:
    registry = CollectorRegistry(auto_describe=False)
    acts = Histogram(
        "confhub_act_seconds", "Time of requests that write", ["endpoint", "status"], registry=registry
    )
    commands = prometheus_client.Counter(
        "confhub_commands",
        "What was asked to be done, and whether it was",
        ["verb", "outcome"],
        registry=registry,
    )
    registry.register(_Rows())
    registry.register(_Live())
    app.extensions["metrics"] = registry

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if request.method not in _READING and request.endpoint and "begun" in g:
            kind = response.status_code // 100
            acts.labels(request.endpoint, f"{kind}xx").observe(time.perf_counter() - g.begun)
            commands.labels(_verb(request.endpoint), {4: "refused", 5: "failed"}.get(kind, "done")).inc()
        return response


def _verb(endpoint: str) -> str:
    named = str((request.view_args or {}).get("verb")).replace("-", "_")
    return named if named in _VERBS else endpoint.rpartition(".")[2]


bp.record_once(lambda state: _install(cast(Flask, state.app)))
