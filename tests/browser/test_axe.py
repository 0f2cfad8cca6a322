"""No desk has a barrier that axe-core can find, in either language, dark or light."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from confhub.commands import channel
from confhub.i18n import LANGUAGES
from tests.browser.conftest import LAPTOP, PHONE, OpenWindow, read_in
from tests.conftest import World

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
DESKS = {
    "moderator": "/b/{code}/moderator",
    "reporter": "/b/{code}/reporter",
    "leader": "/b/{code}/point/006",
    "chair": "/b/{code}/chair",
    "technician": "/b/{code}/technician",
    "clerk": "/b/{code}/clerk",
    "display": "/b/{code}/display",
    "organiser": "/b/{code}/organiser",
}
OTHERS = [
    ("moderator", "/b/{code}/moderator/questions/1"),
    ("moderator", "/b/{code}/moderator/questions"),
    ("reporter", "/b/{code}/reporter/questions"),
    ("organiser", "/b/{code}/organiser/points"),
    ("organiser", "/b/{code}/organiser/questions/1"),
    ("organiser", "/b/{code}/organiser/seats/{seat}"),
    ("organiser", "/office"),
    ("organiser", "/office/accounts"),
    ("organiser", "/office/settings"),
    ("organiser", "/office/briefings/new"),
    ("organiser", "/"),
    ("organiser", "/b/{code}/nothing"),
]
# What the choice of light or dark can change.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (only) => {
    await document.fonts.ready;
    return axe.run({ resultTypes: ["violations"], ...(only && { runOnly: only }) });
}"""


def barriers(page: Page, only: dict[str, Any] | None = None) -> list[str]:
    """What axe finds: rule, and the first element at fault."""
    found: dict[str, Any] = page.evaluate(RUN, only)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def in_all_looks(page: Page, path: str) -> list[str]:
    """What axe finds on a page in both languages, light and dark."""
    found = []
    for language in LANGUAGES:
        read_in(page, language, "light")
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        page.evaluate(AXE)
        found += [f"{path} {language}: {barrier}" for barrier in barriers(page)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"{path} {language} in the dark: {barrier}" for barrier in barriers(page, COLOURS)]
    return found


@pytest.fixture(scope="module")
def live_world(new_world: Callable[[], World]) -> World:
    """A question in each state, so that every kind of card stands on the pages. Nothing changes here."""
    world = new_world()
    for state in ("received", "routed", "returned", "ready", "answered", "written", "submitted", "published"):
        world.bring(state)
    for state in ("declined", "merged", "on_air"):
        world.bring(state)
    for to in ("points", "chairs", "clerks", "technicians"):
        channel.send(world.db, world.moderator, {"to": to, "text": "Xin chuẩn bị."})
    for text in ("Hà Đông mất tiếng.", "Đã có tiếng."):
        last = channel.send(world.db, world.technician, {"to": "moderators", "text": text})
    channel.acknowledge(world.db, world.moderator, last.id or 0)
    world.ask("Phường Láng Thượng hết ngập rồi, còn phường Quang Trung thì sao?")
    return world


@pytest.fixture
def path_in(live_world: World) -> Callable[[str], str]:
    """Fills in a path what is this briefing's."""
    return lambda path: path.format(code=live_world.code, seat=live_world.moderator.seat_id)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("desk", DESKS)
def test_axe_finds_nothing_on_the_desk_of(
    desk: str, size: tuple[int, int], window: OpenWindow, path_in: Callable[[str], str]
) -> None:
    assert in_all_looks(window(desk, size), path_in(DESKS[desk])) == []


@pytest.mark.parametrize(("name", "path"), OTHERS)
def test_axe_finds_nothing_on_the_page_of(
    name: str, path: str, window: OpenWindow, path_in: Callable[[str], str]
) -> None:
    assert in_all_looks(window(name), path_in(path)) == []


def test_axe_finds_nothing_on_the_ways_in_and_the_record(
    window: OpenWindow, path_in: Callable[[str], str]
) -> None:
    page = window("organiser")
    page.context.clear_cookies()
    ways = ("/", "/sign-in", "/join/{code}", "/enter/unknown")
    assert [in_all_looks(page, path_in(way)) for way in ways] == [[], [], [], []]
