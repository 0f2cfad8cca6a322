"""The fan-out on real sockets: order, partial writes, readers that stall or leave, both transports."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import websocket

from tests.fanout_clients import PATIENCE, FanOutServer, Polite, Reader

# These servers choose their mode themselves, and have no database.
pytestmark = pytest.mark.once


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
