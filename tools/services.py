"""What the tests need beside Python: a throw-away PostgreSQL and Redis, Debian's Chromium and nginx.

As root on Debian, what is missing is installed; otherwise it is looked for. What cannot be had leaves its
variable unset, and the tests that need it are skipped with their reason. A variable that is already set
is taken as it is.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

POSTGRES = "CONFHUB_TEST_POSTGRES_URL"
REDIS = "CONFHUB_TEST_REDIS_URL"
CHROMIUM = "CONFHUB_TEST_CHROMIUM"
NGINX = "CONFHUB_TEST_NGINX"
DATABASE_FOR_ALL = "all_tests"
PATIENCE = 30.0
# What pg_isready answers of a server that is still starting.
REJECTS = 1

SPEED_NOT_SAFETY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


@contextlib.contextmanager
def running() -> Iterator[dict[str, str]]:
    """Start what is to be had; answer the variables that tell the tests. All ends with the block."""
    install_missing()
    with contextlib.ExitStack() as stack:
        named = (POSTGRES, REDIS, CHROMIUM, NGINX)
        found = {name: os.environ[name] for name in named if os.environ.get(name)}
        for name, start in ((POSTGRES, postgres), (REDIS, redis)):
            if name not in found and (started := stack.enter_context(start())):
                found[name] = started.url
        for name, find in ((CHROMIUM, find_chromium), (NGINX, find_nginx)):
            if name not in found and (program := find()):
                found[name] = program
        yield found


# --- Finding and installing --------------------------------------------------------------------------


def find_postgres() -> Path | None:
    """The folder with PostgreSQL's server programs; Debian keeps them off PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda file: float(file.parent.parent.name), default=None)
    return newest.parent if newest else None


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def find_nginx() -> str | None:
    # Debian keeps it where only root looks.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def install_missing() -> None:
    """As root on Debian: install the services that are not there. A failure is told, not raised."""
    lookups = {
        ("postgresql", POSTGRES): find_postgres,
        ("redis-server", REDIS): find_redis,
        ("chromium", CHROMIUM): find_chromium,
        ("nginx", NGINX): find_nginx,
    }
    missing = [
        package
        for (package, variable), find in lookups.items()
        if not os.environ.get(variable) and not find()
    ]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing for the tests: {', '.join(missing)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", "--quiet=2", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            print(f"apt-get {command[0]} failed:\n{done.stdout[-1000:]}", file=sys.stderr, flush=True)


# --- Starting ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def postgres(settings: Sequence[str] = SPEED_NOT_SAFETY) -> Iterator[Service | None]:
    """A new cluster in a temporary folder, gone afterwards."""
    programs = find_postgres()
    if programs is None:
        yield None
        return
    with temporary_folder("confhub-postgres-") as folder:
        user = server_user()
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", free_port()
        initdb: list[str | Path] = [
            programs / "initdb",
            "--pgdata",
            data,
            "--no-sync",
            "--username=confhub",
            "--auth=trust",
        ]
        initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        serve: list[str | Path] = [
            programs / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        serve += ["-c", "unix_socket_directories="]
        for setting in settings:
            serve += ["-c", setting]
        url = f"postgresql+psycopg://confhub@127.0.0.1:{port}/confhub"
        with Service(serve, port, folder, url, signal.SIGINT, user).running() as service:
            address = ["--host=127.0.0.1", f"--port={port}", "--username=confhub"]
            # Its port is open before it lets anybody in.
            while subprocess.run([programs / "pg_isready", *address, "--quiet"]).returncode == REJECTS:
                time.sleep(0.05)
            subprocess.run([programs / "createdb", *address, "confhub"], check=True)
            subprocess.run([programs / "createdb", *address, DATABASE_FOR_ALL], check=True)
            yield service


@contextlib.contextmanager
def redis() -> Iterator[Service | None]:
    """A Redis that keeps nothing on disk."""
    program = find_redis()
    if program is None:
        yield None
        return
    with temporary_folder("confhub-redis-") as folder:
        port = free_port()
        serve = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with Service(serve, port, folder, f"redis://127.0.0.1:{port}/0", signal.SIGTERM).running() as service:
            yield service


@dataclass
class Service:
    """A server program run as a child, at ``url``; it can be stopped and started again on its data."""

    command: Sequence[str | Path]
    port: int
    folder: Path
    url: str
    orderly: signal.Signals
    user: str | None = None
    process: subprocess.Popen[bytes] = field(init=False)

    @contextlib.contextmanager
    def running(self) -> Iterator[Service]:
        """Run it until the block ends."""
        self.start()
        try:
            yield self
        finally:
            self.stop(self.orderly)

    def start(self) -> None:
        """Start it and wait for its port."""
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if not answers(self.process, self.port):
            self.stop(signal.SIGKILL)
            tail = (self.folder / "server.log").read_text(errors="replace")[-1000:]
            raise RuntimeError(f"{self.command[0]} did not start:\n{tail}")

    def stop(self, how: signal.Signals) -> None:
        """End it by a signal and wait until it has ended."""
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server takes connections; False when it ended or took too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: root lends it another user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
