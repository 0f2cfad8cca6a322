"""All checks: style, types, layers, and the tests in both modes, as many side by side as there are cores.

`run.py test` runs this inside .venv. Everything runs even when an early step fails; the table at the end
tells which did. With pytest arguments, only pytest runs, with the services at hand.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from tools import services  # noqa: E402  (this file is run by its path)

TWICE = "--browser-twice"
# The browser's driver does not live with eventlet, so only the servers under test run on it.
DRIVEN = {"CONFHUB_ASYNC": "threading", "CONFHUB_TEST_SERVER_ASYNC": "eventlet"}


@dataclass
class Step:
    """One command, what it adds to the environment, and how it went."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    exit_code: int | None = None
    process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Run it, and print what it said when it has ended: another one may be running beside it."""
        started = time.monotonic()
        with tempfile.TemporaryFile() as said:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=inherited() | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            self.exit_code = self.process.wait()
            self.seconds = time.monotonic() - started
            said.seek(0)
            text = said.read().decode(errors="replace")
        print(f"\n=== {self.name} ({self.seconds:.0f} s)\n{text}", end="", flush=True)

    def stop(self) -> None:
        """End it before its time."""
        if self.process is not None:
            self.process.terminate()


def main(arguments: list[str]) -> int:
    """Run the checks and answer the exit code."""
    signal.signal(signal.SIGTERM, leave)
    began = time.monotonic()
    if arguments and arguments != [TWICE]:
        with services.running() as found:
            environment = inherited() | found | (DRIVEN if drives(arguments) else {})
            return subprocess.run([*pytest(), *arguments], cwd=ROOT, env=environment).returncode
    with services.running() as found:
        print(
            f"Services ready in {time.monotonic() - began:.1f} s: {', '.join(found) or 'none'}",
            flush=True,
        )
        steps = [*test_runs(found, browser_twice=TWICE in arguments), *static_checks()]
        side_by_side(steps)
        # Alone: it says what has to be right within seconds while servers are under load.
        faults = fault_run(found)
        side_by_side([faults])
    return summary([*steps, faults], time.monotonic() - began)


def side_by_side(steps: list[Step]) -> None:
    """Run the steps in this order, as many at a time as there are cores; end them when told to leave."""
    with ThreadPoolExecutor(os.cpu_count()) as lanes:
        running = [lanes.submit(step.run) for step in steps]
        try:
            for step in running:
                step.result()
        except BaseException:
            lanes.shutdown(wait=False, cancel_futures=True)
            for begun in steps:
                begun.stop()
            raise


def static_checks() -> list[Step]:
    """What needs only the source."""
    return [
        Step("lint (ruff)", [tool("ruff"), "check", "."]),
        Step("format (ruff)", [tool("ruff"), "format", "--check", "."]),
        Step("types (mypy)", [tool("mypy")]),
        Step("layers (import-linter)", [tool("lint-imports"), "--no-logo"]),
    ]


def test_runs(found: dict[str, str], browser_twice: bool) -> list[Step]:
    """The tests as eventlet on SQLite and as threading on PostgreSQL; the slow browser's apart from them."""
    eventlet = {**found, "CONFHUB_ASYNC": "eventlet"}
    threading = {**found, "CONFHUB_ASYNC": "threading"}
    browser = {**found, **DRIVEN}
    database = "SQLite"
    if services.POSTGRES in found:
        database = "PostgreSQL"
        server, _, _ = found[services.POSTGRES].rpartition("/")
        threading["CONFHUB_TEST_DATABASE_URL"] = f"{server}/{services.DATABASE_FOR_ALL}"
    apart, kinds = "--ignore=tests/processes", "not browser and not faults"
    # What runs in no application is the same in either mode.
    again = [apart, "--ignore=tests/unit", "--ignore=tests/setup", "-m", f"{kinds} and not once"]
    # The longest first, so that none is left to run alone.
    runs = [
        Step("browser: eventlet, SQLite", [*pytest(), "-m", "browser"], browser),
        Step(f"tests: threading, {database}", [*pytest(), *again], threading),
        Step("tests: eventlet, SQLite", [*pytest(), apart, "-m", kinds], eventlet),
        Step("processes: eventlet", [*pytest(), "tests/processes"], eventlet),
        Step("processes: threading", [*pytest(), "tests/processes"], threading),
    ]
    if browser_twice:
        runs.append(Step(f"browser: threading, {database}", [*pytest(), "-m", "browser"], threading))
    return runs


def fault_run(found: dict[str, str]) -> Step:
    """A short course of faults."""
    return Step("faults", [*pytest(), "tests/faults"], {**found, **DRIVEN})


def pytest() -> list[str]:
    """Pytest's command; in CI a skipped test fails."""
    strict = ["-p", "tools.no_skips"] if in_ci() else []
    return [sys.executable, "-m", "pytest", "--durations=5", "--durations-min=1", *strict]


def inherited() -> dict[str, str]:
    """This process's environment; servers under test start sooner when Python keeps what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def drives(arguments: list[str]) -> bool:
    """True when browsers or faults are asked for: their drivers want threads, eventlet is for the servers."""
    return any(name in argument for argument in arguments for name in ("browser", "faults"))


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def tool(name: str) -> str:
    """A program of this .venv."""
    return str(Path(sys.executable).with_name(name))


def summary(steps: list[Step], total: float) -> int:
    """Print one line a step; answer 1 when any failed."""
    print("\n=== summary")
    for step in steps:
        verdict = "ok" if step.exit_code == 0 else f"FAILED (exit {step.exit_code})"
        print(f"  {step.name:32} {step.seconds:7.1f} s  {verdict}")
    failed = [step for step in steps if step.exit_code != 0]
    print(f"  {'all' if not failed else f'{len(failed)} failed':32} {total:7.1f} s", flush=True)
    return 1 if failed else 0


def leave(number: int, frame: FrameType | None) -> None:
    """On SIGTERM stop the services too."""
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nInterrupted.")
