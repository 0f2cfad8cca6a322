"""What the bench needs beside confhub: its load client, compiled, and the peers' packages.

All of it is kept in ``bench/.made`` and made anew when what it is made from has changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools import browser_libraries, python_packages
from tools.stamps import digest, read
from tools.steps import SetupError, run_step

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
MADE = BENCH / ".made"


@dataclass
class Installed:
    """The programs that were found or made, and why a peer cannot run."""

    load: Path = MADE / "load"
    node: str | None = None
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def modules(self) -> Path:
        """The folder that holds the peers' node_modules."""
        return MADE

    @property
    def python_path(self) -> str:
        """PYTHONPATH for the peers in Python."""
        return f"{ROOT}:{MADE / 'python'}"


def ready() -> Installed:
    """Make what is missing. Without the load client nothing can be measured (SystemExit); a peer that
    cannot be installed is only left out."""
    MADE.mkdir(exist_ok=True)
    found = Installed()
    sources = sorted((BENCH / "load").glob("*.[ch]"))
    try:
        _made("load", digest(sources), lambda: _compile(sources))
    except SetupError as error:
        sys.exit(f"{error}\nThe bench needs a C compiler (apt install gcc libc6-dev).")
    for peer, install in (("socket.io", _install_node), ("floor", _install_python)):
        try:
            install(found)
        except (SetupError, OSError) as error:
            found.missing[peer] = str(error)
            print(f"{peer} is left out: {error}", file=sys.stderr)
    return found


def _compile(sources: list[Path]) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc") or "cc"
    command: list[str | Path] = [compiler, "-O2", "-Wall", "-Wextra", "-std=gnu11", "-o", MADE / "load"]
    run_step("Load client (bench/load)", [*command, *(s for s in sources if s.suffix == ".c")], ROOT)


def _install_node(found: Installed) -> None:
    npm = browser_libraries.npm_of_the_machine()
    found.node = shutil.which("node") if npm else None
    if not npm:
        npm = python_packages.npm_of_the_lock(ROOT)
        found.node = str(npm[0])
    files = [BENCH / "package.json", BENCH / "package-lock.json"]

    def install() -> None:
        for file in (*files, ROOT / ".npmrc"):
            shutil.copy(file, MADE)
        run_step("Peers (package-lock.json)", [*npm, "ci", *browser_libraries.NPM_OPTIONS], MADE)

    _made("node_modules", digest(files), install)


def _install_python(_found: Installed) -> None:
    lock = BENCH / "requirements.lock"
    target = MADE / "python"

    def install() -> None:
        shutil.rmtree(target, ignore_errors=True)
        options: list[str | Path] = ["--require-hashes", "--target", target, "-r", lock]
        run_step("Peers (requirements.lock)", python_packages.uv(ROOT, "install", *options), ROOT)

    _made("python", digest([lock], python_packages.place(ROOT)), install)


def _made(name: str, wanted: str, make: Callable[[], None]) -> None:
    stamp = MADE / f"{name}.stamp"
    if read(stamp) == wanted and (MADE / name).exists():
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(wanted, encoding="utf-8")


def version(command: list[str]) -> str:
    """The first line that a program says of its version, or a dash."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return "–"
    return (said.stdout or said.stderr).strip().splitlines()[0]
