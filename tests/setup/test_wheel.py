"""The wheel carries everything a server needs, and is not built without the browser libraries."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.bootstrap import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small copy of the checkout: enough to build from."""
    root = tmp_path / "con hub"
    root.mkdir()
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, root / name)
    (root / "README.md").write_text("confhub\n")
    for folder in ("tools", "static"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("confhub/__init__.py", "confhub/assets.py", "templates/base.html"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text('__version__ = "0.1.0"\n')
    for name in ("confhub/locale/vi/LC_MESSAGES/messages.po", "confhub/places/hanoi.json"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text("{}")
    return root


def build_wheel(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def test_the_wheel_carries_templates_static_files_and_data(checkout: Path) -> None:
    done = build_wheel(checkout)
    assert done.returncode == 0, done.stderr
    (wheel,) = (checkout / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "confhub/assets.py",
        "confhub/templates/base.html",
        "confhub/static/vendor/turbo.js",
        "confhub/static/vendor/icons.svg",
        "confhub/static/vendor/be-vietnam-pro/be-vietnam-pro-vietnamese-400-normal.woff2",
        "confhub/locale/vi/LC_MESSAGES/messages.po",
        "confhub/places/hanoi.json",
    } <= names
    assert not [name for name in names if name.startswith(("tools/", "static/", "templates/", "tests/"))]


def test_no_wheel_without_the_browser_libraries(checkout: Path) -> None:
    (checkout / "static" / "vendor" / "turbo.js").unlink()
    done = build_wheel(checkout)
    assert done.returncode != 0
    assert "Cannot build confhub without static/vendor/turbo.js" in done.stderr
    assert not list(checkout.glob("dist/*.whl"))
