"""What was acknowledged is there, exactly once, and the log verifies."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from confhub import event_log
from tests.faults.calls import NoAnswer, call
from tests.faults.house import House
from tests.faults.load import Load

REPEATED = 3


def amiss(house: House, load: Load, lot: Random) -> Iterator[str]:
    """Say everything that is not as it was acknowledged; nobody may be acting meanwhile."""
    try:
        yield from _questions(house, load, lot)
        yield from _repeated(load, lot)
    except NoAnswer as error:
        yield f"the questions cannot be read back: {error}"
    with house.db.reading() as session:
        for problem in event_log.verify(session, house.world.briefing_id):
            yield f"verify: {problem}"


def _questions(house: House, load: Load, lot: Random) -> Iterator[str]:
    """Every key is one question, with the number that was told; nothing else is there."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in _read_back(house, lot):
        found.setdefault(item["text"], []).append(item)
    for key, (number, text) in load.asked.items():
        there = found.pop(text, [])
        if [number] != [item["number"] for item in there]:
            yield f"{key} was acknowledged as {number}, but is {[item['number'] for item in there]}"
        elif there[0]["version"] < load.versions[number]:
            told, is_at = load.versions[number], there[0]["version"]
            yield f"version {told} of {number} was acknowledged, but it is at {is_at}"
    for text in found:
        yield f"{text!r} is there, but nobody was told so"


def _read_back(house: House, lot: Random) -> Iterator[dict[str, Any]]:
    cursor: str | None = "0"
    while cursor is not None:
        path = f"/questions?limit=100&cursor={cursor}"
        answer = call(house.any_port(lot), house.tokens["moderator"], "GET", path)
        yield from answer.body["items"]
        cursor = answer.body["next"]


def _repeated(load: Load, lot: Random) -> Iterator[str]:
    """Whoever asks again with the same key is told of the same question."""
    for key in lot.sample(list(load.asked), min(REPEATED, len(load.asked))):
        number = load.asked[key][0]
        answer = load.ask(lot, key.partition("-")[0], key)
        assert answer is not None
        if answer.status != 200:
            yield f"{key} is question {number}, and asking again is answered {answer.status} {answer.body}"
