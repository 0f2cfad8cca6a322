"""(c) Submissions: a minute at a set rate with many watchers, and as fast as they are taken.

Acknowledged must be stored: after each run all questions are read back through the API, and each
that was answered with 201 has to be there exactly once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

from bench.errors import BenchError
from bench.house import House, Served
from bench.installed import ROOT
from bench.plan import Plan

SLOTS = 16
SIDE_BY_SIDE = 8


def measure(plan: Plan, house: House) -> dict[str, Any]:
    """The minute, and rounds of the fastest pace: API alone, with watchers, and the bare transaction."""
    with house.served() as served:
        steady = ask(house, served, plan.watchers, plan.submission_rate, plan.submission_seconds, SLOTS)
    fastest = []
    for number in range(plan.rounds):
        for watchers in (0, plan.watchers):
            with house.served() as served:
                taken = ask(house, served, watchers, 0, plan.burst_seconds, SIDE_BY_SIDE)
            fastest.append({"round": number, "watchers": watchers, **taken})
        url, _tokens = house.copy()
        fastest.append({"round": number, "bare": bare(house, url, plan.burst_seconds)})
    return {"steady": steady, "fastest": fastest}


def ask(
    house: House, served: Served, watchers: int, rate: float, seconds: float, slots: int
) -> dict[str, Any]:
    """Ask at a rate (0: as fast as the answers come), then count what is stored."""
    tokens, tag = served.tokens, f"ask{house.next_run()}"
    with house.connected(served, watchers) as load:
        before = served.cpu()
        asked = load.do("ask", rate, seconds, slots, tokens.reporters, tag, tokens.briefing)
        used = served.cpu_each(before, asked["created"])
    stored = Counter(
        int(question["text"].split()[1])
        for question in served.api.questions()
        if question["text"].startswith(f"{tag} ")
    )
    refused = {number for number, _status in asked["failed"]}
    acknowledged = set(range(asked["asked"])) - refused
    return {
        "watchers": watchers,
        "rate": rate,
        "planned": int(rate * seconds),
        "cpu_s": used,
        "missing": len(acknowledged - stored.keys()),
        "repeated": sum(count > 1 for count in stored.values()),
        **asked,
    }


def bare(house: House, database_url: str, seconds: float) -> dict[str, Any]:
    """The same rows written by bare statements into the same kind of database (bench/bare.py)."""
    command = [sys.executable, "-m", "bench.bare", str(seconds), str(SIDE_BY_SIDE)]
    environment = {**os.environ, **house.environment(database_url=database_url)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"the bare transaction failed: {done.stderr[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
