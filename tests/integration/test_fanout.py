"""The fan-out on real sockets: order, partial writes, readers that stall or leave, both transports."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import engineio
import pytest
import socketio
import websocket
from engineio import payload

from tests.servers import Server

# These servers choose their mode themselves, and have no database.
pytestmark = pytest.mark.once

PATIENCE = 20.0
# Its bound on packets in one poll is one of the Python client alone.
payload.Payload.max_decode_packets = 10_000
SMALL = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 * 1024)]


class FanOutServer(Server):
    """tests/fanout_app.py in a process of its own."""

    module = ("tests.fanout_app",)
    ready = "/state"

    def __init__(self, folder: Path, mode: str) -> None:
        super().__init__("", folder, **{"async": mode})
        self.start()

    def emit(self, count: int, first: int = 0, size: int = 300, **more: Any) -> dict[str, int]:
        """Have numbered messages sent to everybody."""
        asked = {"count": count, "first": first, "size": size, **more}
        return self._call("/emit?" + "&".join(f"{k}={v}" for k, v in asked.items()), b"")

    def disconnect_all(self) -> None:
        """Have every connection ended by the server."""
        self._call("/disconnect", b"")

    def state(self) -> dict[str, int]:
        """Who is connected, and how far readers are behind."""
        return self._call("/state")

    def wait_for(self, wanted: Callable[[dict[str, int]], bool]) -> None:
        """Wait until the state is as wanted."""
        deadline = time.monotonic() + PATIENCE
        while not wanted(state := self.state()):
            assert time.monotonic() < deadline, state
            time.sleep(0.02)

    def _call(self, path: str, body: bytes | None = None) -> dict[str, int]:
        with urllib.request.urlopen(self.url + path, body, timeout=PATIENCE) as answer:
            return dict(json.load(answer))


class Reader:
    """A WebSocket client that reads only when it is asked to."""

    def __init__(self, server: FanOutServer) -> None:
        url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(url, sockopt=SMALL, timeout=PATIENCE)
        self.socket.recv()
        self.socket.send("40")
        assert self.message().startswith("40")

    def news(self, count: int) -> list[int]:
        """The numbers of the next ``count`` messages."""
        return [self._number() for _ in range(count)]

    def rest(self) -> list[int]:
        """The numbers of all messages until the server closes the connection."""
        numbers = []
        while True:
            try:
                message = self.message()
            except websocket.WebSocketException:
                return numbers
            if message.startswith("42"):
                numbers.append(int(json.loads(message[2:])[1]))
            elif message == "":
                return numbers

    def _number(self) -> int:
        message = self.message()
        assert message.startswith("42"), message[:40]
        return int(json.loads(message[2:])[1])

    def message(self) -> str:
        """The next message; pings are answered."""
        while (message := self.socket.recv()) == "2":
            self.socket.send("3")
        return str(message)


class _InOrder(engineio.Client):
    # The client gives each message a thread of its own, which may overtake another one's.
    def _trigger_event(self, event: str, *args: Any, **how: Any) -> Any:
        return super()._trigger_event(event, *args, **{**how, "run_async": False})


class _Client(socketio.Client):
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class Polite:
    """Socket.IO's own client, which keeps the numbers it gets."""

    def __init__(self, server: FanOutServer, transports: list[str] | None = None) -> None:
        self.numbers: list[int] = []
        self.fillings: list[Any] = []
        self._news = threading.Condition()
        self.client = _Client(reconnection=False)
        self.client.on("news", self._keep)
        self.client.connect(server.url, transports=transports, wait_timeout=PATIENCE)

    def _keep(self, number: int, filling: Any) -> None:
        with self._news:
            self.numbers.append(number)
            self.fillings.append(filling)
            self._news.notify_all()

    def has(self, count: int) -> bool:
        """Wait until ``count`` messages have come."""
        with self._news:
            return self._news.wait_for(lambda: len(self.numbers) >= count, PATIENCE)


@pytest.fixture(scope="module")
def kept_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FanOutServer]:
    """The fan-out where it is fast."""
    server = FanOutServer(tmp_path_factory.mktemp("fanout"), "eventlet")
    yield server
    server.stop()


@pytest.fixture
def server(kept_server: FanOutServer) -> Iterator[FanOutServer]:
    """The same with nobody connected."""
    yield kept_server
    kept_server.disconnect_all()
    kept_server.wait_for(lambda state: state["connected"] == state["wires"] == 0)


@pytest.fixture
def connect(server: FanOutServer) -> Iterator[Callable[[], Reader]]:
    """``connect()``: a Reader, closed at the end."""
    opened: list[Reader] = []

    def open_one() -> Reader:
        opened.append(Reader(server))
        return opened[-1]

    yield open_one
    for reader in opened:
        reader.socket.shutdown()


def test_everybody_gets_every_message_in_order(server: FanOutServer, connect: Callable[[], Reader]) -> None:
    readers = [connect() for _ in range(5)]
    server.emit(200)
    assert [reader.news(200) for reader in readers] == [list(range(200))] * 5


def test_a_message_larger_than_the_kernels_buffers_arrives_whole(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    reader = connect()
    behind = server.emit(3, size=250_000)["most_behind"]
    assert behind > 250_000
    assert reader.news(3) == [0, 1, 2]
    server.wait_for(lambda state: state["behind"] == 0)


def test_one_message_above_the_bound_is_not_a_reason_to_cut_off(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    reader = connect()
    server.emit(1, size=2_000_000)
    assert reader.news(1) == [0]


def test_answers_keep_their_place_among_messages(server: FanOutServer, connect: Callable[[], Reader]) -> None:
    reader = connect()
    server.emit(20, size=30_000)
    reader.socket.send('421["echo",7]')
    server.emit(5, first=20, size=30_000)
    seen = [reader.message()[:4] for _ in range(26)]
    assert seen.count("431[") == 1
    assert seen.count('42["') == 25


def test_a_ping_of_the_websocket_is_answered_between_whole_messages(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    reader = connect()
    server.emit(5, size=100_000)
    reader.socket.ping("still there?")
    assert reader.news(5) == [0, 1, 2, 3, 4]
    # recv() would hide it.
    assert reader.socket.recv_data(control_frame=True) == (websocket.ABNF.OPCODE_PONG, b"still there?")


def test_a_reader_that_stalls_is_cut_off_and_disturbs_nobody(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    stalled, reader = connect(), connect()
    before = server.state()["cut_off"]
    most = 0
    for first in range(0, 100, 20):
        most = max(most, server.emit(20, first=first, size=30_000)["most_behind"])
        assert reader.news(20) == list(range(first, first + 20))
    # Both readers' backlogs together: 3 MB were sent to each.
    assert most < 2 * (1024 * 1024 + 2 * 30_000)
    assert server.state()["cut_off"] == before + 1
    server.wait_for(lambda state: state["connected"] == 1 and state["behind"] == 0)
    received = stalled.rest()
    assert received == list(range(len(received)))


def test_what_was_sent_before_the_server_closes_still_arrives(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    reader = connect()
    server.emit(10, size=60_000)
    server.disconnect_all()
    assert reader.rest() == list(range(10))


def test_a_client_that_vanishes_while_being_written_to_leaves_nothing_behind(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    reader = connect()
    server.emit(10, size=60_000)
    reader.socket.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    reader.socket.sock.close()
    server.wait_for(lambda state: state == {**state, "connected": 0, "wires": 0, "behind": 0})


def test_binary_messages_arrive_as_they_were(server: FanOutServer) -> None:
    client = Polite(server, ["websocket"])
    server.emit(2, size=70_000, binary=1)
    assert client.has(2)
    assert client.numbers == [0, 1]
    assert client.fillings == [bytes(70_000)] * 2
    client.client.disconnect()


def test_long_polling_gets_every_message_in_order(server: FanOutServer) -> None:
    client = Polite(server, ["polling"])
    server.emit(100)
    assert client.has(100)
    assert client.numbers == list(range(100))
    client.client.disconnect()


def test_binary_messages_arrive_over_long_polling_too(
    server: FanOutServer, connect: Callable[[], Reader]
) -> None:
    connect()
    client = Polite(server, ["polling"])
    server.emit(1, size=900, binary=1)
    assert client.has(1)
    assert client.fillings == [bytes(900)]
    client.client.disconnect()


def test_nothing_is_lost_or_doubled_while_a_client_changes_to_a_websocket(server: FanOutServer) -> None:
    sent = threading.Thread(target=lambda: server.emit(500, pause=0.002))
    clients: list[Polite] = []
    sent.start()
    while sent.is_alive():
        clients.append(Polite(server))
    sent.join()
    server.emit(1, first=500)
    assert clients
    for client in clients:
        assert client.has(1)
        deadline = time.monotonic() + PATIENCE
        while client.numbers[-1] != 500 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert client.numbers == list(range(client.numbers[0], 501))
        assert client.client.transport() == "websocket"
        client.client.disconnect()


def test_a_client_that_never_polls_is_cut_off(server: FanOutServer) -> None:
    with urllib.request.urlopen(f"{server.url}/socket.io/?EIO=4&transport=polling") as answer:
        sid = json.loads(answer.read()[1:])["sid"]
    at = f"{server.url}/socket.io/?EIO=4&transport=polling&sid={sid}"
    urllib.request.urlopen(at, b"40").read()
    before = server.state()["cut_off"]
    server.emit(600)
    server.wait_for(lambda state: state["connected"] == 0)
    assert server.state()["cut_off"] > before


def test_without_cooperative_threads_the_ordinary_path_serves(tmp_path: Path) -> None:
    server = FanOutServer(tmp_path, "threading")
    reader = Reader(server)
    server.emit(50)
    assert server.state()["wires"] == 0
    assert reader.news(50) == list(range(50))
    reader.socket.shutdown()
    server.stop()
