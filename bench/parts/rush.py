"""(h) Rush: reporters ask in one go while two moderators clear one inbox by keyboard, and collide.

Judged by what is left behind: no question lost, none disposed of twice, and the log whole.
"""

from __future__ import annotations

import asyncio  # noqa: TID251 - in no server: two browsers at once
import os
import subprocess
import sys
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from bench.api import Api
from bench.errors import BenchError
from bench.house import House
from bench.installed import ROOT
from bench.numbers import percentiles

SEEDS = (1, 2)
# Each reporter's device sends each fifth question a second time, as one does that got no answer.
REPEATED = 5


def measure(house: House, texts: Sequence[str], seconds: float) -> dict[str, Any]:
    """Have these questions asked in so many seconds, and cleared; figures and ``faults``, best none."""
    with house.crowded(*house.crowd(received=0, queued=0)) as crowd:
        found = asyncio.run(_rush(crowd.url, crowd.links, texts, seconds))
        api = Api(crowd.port, crowd.links["briefing"], crowd.links["roles"]["moderator"]["token"])
        events = list(api.events())
        faults = [*_faults(found["numbers"], len(texts), events, list(api.questions()))]
        if complaint := _verify(house, crowd.database_url, crowd.links["briefing"]):
            faults.append(f"the log does not verify: {complaint}")
    return {"asked": len(texts), "seconds": seconds, "faults": faults, **_figures(found, events)}


def composed(count: int) -> list[str]:
    """So many of the demo's questions."""
    from bench.crowd import texts

    return list(islice(texts(), count))


async def _rush(url: str, links: Mapping[str, Any], texts: Sequence[str], seconds: float) -> dict[str, Any]:
    from playwright.async_api import async_playwright

    from bench.moderators import at_console, work

    tokens = [links["roles"][role]["token"] for role in ("moderator", "moderator2")]
    is_over = asyncio.Event()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        pairs = zip(tokens, SEEDS, strict=True)
        moderators = [await at_console(browser, url, token, seed) for token, seed in pairs]
        start = time.monotonic()
        working = [asyncio.create_task(work(each, is_over)) for each in moderators]
        numbers = await _ask(url, links, texts, seconds / len(texts))
        asked = time.monotonic() - start
        is_over.set()
        await asyncio.gather(*working)
        cleared = time.monotonic() - start
        notes = [await each.notes() for each in moderators]
        await browser.close()
    return {"numbers": numbers, "asked_s": asked, "cleared_s": cleared, "notes": notes}


async def _ask(url: str, links: Mapping[str, Any], texts: Sequence[str], pause: float) -> list[int]:
    port = int(url.rpartition(":")[2])
    apis = [Api(port, links["briefing"], token) for token in links["reporters"]]
    numbers = []
    start = time.monotonic()
    for place, text in enumerate(texts):
        await asyncio.sleep(max(0.0, start + place * pause - time.monotonic()))
        key, api = uuid.uuid4().hex, apis[place % len(apis)]
        number = await asyncio.to_thread(api.ask, text, key)
        numbers.append(number)
        if place % REPEATED == 0 and await asyncio.to_thread(api.ask, text, key) != number:
            raise BenchError("the same question with the same key became another one")
    return numbers


def chromium() -> str | None:
    """The browser that the environment names, or Debian's; None for playwright's own."""
    found = os.environ.get("CONFHUB_TEST_CHROMIUM", "/usr/bin/chromium")
    return found if os.path.exists(found) else None


def _faults(
    numbers: Sequence[int],
    count: int,
    events: Iterable[Mapping[str, Any]],
    questions: Iterable[Mapping[str, Any]],
) -> Iterable[str]:
    from confhub.workflow import UNDECIDED

    if len(set(numbers)) != count:
        yield f"{count} questions were sent, {len(set(numbers))} came in"
    states = {question["number"]: question["state"] for question in questions}
    for number in sorted(set(numbers) - states.keys()):
        yield f"question {number} is lost"
    for number in sorted(number for number, state in states.items() if state in UNDECIDED):
        yield f"question {number} is still {states[number]}"
    told = defaultdict(list)
    for event in events:
        if "number" in event:
            told[event["number"]].append(event["kind"].removeprefix("question."))
    for number in numbers:
        if complaint := walk(told[number], states.get(number)):
            yield f"question {number}: {complaint}: {', '.join(told[number])}"


def walk(kinds: Sequence[str], end: str | None) -> str:
    """What is wrong with a question's way from its coming in to ``end``; empty when nothing is."""
    from confhub.commands.questions import PAST
    from confhub.workflow import FLOOR, UNDECIDED, step

    verbs = {past: verb for verb, past in PAST.items()} | {"received": "ask"}
    state, ends = None, 0
    for kind in kinds:
        after = step(FLOOR, verbs[kind], state)
        if after is None:
            return f"{kind} cannot follow {state}"
        ends += state in UNDECIDED and after not in UNDECIDED
        state = after
    if state != end:
        return f"it is {end}, but its log ends with {state}"
    return "" if ends == 1 else f"it was disposed of {ends} times"


def _verify(house: House, database_url: str, code: str) -> str:
    command = [sys.executable, "-m", "confhub", "verify", code]
    environment = {**os.environ, **house.environment(database_url=database_url)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-300:].strip()


def _figures(found: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    own, other = [], []
    for place, notes in enumerate(found["notes"]):
        for act in notes["acts"]:
            if act["status"] != 200 or act["verb"] == "claim":
                continue
            own += _delay(act, notes["shown"])
            other += _delay(act, found["notes"][1 - place]["shown"])
    acts = [act for notes in found["notes"] for act in notes["acts"]]
    new = set(found["numbers"])
    return {
        "asked_s": found["asked_s"],
        "cleared_s": found["cleared_s"],
        "acts": [len(notes["acts"]) for notes in found["notes"]],
        "verbs": Counter(act["verb"] for act in acts if act["status"] == 200),
        "refused": Counter(act["verb"] for act in acts if act["status"] != 200),
        "events": sum(event.get("number") in new for event in events),
        "own_ms": percentiles(own),
        "other_ms": percentiles(other),
    }


def _delay(act: Mapping[str, Any], shown: Iterable[Mapping[str, Any]]) -> list[float]:
    """From the keydown to the frame in which the card is newer, or gone from its place."""
    frames = [
        each["frame"]
        for each in shown
        if each["number"] == act["number"]
        and each["at"] >= act["pressed"]
        and (each["version"] == 0 or each["version"] > act["version"])
    ]
    return [min(frames) - act["pressed"]] if frames else []
