"""No desk has a barrier that axe-core can find, in either language, dark or light."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LAPTOP, PHONE, OpenWindow, read_in
from tests.conftest import World

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
DESKS = {
    "moderator": "/b/DEMO/moderator",
    "reporter": "/b/DEMO/reporter",
    "leader": "/b/DEMO/point/006",
    "chair": "/b/DEMO/chair",
    "clerk": "/b/DEMO/clerk",
    "display": "/b/DEMO/display",
    "organiser": "/b/DEMO/organiser",
}
OTHERS = [
    ("moderator", "/b/DEMO/moderator/questions/1"),
    ("organiser", "/b/DEMO/organiser/points"),
    ("organiser", "/b/DEMO/organiser/questions/1"),
    ("organiser", "/b/DEMO/organiser/seats/1"),
    ("organiser", "/office"),
    ("organiser", "/office/accounts"),
    ("organiser", "/office/settings"),
    ("organiser", "/office/briefings/new"),
    ("organiser", "/"),
    ("organiser", "/b/DEMO/nothing"),
]
LOOKS = [("vi", "light"), ("vi", "dark"), ("en", "light"), ("en", "dark")]


def barriers(page: Page) -> list[str]:
    """What axe finds: rule, and the first element at fault."""
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def in_all_looks(page: Page, path: str) -> list[str]:
    """What axe finds on a page in both languages, light and dark."""
    found = []
    for language, scheme in LOOKS:
        read_in(page, language, scheme)
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        found += [f"{path} {language} {scheme}: {barrier}" for barrier in barriers(page)]
    return found


@pytest.fixture
def every_state(live_world: World) -> None:
    """A question in each state, so that every kind of card stands on the pages."""
    for state in ("received", "routed", "returned", "ready", "answered", "written", "submitted", "published"):
        live_world.bring(state)
    live_world.bring("declined")
    live_world.bring("merged")
    live_world.bring("on_air")


@pytest.mark.usefixtures("every_state")
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("desk", DESKS)
def test_axe_finds_nothing_on_the_desk_of(desk: str, size: tuple[int, int], window: OpenWindow) -> None:
    page = window(desk, size)
    assert in_all_looks(page, DESKS[desk]) == []


@pytest.mark.usefixtures("every_state")
@pytest.mark.parametrize(("name", "path"), OTHERS)
def test_axe_finds_nothing_on_the_page_of(name: str, path: str, window: OpenWindow) -> None:
    assert in_all_looks(window(name), path) == []


def test_axe_finds_nothing_on_the_ways_in_and_the_record(window: OpenWindow, live_world: World) -> None:
    page = window("organiser")
    page.context.clear_cookies()
    found = [in_all_looks(page, path) for path in ("/", "/sign-in", "/join/DEMO", "/enter/unknown")]
    assert found == [[], [], [], []]
