"""Run one step of the set-up, show how long it took, and explain a failure. Standard library only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TAIL_LINES = 8
# Where Debian, Fedora and Alpine keep the certificate authorities that the system trusts.
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)

# The first pattern that is found in a failed step's output gives the advice.
ADVICE = [
    (
        r"ensurepip is not available|No module named '?(ensurepip|venv|pip)\b",
        "Python's venv module is missing: apt install python3-venv (or your system's package of that name).",
    ),
    (r"No space left on device|ENOSPC", "The disk is full: make room and start again."),
    (
        r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|self.signed certificate|unable to get local issuer",
        "A certificate is not trusted, as behind a company proxy: set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS "
        "to the file with its authority.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
        "A downloaded file is not the one that the lock names. Nothing of it was installed. Empty the caches "
        "(pip, uv, npm) and start again; if it stays, do not trust the source of the packages.",
    ),
    (
        r"Temporary failure in name resolution|Could not resolve|[Nn]ame or service not known|dns error"
        r"|NewConnectionError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Network is unreachable"
        r"|error sending request|[Cc]onnection (refused|reset)|timed out|Failed to establish a new conn",
        "No network: the packages cannot be downloaded. Check the connection (and HTTPS_PROXY behind a "
        "proxy), then start again. After the first set-up no network is needed.",
    ),
    (
        r"Permission denied|EACCES|EROFS|Read-only file system",
        "A file or folder cannot be written: start as the user who owns this folder.",
    ),
    (
        r"No solution found|No matching distribution|no wheels? with a matching|Failed to build",
        "A package has no build for this Python or system. Python 3.11, 3.12 and 3.13 are known to work.",
    ),
]


class SetupError(Exception):
    """A step of the set-up failed; the message says which, why and what to do."""


def advice_for(output: str) -> str:
    """What a person can do about a step that failed with this output."""
    for pattern, advice in ADVICE:
        if re.search(pattern, output):
            return advice
    return "Start again: an interrupted set-up repairs itself. If it fails again, the lines above say why."


def failure(title: str, output: str) -> SetupError:
    """The error for a failed step: its name, the end of what it printed, and what to do."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    tail = [line for line in lines if not line.startswith("WARNING: Retrying")][-TAIL_LINES:]
    shown = "\n".join("    " + line for line in tail) or "    (it printed nothing)"
    return SetupError(f"Set-up failed at: {title}\n{shown}\n{advice_for(output)}")


def step(title: str, work: Callable[[], None]) -> None:
    """Do one piece of work, and show one line for it when it is done."""
    started = time.monotonic()
    try:
        work()
    except OSError as error:
        raise failure(title, str(error)) from error
    # One write a line: two steps may run side by side.
    sys.stderr.write(f"  {title:45} {time.monotonic() - started:5.1f} s\n")
    sys.stderr.flush()


def run_step(title: str, command: Sequence[str | Path], cwd: Path) -> None:
    """Run a command as one step; its output is shown only when it fails."""

    def work() -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=clean_environment(os.environ, cwd),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            close_fds=False,  # hands down the lock file (bootstrap.one_at_a_time) and nothing else
        )
        if done.returncode:
            raise failure(title, done.stdout)

    step(title, work)


def clean_environment(given: Mapping[str, str], root: Path) -> dict[str, str]:
    """The caller's environment, without what would send packages elsewhere than into .venv.

    A user without a home (a service's, say) gets one inside .venv for the installers' caches.

    Downloads trust what the system trusts, such as a company proxy's authority: uv and Node.js bring
    a list of their own and would not ask.
    """
    strays = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")
    environment = {name: value for name, value in given.items() if name not in strays}
    home = given.get("HOME")
    if not (home and can_make(Path(home))):
        environment["HOME"] = str(root / ".venv" / "home")
    bundle = next((file for file in CERTIFICATES if os.path.exists(file)), None)
    if bundle:
        environment.setdefault("SSL_CERT_FILE", bundle)
        environment.setdefault("NODE_EXTRA_CA_CERTS", environment["SSL_CERT_FILE"])
    return environment


def can_make(folder: Path) -> bool:
    """Whether a folder is there and can be written, or can be made."""
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)
