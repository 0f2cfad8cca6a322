"""What of the fan-out needs no socket."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from socketio.packet import Packet
from websocket import ABNF

from confhub.live.fanout import FanOut, PlainJson, frame
from confhub.live.wire import open_wire


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_is_what_the_standard_says_for_every_length(length: int) -> None:
    text = "a" * length
    expected = ABNF(fin=1, opcode=ABNF.OPCODE_TEXT, mask_value=0, data=text.encode())
    assert frame(text) == expected.format()


def test_bytes_go_into_a_binary_frame() -> None:
    assert frame(b"\x00\xff") == b"\x82\x02\x00\xff"


def test_vietnamese_letters_are_counted_as_bytes() -> None:
    assert frame("Đống Đa")[:2] == bytes((0x81, len("Đống Đa".encode())))


def test_messages_spell_letters_as_they_are() -> None:
    assert PlainJson.dumps({"gist": "Đống Đa"}, separators=(",", ":")) == '{"gist":"Đống Đa"}'


def test_a_server_that_has_changed_inside_keeps_its_ordinary_path(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "confhub.fanout"):
        FanOut().set_server(SimpleNamespace(eio=SimpleNamespace(), packet_class=Packet))
    assert "ordinary path" in caplog.text


def test_a_websocket_of_another_kind_gets_no_wire() -> None:
    other = SimpleNamespace(ws=None, send=print, close=print)
    assert open_wire(other, SimpleNamespace(), print, print) is None
