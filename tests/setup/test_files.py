"""What the repository's own files promise: locks without addresses, whole browser files, one eventlet."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from tools import vendor
from tools.bootstrap import ROOT
from tools.python_packages import LOCKS, SETUP_LOCK

ADDRESS = re.compile(r"[a-z+]+://|--(extra-)?index|--find-links|file:|@ ", re.IGNORECASE)
PINNED = re.compile(r"^[a-z0-9-]+==\S+( ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.mark.parametrize("name", [*LOCKS.values(), SETUP_LOCK, "bench/requirements.lock"])
def test_a_lock_has_pins_and_hashes_and_nothing_else(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert lines
    for line in lines:
        assert PINNED.match(line) or HASH.match(line), f"{name}: {line}"
        assert not ADDRESS.search(line), f"{name}: {line}"


def test_runtime_and_dev_locks_agree() -> None:
    runtime, dev = (set(re.findall(r"^\S+==\S+", (ROOT / LOCKS[p]).read_text(), re.M)) for p in LOCKS)
    assert runtime < dev


@pytest.mark.parametrize("name", ["package-lock.json", "bench/package-lock.json"])
def test_the_package_lock_has_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|git\+|file:", text)
    packages = json.loads(text)["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert name == "" or package["integrity"].startswith("sha512-")


def test_browser_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_static_vendor_is_whole_and_self_contained() -> None:
    folder = ROOT / "static" / "vendor"
    assert vendor.missing(folder) == []
    for file in [*folder.glob("*.js"), *folder.glob("*.css")]:
        text = file.read_text()
        assert "sourceMappingURL" not in text, file.name
        assert not re.search(r"^import\b|@import", text, re.M), file.name
        for target in re.findall(r"url\(\"?'?([^\"')]+)", text):
            assert target.startswith(("data:", "#")) or (folder / target).is_file(), f"{file.name}: {target}"


def test_the_sprite_has_every_listed_icon() -> None:
    sprite = (ROOT / "static" / "vendor" / "icons.svg").read_text()
    names = vendor.icon_names((ROOT / "static" / "icons.txt").read_text())
    assert len(names) >= 30
    assert re.findall(r'<symbol id="tabler-([^"]+)"', sprite) == names


def test_eventlet_is_named_only_in_concurrency() -> None:
    """By import, anywhere in a file, also where a function imports it."""
    found = set()
    for file in (ROOT / "confhub").rglob("*.py"):
        if {"eventlet", "gevent"} & imported(file):
            found.add(file.relative_to(ROOT).as_posix())
    assert found <= {"confhub/concurrency.py"}


def imported(file: Path) -> set[str]:
    """The top-level names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_nothing_made_by_set_up_is_tracked() -> None:
    made = [".venv/bin/python", "node_modules/x", "static/vendor/turbo.js", ".setup.lock", "data/confhub.db"]
    ignored = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True).stdout
    assert ignored.split() == made
