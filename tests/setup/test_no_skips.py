"""The CI plugin: a skip is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import ROOT

OUTCOMES = [
    ("pytest.skip('no PostgreSQL')", 1, "Skipped, which counts as a failure in CI: no PostgreSQL"),
    ("pytest.xfail('known')", 0, "1 xfailed"),
    ("pass", 0, "1 passed"),
]


@pytest.mark.parametrize(("body", "exit_code", "says"), OUTCOMES)
def test_skip_counts_as_failure(tmp_path: Path, body: str, exit_code: int, says: str) -> None:
    run_pytest(tmp_path, f"import pytest\ndef test_it():\n    {body}\n", exit_code, says)


def test_a_skipped_module_counts_as_failure(tmp_path: Path) -> None:
    run_pytest(tmp_path, "import pytest\npytest.importorskip('no_such_module')\n", 2, "could not import")


def run_pytest(folder: Path, source: str, exit_code: int, says: str) -> None:
    (folder / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", str(folder), "-ra"]
    command += ["-p", "tools.no_skips", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == exit_code, done.stdout
    assert says in done.stdout
