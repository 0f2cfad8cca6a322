"""The machine that measures: what it is, and how many files a process may hold open."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import resource
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.installed import MADE, ROOT, Installed, version

FILES_WANTED = 65_536


def raise_limits() -> int:
    """Allow this process and its children as many open files as may be; the number that it became."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (max(FILES_WANTED, hard), hard):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
            return most
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def describe(found: Installed) -> dict[str, Any]:
    """Processor, system and versions, as the report prints them."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.M)
    memory = re.search(r"^MemTotal:\s*(\d+)", _read("/proc/meminfo"), re.M)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": cpu[1] if cpu else platform.machine(),
        "memory_gib": round(int(memory[1]) / 2**20, 1) if memory else None,
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "node": version([found.node, "--version"]) if found.node else "–",
        "packages": _packages(),
        "commit": _commit(),
        "open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    }


def load_average() -> float:
    """How many processes ran on average in the last minute: a quiet machine starts below 0.5."""
    return os.getloadavg()[0]


def _packages() -> dict[str, str]:
    names = ("flask-socketio", "python-socketio", "python-engineio", "eventlet", "sqlalchemy")
    found = {name: metadata.version(name) for name in names}
    for distribution in metadata.distributions(path=[str(MADE / "python")]):
        if distribution.metadata["Name"].lower() == "picows":
            found["picows"] = distribution.version
    with contextlib.suppress(OSError):
        package = MADE / "node_modules" / "socket.io" / "package.json"
        found["socket.io"] = json.loads(package.read_text(encoding="utf-8"))["version"]
    return found


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return version(command)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
