"""What browsers load: `npm ci` by package-lock.json, then static/vendor. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools import vendor
from tools.stamps import digest, read
from tools.steps import run_step, step

OLDEST_NODE = 20
# What is in npm's cache is good by its hash; without a network, fail within seconds, not minutes.
NPM_OPTIONS = ["--ignore-scripts", "--prefer-offline", "--fetch-retry-mintimeout=500"]
NPM_OPTIONS += ["--fetch-retry-maxtimeout=2000"]


def are_fresh(root: Path, profile: str) -> bool:
    """At run time static/vendor is enough; the tests also read axe-core from node_modules."""
    if read(root / "static" / "vendor" / ".stamp") != vendor_stamp(root):
        return False
    return profile == "runtime" or modules_are_fresh(root, "dev")


def modules_are_fresh(root: Path, profile: str) -> bool:
    wanted = modules_stamp(root)
    good = {f"dev {wanted}", f"{profile} {wanted}"}
    return read(root / "node_modules" / ".stamp") in good


def modules_stamp(root: Path) -> str:
    return digest([root / "package.json", root / "package-lock.json"])


def vendor_stamp(root: Path) -> str:
    sources = [root / "static" / "icons.txt", root / "tools" / "vendor.py"]
    return digest(sources, modules_stamp(root))


def install(root: Path, profile: str, npm: Sequence[str | Path]) -> None:
    """Bring node_modules and static/vendor up to date, each if it is stale."""
    if are_fresh(root, profile):
        return
    if not modules_are_fresh(root, profile):
        install_modules(root, profile, npm)
    step("Browser files (static/vendor)", lambda: vendor.build(root, vendor_stamp(root)))


def install_modules(root: Path, profile: str, npm: Sequence[str | Path]) -> None:
    """`npm ci`, which begins by emptying node_modules; no package's script is run."""
    stamp = root / "node_modules" / ".stamp"
    if read(stamp).startswith("dev "):
        profile = "dev"
    stamp.unlink(missing_ok=True)
    command = [*npm, "ci", *NPM_OPTIONS, *([] if profile == "dev" else ["--omit=dev"])]
    run_step("Browser libraries (package-lock.json)", command, root)
    stamp.write_text(f"{profile} {modules_stamp(root)}", encoding="utf-8")


def npm_of_the_machine() -> list[str | Path]:
    """The command for the machine's own npm, or nothing when its Node.js is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return [npm] if node and npm and node_major(node) >= OLDEST_NODE else []


def node_major(node: str) -> int:
    """The major version of a Node.js, 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0
