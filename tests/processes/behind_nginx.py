"""nginx in front of some server processes, with the configuration that is shipped."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from confhub.assets import static_dir
from tests.servers import ROOT, Server
from tools.services import Service, free_port

SHIPPED = ROOT / "deploy" / "nginx" / "confhub.conf"
# Around the shipped file, what Debian's nginx.conf has around it.
AROUND = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/confhub.conf;
}}
"""


@contextmanager
def nginx(servers: Sequence[Server], folder: Path) -> Iterator[str]:
    """The address at which the servers are reached; ``folder`` gets the logs."""
    program = os.environ["CONFHUB_TEST_NGINX"]
    port, redirecting = free_port(), free_port()
    (folder / "confhub.conf").write_text(_fitted(servers, folder, port, redirecting))
    # Root's nginx would hand over to www-data, which may not look into the checkout.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
    command = [program, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    with Service(command, port, folder, f"http://127.0.0.1:{port}", signal.SIGTERM).running() as service:
        yield service.url


def _fitted(servers: Sequence[Server], folder: Path, port: int, redirecting: int) -> str:
    """The shipped file with the addresses and paths of a test, and without TLS."""
    text = SHIPPED.read_text()
    ours = "\n".join(f"    server 127.0.0.1:{server.port} max_fails=0;" for server in servers)
    for shipped, fitted in (
        (r"(    server 127\.0\.0\.1:\d+ [^\n]*\n?)+", ours),
        (r"listen 80;", f"listen 127.0.0.1:{redirecting};"),
        (r"listen 443 ssl http2 backlog=4096;", f"listen 127.0.0.1:{port};"),
        (r"listen \[::\]:[^;]*;", ""),
        (r"ssl_[^;]*;", ""),
        (r"/opt/confhub/static/", f"{static_dir()}/"),
        (r"/var/log/nginx/", f"{folder}/"),
    ):
        text, changed = re.subn(shipped, lambda _found, fitted=fitted: fitted, text)
        assert changed, f"{SHIPPED.name} has no {shipped}"
    return text
