"""Two moderators at a full console: 126 points, three hundred open questions, one inbox."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from bench import crowd
from confhub import schema
from confhub.db import Database
from confhub.queries import questions as asked
from tests.browser.conftest import OpenWindow, connected
from tests.conftest import World
from tests.databases import Files, Postgres
from tests.servers import PATIENCE, Server

pytestmark = pytest.mark.browser
DECISIONS = ("question.received", "question.claimed", "question.queued", "question.routed")
PANES = ("inbox", "queue", "floor", "done")
# What a console shows, without the clocks that run on and without who looks where.
SHOWN = """panes => panes.map(name => {
  const pane = document.getElementById(`pane-${name}`).cloneNode(true);
  for (const moving of pane.querySelectorAll("time, .mod-lookers")) moving.remove();
  const cards = [...pane.querySelectorAll("article")].map(card => [card.id, card.dataset.version]);
  return [name, cards, pane.textContent.replace(/\\s+/g, " ")];
})"""
SELECTED = "() => Number(document.activeElement.closest('article.q')?.id.slice(1) ?? 0)"


@pytest.fixture(scope="module")
def full_world(databases: Files | Postgres) -> Iterator[World]:
    """The demo with 126 points, 150 more questions in the inbox and 150 in the queue."""
    db = Database(databases.empty("crowd"))
    schema.upgrade(db)
    links = crowd.fill(db, "http://localhost", 150, 150)
    tokens = {name: each["token"] for name, each in links["roles"].items()}
    actors = {name: crowd.actor(db, tokens[name]) for name in ("moderator", "moderator2")}
    briefing_id = actors["moderator"].briefing_id
    assert briefing_id is not None
    yield World(db, briefing_id, actors, tokens, db.clock(), links["briefing"])
    db.close()


@pytest.fixture(scope="module")
def full_server(full_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server process over it."""
    url = full_world.db.engine.url.render_as_string(hide_password=False)
    made = Server(url, tmp_path_factory.mktemp("crowd"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def server(full_server: Server) -> Server:
    """The server that windows open on."""
    return full_server


@pytest.fixture
def live_world(full_world: World) -> World:
    """The World that windows open on."""
    return replace(full_world)


@pytest.fixture
def consoles(window: OpenWindow) -> tuple[Page, Page]:
    """The consoles of both moderators, connected."""
    return connected(window("moderator")), connected(window("moderator2"))


def inbox(world: World) -> list[int]:
    """The numbers of the questions that the inbox shows, in its order."""
    with world.db.reading() as session:
        return [question.number for question in asked.inbox(session, world.briefing_id)]


def kinds(world: World, number: int) -> list[str]:
    """What moderators have decided of a question, in order, from its coming in on."""
    found = [event.kind for event in world.events() if event.number == number]
    return [kind for kind in found if kind in DECISIONS]


def select(page: Page, number: int) -> None:
    """Go to a card of the inbox by the arrows alone."""
    page.keyboard.press("j")
    page.keyboard.press("Home")
    while page.evaluate(SELECTED) != number:
        before = page.evaluate(SELECTED)
        page.keyboard.press("j")
        assert page.evaluate(SELECTED) != before, f"{number} is not in the inbox"


def selected(page: Page, number: int) -> None:
    """The card of this question is the selected one."""
    expect(page.locator(f"article#q{number}:focus-within")).to_have_count(1)


def test_of_two_who_press_at_once_one_acts_and_the_other_is_told(
    live_world: World, consoles: tuple[Page, Page]
) -> None:
    number = inbox(live_world)[2]
    held: list[Route] = []
    for page in consoles:
        page.route(f"**/{number}/queue", lambda route: held.append(route))
        select(page, number)
    for page in consoles:
        page.keyboard.press("q")
    deadline = time.monotonic() + PATIENCE
    while len(held) < 2:
        assert time.monotonic() < deadline, "not both have pressed"
        consoles[0].wait_for_timeout(10)
    for route in held:
        route.continue_()

    for page in consoles:
        expect(page.locator(f"#pane-inbox #q{number}")).to_have_count(0)
    assert kinds(live_world, number) == ["question.received", "question.queued"]
    first = live_world.question(number).changed_by
    names = [live_world.moderator.name, live_world.moderator2.name]
    slower = consoles[1 - names.index(first)]
    refusal = slower.locator("#notice .note-danger")
    expect(refusal).to_contain_text(first)
    expect(refusal).to_contain_text("hàng đợi")
    expect(consoles[names.index(first)].locator("#notice .note-danger")).to_have_count(0)


def test_a_claim_is_seen_at_once_by_the_other_who_may_still_act(
    live_world: World, consoles: tuple[Page, Page]
) -> None:
    one, two = consoles
    number = inbox(live_world)[0]
    select(one, number)
    one.keyboard.press("c")
    expect(two.locator(f"#pane-inbox #q{number} .mod-claimed")).to_contain_text(live_world.moderator.name)
    select(two, number)
    two.keyboard.press("q")
    expect(one.locator(f"#pane-inbox #q{number}")).to_have_count(0)
    assert kinds(live_world, number) == ["question.received", "question.claimed", "question.queued"]
    assert live_world.question(number).claimed_by == ""


def test_one_queues_ten_while_the_other_routes_ten_and_nothing_is_done_twice(
    live_world: World, consoles: tuple[Page, Page]
) -> None:
    one, two = consoles
    numbers = inbox(live_world)
    hers, his = numbers[:10], numbers[15:25]
    select(one, hers[0])
    select(two, his[0])
    for queued, routed in zip(hers, his, strict=True):
        selected(one, queued)
        selected(two, routed)
        one.keyboard.press("q")
        two.keyboard.press("r")
        two.keyboard.type("hoan kiem")
        two.keyboard.press("Enter")
        for page in consoles:
            for number in (queued, routed):
                expect(page.locator(f"#pane-inbox #q{number}")).to_have_count(0)

    # Some were in somebody's hand when the console opened.
    done = {
        number: [k for k in kinds(live_world, number) if k != "question.claimed"] for number in hers + his
    }
    assert [done[number] for number in hers] == [["question.received", "question.queued"]] * 10
    assert [done[number] for number in his] == [["question.received", "question.routed"]] * 10
    live = [page.evaluate(SHOWN, PANES) for page in consoles]
    for page in consoles:
        page.reload()
        connected(page)
    assert [page.evaluate(SHOWN, PANES) for page in consoles] == live


def test_an_open_form_keeps_its_words_and_says_on_saving_who_was_faster(
    live_world: World, consoles: tuple[Page, Page]
) -> None:
    one, two = consoles
    number = inbox(live_world)[1]
    select(two, number)
    two.keyboard.press("e")
    words = two.locator("#detail-edit textarea")
    expect(words).to_be_focused()
    two.keyboard.press("Control+a")
    two.keyboard.type("Bao giờ xong")
    select(one, number)
    one.keyboard.press("q")
    expect(two.locator("#detail .mod-stale")).to_be_visible()
    two.keyboard.type("?")
    expect(words).to_have_value("Bao giờ xong?")

    two.keyboard.press("Control+Enter")
    expect(two.locator("#notice .note-danger")).to_contain_text(live_world.moderator.name)
    expect(words).to_have_value("Bao giờ xong?")
    assert kinds(live_world, number) == ["question.received", "question.queued"]
