"""What stands in the way of running well, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import redis
from sqlalchemy.exc import SQLAlchemyError

from confhub import assets, concurrency, schema
from confhub.config import Config
from confhub.db import Database

DISK_LEAST = 500 * 1024 * 1024
REDIS_LEAST = 7


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``text`` says what to do when it is not well."""

    subject: str
    ok: bool
    text: str


def examine(config: Config, db: Database) -> list[Finding]:
    """Look at Python, settings, folders, database, Redis and browser files."""
    return list(_examine(config, db))


def _examine(config: Config, db: Database) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), f"{version}; 3.11 or later is needed")
    yield Finding("Concurrency", True, concurrency.mode())
    writable = os.access(config.data_dir, os.W_OK)
    yield Finding(
        "Data folder", writable, f"{config.data_dir}" + ("" if writable else " cannot be written to")
    )
    free = shutil.disk_usage(config.data_dir).free
    yield Finding(
        "Disk", free > DISK_LEAST, f"{free // 2**20} MB free; at least {DISK_LEAST // 2**20} are needed"
    )
    vendor = assets.static_dir() / "vendor" / "turbo.js"
    yield Finding(
        "Browser files", vendor.exists(), "there" if vendor.exists() else "missing: run python3 run.py"
    )
    yield _database(db)
    yield _redis(config.redis_url)
    secure = config.public_url.startswith("https://") or "127.0.0.1" in config.public_url
    hint = "" if secure else "; people's passwords travel in clear: put HTTPS before it"
    yield Finding("Public address", secure, config.public_url + hint)


def _database(db: Database) -> Finding:
    try:
        current = schema.is_current(db)
    except SQLAlchemyError as problem:
        return Finding("Database", False, f"cannot be reached: {problem.__cause__ or problem}")
    return Finding("Database", current, "up to date" if current else "run python -m confhub db upgrade")


def _redis(url: str) -> Finding:
    if not url:
        return Finding("Redis", True, "not configured; one process needs none")
    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            version = str(client.info("server")["redis_version"])
    except redis.RedisError as problem:
        return Finding("Redis", False, f"cannot be reached: {problem}")
    return Finding("Redis", int(version.partition(".")[0]) >= REDIS_LEAST, f"{version}; 7 or later is needed")
