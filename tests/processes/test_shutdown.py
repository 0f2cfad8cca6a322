"""The end of a process: what is under way is answered, what is new refused, sockets are told to go."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio

from tests.processes.conftest import until
from tests.servers import Server
from tests.world import World

ALL_IN_ALL = 10


class SlowRequest:
    """A question whose body comes later."""

    def __init__(self, server: Server, world: World, text: str) -> None:
        body = json.dumps({"text": text}).encode()
        head = (
            f"POST /api/v1/briefings/{world.code}/questions HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Authorization: Bearer {world.tokens['reporter']}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        )
        self._body = body
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=ALL_IN_ALL)
        self._socket.sendall(head.encode())
        # The application asks for the body: it is under way.
        assert self._socket.recv(100).startswith(b"HTTP/1.1 100")

    def finish(self) -> str:
        """Send the body; what is answered."""
        self._socket.sendall(self._body)
        answer = b""
        while part := self._socket.recv(65536):
            answer += part
        return answer.decode()

    def close(self) -> None:
        """Go away."""
        self._socket.close()


@pytest.fixture
def own_server(live_world: World, tmp_path: Any) -> Iterator[Server]:
    """A server process that the test may end."""
    made = Server(live_world.db.url, tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def begin(own_server: Server, live_world: World) -> Iterator[Callable[[str], SlowRequest]]:
    """``begin(text)``: a SlowRequest that is under way."""
    begun: list[SlowRequest] = []

    def request(text: str) -> SlowRequest:
        begun.append(SlowRequest(own_server, live_world, text))
        return begun[-1]

    yield request
    for slow in begun:
        slow.close()


def ask_to_end(server: Server) -> None:
    """Send SIGTERM and do not wait."""
    assert server._process is not None
    server._process.send_signal(signal.SIGTERM)


def exit_code(server: Server) -> int:
    """Its exit code; the test fails when it takes too long to end."""
    assert server._process is not None
    return server._process.wait(ALL_IN_ALL)


def refuses(server: Server) -> bool:
    """Is nobody let in any more?"""
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
    except ConnectionError:
        return True
    return False


def test_what_is_under_way_is_answered_and_nobody_else_is_let_in(
    own_server: Server, live_world: World, begin: Any
) -> None:
    slow = begin("Có kịp không?")
    ask_to_end(own_server)
    until(lambda: refuses(own_server))
    answer = slow.finish()
    assert "HTTP/1.1 201" in answer
    assert exit_code(own_server) == 0
    number = json.loads(answer.rpartition("\r\n\r\n")[2])["number"]
    assert live_world.question(number).text == "Có kịp không?"


def test_a_request_that_never_ends_does_not_hold_the_process(own_server: Server, begin: Any) -> None:
    begin("Bao giờ?")
    ask_to_end(own_server)
    assert exit_code(own_server) == 0


def test_sockets_are_told_to_go(own_server: Server, live_world: World) -> None:
    told: list[Any] = []
    client = socketio.Client(reconnection=False)
    client.on("disconnect", told.append, namespace="/live")
    auth = {"token": live_world.tokens["display"], "briefing": live_world.code}
    client.connect(own_server.url, namespaces=["/live"], auth=auth, transports=["websocket"])
    ask_to_end(own_server)
    assert exit_code(own_server) == 0
    until(lambda: told)
    assert told == [client.reason.SERVER_DISCONNECT]
