"""nginx in front of some server processes, with the configuration that is shipped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Front:
    """Where nginx listens: ``url`` beside the shipped file, ``secure`` and ``plain`` as it says."""

    folder: Path
    ports: tuple[int, int, int]

    @property
    def url(self) -> str:
        """Without TLS, to all that is there."""
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def secure(self) -> str:
        """With TLS, by ``certificate``."""
        return f"https://127.0.0.1:{self.ports[1]}"

    @property
    def plain(self) -> str:
        """What sends on to the secure one."""
        return f"http://127.0.0.1:{self.ports[2]}"

    @property
    def certificate(self) -> str:
        """The file with the certificate."""
        return str(self.folder / "certificate.pem")


@contextmanager
def nginx(servers: Sequence[Server], folder: Path) -> Iterator[Front]:
    """nginx before the servers; ``folder`` gets its files and logs."""
    program = os.environ["CONFHUB_TEST_NGINX"]
    front = Front(folder, (free_port(), free_port(), free_port()))
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    request += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", front.certificate]
    subprocess.run([*request, *files], check=True, capture_output=True)
    (folder / "confhub.conf").write_text(_fitted(servers, front))
    # Root's nginx would hand over to www-data, which may not look into the checkout.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
    command = [program, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    with Service(command, front.ports[0], folder, front.url, signal.SIGTERM).running():
        yield front


def _fitted(servers: Sequence[Server], front: Front) -> str:
    """The shipped file with the addresses and paths of a test."""
    text, (port, secure, plain) = SHIPPED.read_text(), front.ports
    ours = "\n".join(f"    server 127.0.0.1:{server.port} max_fails=0;" for server in servers)
    for shipped, fitted in (
        (r"(    server 127\.0\.0\.1:\d+ [^\n]*\n?)+", ours),
        (r"listen \[::\]:[^;]*;", ""),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{port}; listen 127.0.0.1:{secure} "),
        (r"/etc/letsencrypt/live/[^/]+/fullchain.pem", front.certificate),
        (r"/etc/letsencrypt/live/[^/]+/privkey.pem", str(front.folder / "key.pem")),
        (r"/opt/confhub/static/", f"{static_dir()}/"),
        (r"/var/log/nginx/", f"{front.folder}/"),
    ):
        text, changed = re.subn(shipped, lambda _found, fitted=fitted: fitted, text)
        assert changed, f"{SHIPPED.name} has no {shipped}"
    return text
