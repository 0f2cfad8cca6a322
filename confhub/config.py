"""Settings, all from the environment (``CONFHUB_…``); ``SETTINGS`` lists each with its meaning."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SETTINGS: dict[str, str] = {
    "DATA_DIR": "folder for the database, the secret key and uploads (default: ./data)",
    "DATABASE_URL": "SQLAlchemy URL (default: SQLite file confhub.db in DATA_DIR; or postgresql+psycopg://…)",
    "REDIS_URL": "Redis, for several processes: wake-ups, presence, limits (default: none)",
    "SECRET_KEY": "signs cookies (default: made once and kept in DATA_DIR/secret_key)",
    "ASYNC": "eventlet (default) or threading",
    "HOST": "address to listen on (default: 127.0.0.1)",
    "PORT": "port to listen on (default: 5000)",
    "PUBLIC_URL": "address that people open, for links and QR codes (default: http://HOST:PORT)",
    "TRUSTED_PROXIES": "number of reverse proxies whose X-Forwarded headers count (default: 0)",
    "SMTP_URL": "smtp://user:password@host:port (kept for e-mail; this version sends none)",
    "TIMEZONE": "zone in which times are shown (default: Asia/Ho_Chi_Minh)",
    "ASK_LIMIT": "questions that one seat may send (default: 10 per minute)",
    "SIGN_IN_LIMIT": "sign-in attempts per address (default: 60 per minute)",
}


@dataclass(frozen=True)
class Config:
    """The settings of one process; see ``SETTINGS`` for what each means."""

    data_dir: Path
    database_url: str
    redis_url: str
    secret_key: str
    host: str
    port: int
    public_url: str
    trusted_proxies: int
    smtp_url: str
    timezone: str
    ask_limit: str
    sign_in_limit: str

    @property
    def secure_cookies(self) -> bool:
        """Cookies are kept to HTTPS when people come by HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def installation(self) -> str:
        """A name for what this installation's processes share in a Redis that others may use too."""
        return "confhub:" + hashlib.sha256(self.secret_key.encode()).hexdigest()[:12]


def load(environ: Mapping[str, str] = os.environ, database: str = "confhub.db") -> Config:
    """Read the settings; makes the data folder and the secret key when they are not there yet.

    ``database`` names the SQLite file in the data folder when no URL is given.
    Raises ValueError with the name of a setting that cannot be read.
    """

    def get(name: str, default: str = "") -> str:
        return environ.get(f"CONFHUB_{name}", default)

    data_dir = Path(get("DATA_DIR", "data")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    host, port = get("HOST", "127.0.0.1"), _number("PORT", get("PORT", "5000"))
    return Config(
        data_dir=data_dir,
        database_url=get("DATABASE_URL") or f"sqlite:///{data_dir / database}",
        redis_url=get("REDIS_URL"),
        secret_key=get("SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
        host=host,
        port=port,
        public_url=get("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        trusted_proxies=_number("TRUSTED_PROXIES", get("TRUSTED_PROXIES", "0")),
        smtp_url=get("SMTP_URL"),
        timezone=get("TIMEZONE", "Asia/Ho_Chi_Minh"),
        ask_limit=get("ASK_LIMIT", "10 per minute"),
        sign_in_limit=get("SIGN_IN_LIMIT", "60 per minute"),
    )


def _number(name: str, text: str) -> int:
    if not text.isdigit():
        raise ValueError(f"CONFHUB_{name}={text!r} is not a number")
    return int(text)


def _kept_secret(path: Path) -> str:
    if not path.exists():
        # Several processes may start at once: the first link wins, and nobody reads half a key.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with contextlib.suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text().strip()
