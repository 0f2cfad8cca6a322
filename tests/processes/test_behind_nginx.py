"""Two server processes behind nginx, as deploy/ ships it."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from confhub import __version__
from confhub.app import BODY_MAX
from tests.listener import Listener
from tests.processes.behind_nginx import SHIPPED, Front, nginx
from tests.processes.conftest import ask, until
from tests.servers import Server
from tests.world import World
from tools.services import NGINX, Service

pytestmark = [pytest.mark.nginx, pytest.mark.postgres, pytest.mark.redis]

MORE_THAN_ENOUGH = 40


@pytest.fixture
def doors(pair: list[Server], tmp_path: Path) -> Iterator[Front]:
    """nginx before the two servers."""
    if not os.environ.get(NGINX):
        pytest.skip(f"{NGINX} names no program")
    with nginx(pair, tmp_path) as front:
        yield front


@pytest.fixture
def front(doors: Front) -> str:
    """Its address."""
    return doors.url


def sockets_at(server: Server) -> int:
    """How many sockets a process has."""
    text = requests.get(f"{server.url}/metrics", timeout=10).text
    found = re.search(r"^confhub_sockets (\d+)", text, re.M)
    assert found is not None
    return int(found[1])


@pytest.fixture
def spread(
    front: str, pair: list[Server], listen: Callable[..., Listener]
) -> Callable[[str, str], tuple[Listener, Listener]]:
    """``spread("moderator", "polling")``: two browsers' sockets, one at each process."""

    def connect(name: str, transport: str) -> tuple[Listener, Listener]:
        at: dict[int, Listener] = {}
        for number in range(MORE_THAN_ENOUGH):
            before = [sockets_at(server) for server in pair]
            # As nginx names browsers.
            listener = listen(front, name, transport, {"confhub_way": f"{transport}{number:030}"})
            [where] = until(lambda before=before: changed(before))
            at.setdefault(where, listener)
            if len(at) == len(pair):
                return at[0], at[1]
        raise AssertionError("all came to the same process")

    def changed(before: list[int]) -> list[int]:
        return [index for index, server in enumerate(pair) if sockets_at(server) > before[index]]

    return connect


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_what_is_done_at_one_process_is_shown_by_the_other(
    front: str,
    shared: World,
    redis_between: Service,
    spread: Callable[[str, str], tuple[Listener, Listener]],
    transport: str,
) -> None:
    screens = spread("moderator", transport)
    for text, redis_is in (("Có Redis", "there"), ("Không có Redis", "away")):
        if redis_is == "away":
            redis_between.stop(signal.SIGKILL)
        asked = ask(front, shared, text)
        assert asked.status_code == 201
        for screen in screens:
            assert text in screen.update("moderator-inbox", asked.json()["seq"])["html"]
    assert all(screen.client.connected for screen in screens)


def test_a_program_without_cookies_can_poll(
    front: str, shared: World, listen: Callable[..., Listener]
) -> None:
    clients = [listen(front, "moderator", "polling") for _ in range(3)]
    seq = ask(front, shared).json()["seq"]
    for client in clients:
        client.update("moderator-inbox", seq)


def test_a_process_that_goes_away_is_passed_by(
    front: str, shared: World, pair: list[Server], spread: Callable[[str, str], tuple[Listener, Listener]]
) -> None:
    _here, there = spread("moderator", "websocket")
    one, two = pair
    one.kill()
    for number in range(MORE_THAN_ENOUGH):
        cookies = {"confhub_way": f"{number:032}"}
        assert requests.get(f"{front}/sign-in", cookies=cookies, timeout=20).status_code == 200
    assert there.client.connected
    assert ask(front, shared).status_code == 201
    two.stop()
    assert requests.get(f"{front}/sign-in", timeout=20).status_code == 502


def test_a_seat_opened_at_one_process_is_open_at_the_other(
    front: str, shared: World, pair: list[Server], tmp_path: Path
) -> None:
    browser = requests.Session()
    opened = browser.get(f"{front}/enter/{shared.tokens['moderator']}", timeout=20)
    assert opened.ok and f"/b/{shared.code}/moderator" in opened.url
    assert re.fullmatch(r"[0-9a-f]{32}", browser.cookies["confhub_way"])
    for server in pair:
        page = requests.get(
            f"{server.url}/b/{shared.code}/moderator",
            cookies={"confhub": browser.cookies["confhub"]},
            timeout=20,
        )
        assert page.status_code == 200
    # The link is a key.
    logged = (tmp_path / "access.log").read_text()
    assert f"/b/{shared.code}/moderator" in logged
    assert shared.tokens["moderator"] not in logged


def test_nobody_can_say_of_himself_where_he_comes_from(front: str, shared: World) -> None:
    answers = []
    for number in range(6):
        browser = requests.Session()
        browser.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        page = browser.get(f"{front}/sign-in", timeout=20).text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert csrf is not None
        data = {"email": f"{number}@example.org", "password": "guessed guess", "csrf_token": csrf[1]}
        answers.append(browser.post(f"{front}/sign-in", data=data, timeout=20).status_code)
    # The limit of one address.
    assert answers == [422] * 5 + [429]


def test_people_come_by_tls_and_by_nothing_else(doors: Front) -> None:
    sent_on = requests.get(f"{doors.plain}/sign-in?next=/", allow_redirects=False, timeout=20)
    assert (sent_on.status_code, sent_on.headers["Location"]) == (301, "https://127.0.0.1/sign-in?next=/")
    page = requests.get(f"{doors.secure}/sign-in", verify=doors.certificate, timeout=20)
    assert page.status_code == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "Secure" in page.headers["Set-Cookie"].partition("confhub_way=")[2]


def test_pages_are_small_static_files_kept_and_numbers_hidden(front: str, shared: World) -> None:
    page = requests.get(f"{front}/sign-in", timeout=20)
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Cache-Control"] == "no-store"
    script = requests.get(f"{front}/static/{__version__}/js/app.js", timeout=20)
    assert "immutable" in script.headers["Cache-Control"]
    assert script.headers["Content-Type"].endswith("javascript")
    assert "Set-Cookie" not in script.headers
    assert requests.get(f"{front}/metrics", timeout=20).status_code == 404
    assert requests.get(f"{front}/static/{__version__}/../../pyproject.toml", timeout=20).status_code == 404


def test_nginx_takes_as_much_as_the_application(front: str, shared: World) -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", SHIPPED.read_text())
    assert limit is not None
    assert int(limit[1]) * 1024 * 1024 == BODY_MAX
    assert ask(front, shared, "x" * (BODY_MAX // 2)).status_code == 422
    assert ask(front, shared, "x" * BODY_MAX).status_code == 413
