"""``python3 -m bench`` – see bench/README.md."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure what is asked for, and write the results, the report and the plot."""
    _with_confhubs_python()
    from bench import house, installed, machine, plan, plot, report, run

    options = _options(run.PARTS)
    chosen = plan.QUICK if options.quick else plan.FULL
    if options.rounds:
        chosen = replace(chosen, rounds=options.rounds)
    texts = _texts(options.questions, options.count or chosen.rush_count)
    chosen = replace(chosen, rush_count=options.count or chosen.rush_count)
    chosen = replace(chosen, rush_seconds=options.seconds or chosen.rush_seconds)
    results = options.out / "performance.json"
    if not options.report:
        machine.raise_limits()
        found = installed.ready()
        wanted = options.only or list(run.ON_A_SERVER if options.url else run.PARTS)
        if options.url:
            links = json.loads(options.links.read_text(encoding="utf-8"))
            new = run.given_server(chosen, found, wanted, urlsplit(options.url).port or 80, links)
        else:
            new = run.own_servers(chosen, found, wanted, texts)
        new |= {
            "machine": machine.describe(found),
            "plan": asdict(chosen),
            "quick": options.quick,
            "given": bool(options.url),
        }
        options.out.mkdir(parents=True, exist_ok=True)
        _keep(results, new, bool(options.only))
    whole = json.loads(results.read_text(encoding="utf-8"))
    if options.note:
        whole["note"] = options.note
        results.write_text(_json(whole), encoding="utf-8")
    page = report.write(whole, whole["plan"], house.SEATS)
    (options.out / "performance.md").write_text(page, encoding="utf-8")
    if picture := plot.draw(whole):
        (options.out / "performance.svg").write_text(picture, encoding="utf-8")
    print(page)
    if not options.report and new["failed"]:
        sys.exit(1)


def _with_confhubs_python() -> None:
    venv = ROOT / ".venv"
    if Path(sys.prefix).resolve() != venv:
        from tools import bootstrap

        python = bootstrap.ensure("runtime")
        os.execv(python, [python, "-m", "bench", *sys.argv[1:]])


def _options(parts: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench", description="Measure confhub beside its peers.")
    parser.add_argument("--quick", action="store_true", help="a short run that only tries the bench out")
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"of {','.join(parts)}")
    parser.add_argument("--rounds", type=int, help="instead of 3 (1 in a quick run)")
    parser.add_argument(
        "--out", type=Path, help="folder (default: docs, or bench/.made/try when it is no full run)"
    )
    parser.add_argument(
        "--report", action="store_true", help="only write the report of the results that are there"
    )
    parser.add_argument("--note", help="what else there is to say of the run, for the report")
    parser.add_argument("--url", help="a server on this machine that runs already; then with --links")
    parser.add_argument("--links", type=Path, help="what its `demo --links FILE` wrote")
    parser.add_argument("--questions", type=Path, help='what is asked in the rush: lines {"text": …}')
    parser.add_argument("--count", type=int, help="how many questions in the rush")
    parser.add_argument("--seconds", type=float, help="in how many seconds they are asked")
    options = parser.parse_args()
    if bool(options.url) != bool(options.links):
        parser.error("--url and --links belong together")
    if unknown := set(options.only or ()) - set(parts):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    full = not (options.quick or options.only or options.url or options.rounds)
    options.out = options.out or (ROOT / "docs" if full else ROOT / "bench" / ".made" / "try")
    return options


def _texts(file: Path | None, count: int) -> list[str]:
    """The first questions of a file; of none without a file."""
    lines = file.read_text(encoding="utf-8").splitlines() if file else []
    return [json.loads(line)["text"] for line in lines[:count]]


def _keep(file: Path, new: dict[str, Any], into_old: bool) -> None:
    """Write the results; those of some parts replace the same parts of an earlier run."""
    if into_old and file.exists():
        old = json.loads(file.read_text(encoding="utf-8"))
        failed = {part: why for part, why in old["failed"].items() if part not in new["runs"]}
        for part in new["runs"]:
            old.pop(part, None)
        new = {**old, **new, "runs": {**old["runs"], **new["runs"]}, "failed": {**failed, **new["failed"]}}
    file.write_text(_json(new), encoding="utf-8")


def _json(results: dict[str, Any]) -> str:
    return json.dumps(results, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
