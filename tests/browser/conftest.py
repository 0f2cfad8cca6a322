"""A real Chromium, and people who each have a window of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.conftest import World
from tests.servers import Server

expect.set_options(timeout=15_000)

LAPTOP = (1366, 768)
PHONE = (390, 844)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# What a browser says by itself when a server is gone or a form is refused.
BY_ITSELF = re.compile(r"net::ERR_|WebSocket connection to .* failed|status of (404|409|422)")

SOCKET = re.compile(r"/socket\.io/")

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = os.environ.get("CONFHUB_TEST_CHROMIUM")
    if not path:
        pytest.skip("no Chromium: CONFHUB_TEST_CHROMIUM names none")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, server: Server, live_world: World) -> Iterator[OpenWindow]:
    """``window("moderator")`` enters as that actor in a browser of its own; at the end nothing may
    have been said in any console."""
    said: list[str] = []
    contexts = []

    def listen(name: str, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not BY_ITSELF.search(message.text):
            said.append(f"{name}: {message.text}")

    def opened(
        name: str,
        size: tuple[int, int] = LAPTOP,
        language: str = "vi",
        scheme: str = "light",
        path: str = "",
        live: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=size == PHONE,
            base_url=server.url,
        )
        contexts.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": server.url}])
        page = context.new_page()
        if not live:
            page.route_web_socket(SOCKET, lambda socket: socket.close())
            page.route(SOCKET, lambda route: route.abort())
        page.on("console", lambda message: listen(name, message))
        page.on("pageerror", lambda error: said.append(f"{name}: {error}"))
        page.goto(f"/enter/{live_world.tokens[name]}")
        if path:
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def read_in(page: Page, language: str, scheme: str) -> None:
    """From the next page on, read in this language, light or dark."""
    page.context.add_cookies([{"name": "lang", "value": language, "url": urljoin(page.url, "/")}])
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


def connected(page: Page) -> Page:
    """Wait until the page's socket is up; returns the page."""
    expect(page.locator("html")).to_have_attribute("data-line", "on")
    return page
