"""Moderators who work a console in a real Chromium, by keyboard alone."""

from __future__ import annotations

import asyncio  # noqa: TID251 - in no server: two browsers at once
import random
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page
from playwright.async_api import TimeoutError as TooLate

WATCH = (Path(__file__).resolve().parent / "parts" / "watch.js").read_text(encoding="utf-8")
SIZE = {"width": 1366, "height": 768}
# How long a moderator waits for the answer to a key before looking again.
PATIENCE_MS = 3000
# Whom two moderators of one inbox turn to: each of the first few.
FIRST_FEW = 3
UNITS = ("hoan kiem", "cua nam", "ba dinh", "tay ho", "ha dong", "long bien", "cau giay")
# The shares of what is done with a question that repeats none.
SHARES = {"queue": 45, "route": 28, "decline": 14, "defer": 13}


class Moderator:
    """One console; ``turn`` does one thing that waits to be done, as seen on the screen."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page, self._random = page, random.Random(seed)

    async def turn(self) -> bool:
        """Do one thing; False when nothing waits."""
        seen = await self._eyes()
        if seen["inbox"]:
            await self._screen(len(seen["inbox"]))
        elif seen["air"]:
            await self._sends("w")
        elif seen["queue"]:
            await self._air()
        else:
            return False
        return True

    async def notes(self) -> dict[str, list[dict[str, Any]]]:
        """``acts`` that were sent and changes that were ``shown``; see watch.js."""
        found: dict[str, list[dict[str, Any]]] = await self.page.evaluate("watch.notes")
        return found

    async def _screen(self, waiting: int) -> None:
        await self._go_to("inbox")
        await self._press(*["j"] * self._random.randrange(min(FIRST_FEW, waiting)))
        card = (await self._eyes())["selected"]
        if not card or card["pane"] != "inbox":
            return
        if card["free"] and self._random.random() < 0.3:
            await self._sends("c")
        if card["repeats"] and await self._merge():
            return
        (verb,) = self._random.choices(list(SHARES), weights=list(SHARES.values()))
        await getattr(self, f"_{verb}")(card)

    async def _queue(self, _card: dict[str, Any]) -> None:
        await self._sends("q")

    async def _route(self, card: dict[str, Any]) -> None:
        if card["suggested"]:
            return await self._sends("s")
        await self._press("r")
        if await self._sees("#picker:popover-open #picker-input:focus"):
            await self.page.keyboard.type(self._random.choice(UNITS))
            await self._sends("Enter")

    async def _decline(self, _card: dict[str, Any]) -> None:
        await self._press("d")
        if await self._sees("#detail-decline[open] input[type=radio]:focus"):
            await self._press(str(self._random.randrange(1, 4)))
            await self._sends("Enter")
        await self._leave_details()

    async def _defer(self, _card: dict[str, Any]) -> None:
        await self._press("f")
        if await self._sees("#detail-defer[open] input[type=search]:focus"):
            await self._press("Tab")
            await self._sends("Enter")
        await self._leave_details()

    async def _merge(self) -> bool:
        """True unless it repeats a question of another briefing, which cannot be merged into."""
        await self._press("m")
        can_merge = await self._sees("#detail [data-key-act=merge-into]:focus")
        if can_merge:
            await self._sends("Enter")
        await self._leave_details()
        return can_merge

    async def _air(self) -> None:
        await self._go_to("queue")
        card = (await self._eyes())["selected"]
        if not card or card["pane"] != "queue":
            return
        if card["held"]:
            return await self._sends("p")
        before = await self._acts()
        await self._press("a")
        # Another one is suggested: this one needs a reason, and the first one there is will do.
        if await self._sees(".mod-why-not[open] button:focus", 300):
            await self._press("Enter")
        await self._answered(before)

    async def _go_to(self, pane: str) -> None:
        seen = await self._eyes()
        if not seen["selected"]:
            await self._press("j")
        for step in ("h", "h", "l"):
            seen = await self._eyes()
            if seen["selected"] and seen["selected"]["pane"] == pane:
                break
            await self._press(step)
        await self._press("Home")

    async def _leave_details(self) -> None:
        if await self.page.evaluate("document.querySelector('dialog[open]') !== null"):
            await self._press("Escape")

    async def _sends(self, key: str) -> None:
        before = await self._acts()
        await self._press(key)
        await self._answered(before)

    async def _answered(self, before: int) -> None:
        """Wait until an act was answered, and what was done stands on this screen."""
        done = """before => watch.notes.acts.length > before && (([act]) =>
            act.status !== 200 || act.verb === "claim"
            || watch.notes.shown.some(({ number, at }) => number === act.number && at >= act.pressed))
            (watch.notes.acts.slice(-1))"""
        try:
            await self.page.wait_for_function(done, arg=before, timeout=PATIENCE_MS)
        except TooLate:
            return

    async def _sees(self, selector: str, within: int = PATIENCE_MS) -> bool:
        try:
            await self.page.wait_for_selector(selector, timeout=within)
        except TooLate:
            return False
        return True

    async def _acts(self) -> int:
        count: int = await self.page.evaluate("watch.notes.acts.length")
        return count

    async def _press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def _eyes(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.page.evaluate("watch.eyes()")
        return found


async def at_console(browser: Browser, url: str, token: str, seed: int) -> Moderator:
    """A moderator whose console is open and connected."""
    context = await browser.new_context(viewport=SIZE, base_url=url)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"/enter/{token}")
    await page.wait_for_selector("html[data-line=on]")
    await page.evaluate(WATCH)
    return Moderator(page, seed)


async def work(moderator: Moderator, is_over: asyncio.Event) -> None:
    """Take turn after turn until nothing is left and nothing more comes."""
    while True:
        last = is_over.is_set()
        if not await moderator.turn():
            if last:
                return
            await asyncio.sleep(0.1)
