"""Make the checkout ready to run: .venv from the locks, browser libraries in static/vendor.

Standard library only. `ensure()` is cheap when nothing changed: each of the three results (.venv,
node_modules, static/vendor) carries a stamp of what it was made from. A stamp is written last and
removed first, so an interrupted set-up is noticed and done again.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import browser_libraries, python_packages
from tools.steps import SetupError, failure

ROOT = Path(__file__).resolve().parent.parent


def ensure(profile: str = "runtime", root: Path = ROOT) -> str:
    """Set up what is missing or stale for a profile (runtime or dev); answer .venv's Python."""
    if sys.platform == "win32":
        sys.exit("confhub runs on Linux and macOS; on Windows, start it inside WSL.")
    if not is_ready(root, profile):
        try:
            with one_at_a_time(root):
                set_up(root, profile)
        except SetupError as error:
            sys.exit(f"\n{error}")
        except OSError as error:
            sys.exit(f"\n{failure('the checkout itself', str(error))}")
        except KeyboardInterrupt:
            sys.exit("\nSet-up interrupted; the next start goes on with it.")
    return str(python_packages.venv_python(root))


def is_ready(root: Path, profile: str) -> bool:
    """Whether everything that the profile needs was made from what the checkout now holds."""
    return python_packages.are_fresh(root, profile) and browser_libraries.are_fresh(root, profile)


def set_up(root: Path, profile: str) -> None:
    """Bring every stale part up to date, Python's and the browser's side by side where possible."""
    if is_ready(root, profile):  # another process was faster
        return
    print("Setting up confhub (the first time takes some ten seconds):", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(max_workers=1) as beside:
        npm = browser_libraries.npm_of_the_machine()
        early = beside.submit(browser_libraries.install, root, profile, npm) if npm else None
        if not python_packages.are_fresh(root, profile):
            python_packages.install(root, profile)
        if early:
            early.result()
        elif not browser_libraries.are_fresh(root, profile):
            browser_libraries.install(root, profile, python_packages.npm_of_the_lock(root))


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Hold the set-up's lock file; the system lets go of it when the process ends, however it ends.

    The commands of the steps inherit it: one that outlives a killed set-up still holds off the next.
    """
    import fcntl

    with open(root / ".setup.lock", "w", encoding="utf-8") as file:
        os.set_inheritable(file.fileno(), True)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting for another set-up in {os.fspath(root)} …", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    ensure(sys.argv[1] if len(sys.argv) > 1 else "runtime")
