"""Rooms of sockets: whoever goes leaves nothing behind, and nobody else is looked at for it."""

from __future__ import annotations

import pytest
from socketio import Server

from confhub.live.rooms import Rooms

NAMESPACE = "/live"


@pytest.fixture
def rooms():
    manager = Rooms()
    Server(client_manager=manager, async_mode="threading")
    return manager


def join(rooms, eio_sid, *names):
    """A client that is connected and in these rooms; its id."""
    sid = rooms.connect(eio_sid, NAMESPACE)
    for name in names:
        rooms.enter_room(sid, NAMESPACE, name)
    return sid


def test_who_goes_leaves_the_rooms_to_the_others(rooms):
    one, two = join(rooms, "a", "x", "y"), join(rooms, "b", "x")
    rooms.disconnect(one, NAMESPACE)
    assert dict(rooms.get_participants(NAMESPACE, "x")) == {two: "b"}
    assert not rooms.is_connected(one, NAMESPACE)
    assert set(rooms.get_rooms(two, NAMESPACE)) == {two, "x"}


@pytest.mark.parametrize("told_before", [True, False])
def test_of_the_last_one_nothing_is_kept(rooms, told_before):
    sid = join(rooms, "a", "x")
    rooms.leave_room(sid, NAMESPACE, "x")
    if told_before:
        rooms.pre_disconnect(sid, NAMESPACE)
    rooms.disconnect(sid, NAMESPACE)
    rooms.disconnect(sid, NAMESPACE)
    kept = (rooms.rooms, rooms.pending_connect, rooms.pending_disconnect, rooms.callbacks, rooms._entered)
    assert [*map(len, kept)] == [0] * 5


def test_who_was_refused_leaves_nothing_either(rooms):
    sid = rooms.pre_connect("a", NAMESPACE)
    rooms.disconnect(sid, NAMESPACE)
    assert (rooms.rooms, rooms.pending_connect) == ({}, {})


def test_no_room_of_others_is_looked_into(rooms):
    for number in range(50):
        join(rooms, f"a{number}", "x")
    sid = join(rooms, "b", "y")

    class Unseen(dict):
        def items(self):
            raise AssertionError("all rooms are searched")

        copy = items

    rooms.rooms[NAMESPACE] = Unseen(rooms.rooms[NAMESPACE])
    rooms.disconnect(sid, NAMESPACE)
    assert len(dict(rooms.get_participants(NAMESPACE, "x"))) == 50
