"""Which points are connected: counted here, heard of elsewhere."""

from __future__ import annotations

from confhub.live.presence import Presence


def test_a_point_is_here_as_long_as_one_of_its_sockets_is():
    presence = Presence()
    for _ in range(2):
        presence.come(1, "point:7")
    presence.come(2, "point:7")
    presence.go(1, "point:7")
    assert presence.here() == {1: ["point:7"], 2: ["point:7"]}
    presence.go(1, "point:7")
    assert presence.here() == {2: ["point:7"]}


def test_online_is_here_and_elsewhere_together():
    presence = Presence()
    presence.come(1, "point:7")
    assert presence.hear("a", {"1": ["point:8"], "2": ["point:9"]}) == {1, 2}
    assert presence.hear("b", {"1": ["point:7", "point:8"]}) == {1}
    assert presence.online(1) == ["point:7", "point:8"]
    assert presence.online(2) == ["point:9"]
    assert presence.online(3) == []


def test_what_is_said_again_changes_nothing_and_who_is_gone_takes_its_points_along():
    presence = Presence()
    presence.hear("a", {"1": ["point:8"], "2": ["point:9"]})
    assert presence.hear("a", {"1": ["point:8"], "2": ["point:9"]}) == set()
    assert presence.hear("a", {"1": ["point:8"]}) == {2}
    assert presence.hear("a", None) == {1}
    assert presence.hear("a", None) == set()
    assert presence.online(1) == []
