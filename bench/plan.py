"""How much is measured: the full run, and the quick one that only shows that all of it works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Rounds, sizes and seconds of every measure."""

    rounds: int
    # (a) and (e): fan-out
    clients: tuple[int, ...]
    sizes: tuple[int, ...]
    window: int
    sustain_seconds: float
    single_messages: int
    # (b): from a question to the moderator's screen
    watchers: int
    latency_rate: float
    latency_seconds: float
    # (c): submissions
    submission_rate: float
    submission_seconds: float
    burst_seconds: float
    # (d): storm
    storm_clients: int
    # (g): many watchers on one process
    many_watchers: int
    # (h): rush
    rush_count: int
    rush_seconds: float


FULL = Plan(
    rounds=3,
    clients=(100, 1000, 5000),
    sizes=(400, 2000),
    window=2,
    sustain_seconds=2,
    single_messages=20,
    watchers=1000,
    latency_rate=20,
    latency_seconds=15,
    submission_rate=100,
    submission_seconds=60,
    burst_seconds=8,
    storm_clients=2000,
    many_watchers=5000,
    rush_count=40,
    rush_seconds=120,
)

QUICK = Plan(
    rounds=1,
    clients=(100, 1000),
    sizes=(400,),
    window=2,
    sustain_seconds=1,
    single_messages=10,
    watchers=300,
    latency_rate=20,
    latency_seconds=4,
    submission_rate=50,
    submission_seconds=5,
    burst_seconds=3,
    storm_clients=300,
    many_watchers=1000,
    rush_count=8,
    rush_seconds=10,
)
