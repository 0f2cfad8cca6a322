"""(f) One process against two: PostgreSQL, Redis, and nginx in front, as deploy/ describes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.errors import BenchError
from bench.house import House, Served, Tokens
from bench.parts import capacity, latency, submissions
from bench.plan import Plan
from bench.processes import Process
from tools import services

# PostgreSQL as it comes is durable; the tests' own settings are not.
DURABLE = ["max_connections=200"]

NGINX = """
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
daemon off;
worker_processes 1;
worker_rlimit_nofile 60000;
events {{ worker_connections 30000; }}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  map $http_upgrade $connection_header {{ default upgrade; '' ''; }}
  upstream confhub {{ {servers} keepalive 64; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://confhub;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_read_timeout 120s;
    }}
  }}
}}
"""


def measure(plan: Plan, house: House) -> list[dict[str, Any]]:
    """One entry for one process and one for two; BenchError when a service is missing."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        raise BenchError("nginx is not installed (apt install nginx)")
    with services.postgres(DURABLE) as postgres, services.redis() as redis:
        if postgres is None or redis is None:
            raise BenchError("PostgreSQL or Redis is not installed (apt install postgresql redis-server)")
        tokens = house.prepare(postgres.url)
        results = []
        for count in (1, 2):
            together = _Together(house, nginx, postgres.url, redis.url, tokens, count)
            results.append({"processes": count, **_measure(plan, house, together)})
    return results


def _measure(plan: Plan, house: House, together: _Together) -> dict[str, Any]:
    with together.served() as served:
        seen = latency.measure_one(plan, house, served, plan.watchers)
    with together.served() as served:
        taken = submissions.ask(house, served, plan.watchers, 0, plan.burst_seconds, submissions.SLOTS)
    with together.served() as served:
        reached = capacity.changes(plan, house, served)
    return {"latency": seen, "submissions": taken, "changes": reached}


class _Together:
    """So many processes over one database, each time over a fresh copy of the prepared one."""

    def __init__(
        self, house: House, nginx: str, database: str, redis: str, tokens: Tokens, count: int
    ) -> None:
        self.house, self.nginx, self.database, self.redis = house, nginx, database, redis
        self.tokens, self.count = tokens, count

    @contextmanager
    def served(self) -> Iterator[Served]:
        """The processes, with nginx in front of them."""
        with ExitStack() as stack:
            url = stack.enter_context(self._database_copy())
            processes = tuple(
                stack.enter_context(self.house.process(url, redis_url=self.redis, trusted_proxies="1"))
                for _ in range(self.count)
            )
            front = stack.enter_context(self._nginx([process.port for process in processes]))
            yield Served(front.port, self.tokens, processes)

    @contextmanager
    def _database_copy(self) -> Iterator[str]:
        name = f"run{self.house.next_run()}"
        prepared = make_url(self.database)
        admin = create_engine(prepared.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {prepared.database}"))
            yield prepared.set(database=name).render_as_string(hide_password=False)
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()

    def _nginx(self, ports: list[int]) -> Process:
        port, folder = services.free_port(), self.house.folder / "nginx"
        folder.mkdir(exist_ok=True)
        # Workers of a root's nginx run as another user.
        folder.chmod(0o777)
        servers = " ".join(f"server 127.0.0.1:{each};" for each in ports)
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=port, servers=servers), encoding="ascii")
        command: list[str | Path] = [self.nginx, "-c", config, "-e", folder / "nginx.log"]
        return Process(command, port, folder / "out.log")
