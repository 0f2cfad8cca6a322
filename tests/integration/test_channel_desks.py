"""The back channel on the pages: what waits, what was said, and its forms without scripts."""

from __future__ import annotations

import pytest

from confhub.commands import channel
from confhub.queries import messages
from tests.pages import region

PATHS = {
    "moderator": "/b/DEMO/moderator",
    "clerk": "/b/DEMO/clerk",
    "chair": "/b/DEMO/chair",
    "technician": "/b/DEMO/technician",
    "leader": "/b/DEMO/point/006",
}
REACHED = {
    "moderator": ("technician", "moderators"),
    "clerk": ("moderator", "clerks"),
    "chair": ("moderator", "chairs"),
    "technician": ("moderator", "technicians"),
    "leader": ("moderator", "point:006"),
}


def write(world, by: str, to: str, text: str) -> int:
    """A message; its id."""
    return channel.send(world.db, world.actors[by], {"to": to, "text": text}).id or 0


@pytest.mark.parametrize("who", PATHS)
def test_a_message_stands_on_the_page_until_its_button_is_pressed(who, world, enter):
    by, to = REACHED[who]
    message = write(world, by, to, "Xin bật micro.")
    client, path = enter(who), PATHS[who]
    waiting, _, earlier = region(client, path, f"{who}-messages").partition('class="letters-past"')
    assert "Xin bật micro." in waiting and world.actors[by].name in waiting
    assert "Xin bật micro." not in earlier
    answer = client.post(f"{path}/messages/{message}/acknowledge")
    assert (answer.status_code, answer.location) == (303, f"{path}#messages")
    waiting, _, earlier = region(client, path, f"{who}-messages").partition('class="letters-past"')
    assert "Xin bật micro." not in waiting
    assert "Xin bật micro." in earlier


@pytest.mark.parametrize("who", PATHS)
def test_the_sender_sees_who_acknowledged_and_when(who, world, enter):
    client, path = enter(who), PATHS[who]
    to = "chairs" if who == "moderator" else "moderators"
    assert client.post(f"{path}/messages", data={"to": to, "text": "Sắp xong."}).status_code == 303
    assert "Chưa xác nhận" in region(client, path, f"{who}-messages")
    reader = "chair" if who == "moderator" else "moderator2"
    with world.db.reading() as session:
        [letter] = messages.waiting(session, world.briefing_id, world.actors[reader])
    channel.acknowledge(world.db, world.actors[reader], letter.id)
    shown = region(client, path, f"{who}-messages")
    assert "Chưa xác nhận" not in shown
    assert f"· {world.actors[reader].name}" in shown


def test_the_console_counts_what_waits(world, enter):
    console, head = enter("moderator"), "moderator-head"
    assert 'data-waiting="0"' in region(console, PATHS["moderator"], head)
    write(world, "chair", "moderators", "Một")
    write(world, "leader", "moderators", "Hai")
    assert 'data-waiting="2"' in region(console, PATHS["moderator"], head)


def test_a_moderator_may_write_to_every_point(world, enter):
    page = enter("moderator").get(PATHS["moderator"]).text
    for value in ("chairs", "clerks", "technicians", "points", "point:001", "point:006", "point:268"):
        assert f'<option value="{value}"' in page


@pytest.mark.parametrize("who", PATHS)
def test_what_was_typed_is_still_there_when_it_is_refused(who, world, enter):
    data = {"form_id": "write", "to": "chairs" if who == "moderator" else "moderators", "question": "99"}
    answer = enter(who).post(f"{PATHS[who]}/messages", data={**data, "text": "Về câu này"})
    assert answer.status_code == 422
    assert "\nVề câu này</textarea>" in answer.text
    assert "Không có câu hỏi mang số này." in answer.text
    assert all(event.kind != "message.sent" for event in world.events())


def test_what_went_to_another_desk_is_not_found(world, enter):
    message = write(world, "moderator", "point:001", "Chỉ cho Ba Đình")
    for who in ("leader", "chair", "technician", "clerk"):
        client = enter(who)
        assert "Chỉ cho Ba Đình" not in client.get(PATHS[who]).text
        assert client.post(f"{PATHS[who]}/messages/{message}/acknowledge").status_code == 404


def test_a_message_to_all_points_names_those_that_have_not_acknowledged(world, enter):
    write(world, "moderator", "points", "Thêm 10 phút.")
    enter("leader").post(f"{PATHS['leader']}/messages/2/acknowledge")
    shown = region(enter("moderator2"), PATHS["moderator"], "moderator-messages")
    assert "1/3 điểm cầu đã rõ" in shown
    assert "Chưa xác nhận: Quận Ba Đình, Quận Hà Đông" in shown


def test_of_a_flood_the_oldest_are_shown_and_the_rest_counted(world, enter):
    for number in range(25):
        write(world, "technician", "moderators", f"Tin thứ {number}")
    console = enter("moderator")
    shown = region(console, PATHS["moderator"], "moderator-messages")
    assert "Tin thứ 0" in shown and "Tin thứ 19" in shown and "Tin thứ 20" not in shown
    assert "Còn 5 tin nhắn chờ xác nhận." in shown
    assert 'data-waiting="25"' in region(console, PATHS["moderator"], "moderator-head")
