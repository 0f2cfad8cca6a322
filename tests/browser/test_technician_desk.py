"""The technician's desk: a point that is cut off shows at once, and alone when that is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from confhub.commands import points
from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def test_points_that_are_cut_off_or_slow_are_shown_alone(window: OpenWindow, live_world: World) -> None:
    technician = connected(window("technician"))
    own, other = (
        technician.locator(f"#tp{live_world.actors[who].point_id}") for who in ("leader", "leader2")
    )
    leader = connected(window("leader"))
    expect(own.locator(".presence")).to_have_attribute("data-online", "true")
    technician.get_by_label("Chỉ điểm mất kết nối hoặc chậm").check()
    expect(own).to_be_hidden()
    expect(other).to_be_visible()
    # Its line turns out to be slow: it comes as soon as that is known.
    points.line_check(live_world.db, live_world.leader, "006", {"ms": "450"})
    expect(own).to_be_visible()
    points.line_check(live_world.db, live_world.leader, "006", {"ms": "40"})
    expect(own).to_be_hidden()
    leader.context.close()
    expect(own).to_be_visible()
    expect(own.locator(".presence")).to_have_attribute("data-online", "false")


def test_a_point_is_found_without_diacritics_and_called_by_thumb(
    window: OpenWindow, live_world: World
) -> None:
    points.describe(live_world.db, live_world.organiser, "006", {"leader": "Bà Hoa", "phone": "024 1234"})
    technician = connected(window("technician", size=PHONE))
    technician.get_by_role("searchbox", name="Tìm điểm cầu").fill("dong da")
    shown = technician.locator(".tech-point:visible")
    expect(shown).to_have_count(1)
    box = shown.get_by_role("link", name="024 1234").bounding_box()
    assert box is not None
    assert box["height"] >= 44
