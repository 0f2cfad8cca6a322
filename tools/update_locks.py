"""Renew all locks after a change in pyproject.toml or package.json; run it with .venv's Python.

The locks carry versions and hashes and no address, so that any machine can install
from the index that it is set to.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["pip", "compile", "--quiet", "--no-config", "--universal", "--python-version=3.11"]
COMPILE += ["--generate-hashes", "--no-annotate", "--no-header"]


def main(options: list[str]) -> None:
    """Options such as --upgrade or --upgrade-package=NAME go to uv."""
    uv = Path(sys.executable).with_name("uv")
    for group, lock in [
        (["pyproject.toml"], "requirements.lock"),
        (["pyproject.toml", "--group=dev", "--constraints=requirements.lock"], "requirements-dev.lock"),
        (["--group=setup"], "requirements-setup.lock"),
        (["bench/requirements.in"], "bench/requirements.lock"),
    ]:
        command = [str(uv), *COMPILE, *options, *group, f"--output-file={lock}"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    for folder in (ROOT, ROOT / "bench"):
        npm = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
        subprocess.run(npm, cwd=folder, check=True)
        strip_package_lock(folder / "package-lock.json")


def strip_package_lock(file: Path) -> None:
    """Take out of package-lock.json what npm does not need and what holds addresses."""
    lock = json.loads(file.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for field in ("resolved", "funding"):
            package.pop(field, None)
    file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
