"""What each role is shown by the API: no field, no number, no event that its desk does not show."""

from __future__ import annotations

import pytest

from confhub import policy
from confhub.web.api import schemas
from tests.api import Api, problem
from tests.world import STATES

EVERYONE = (
    "organiser", "moderator", "clerk", "chair", "technician", "leader", "leader2", "reporter", "reporter2",
    "display",
)  # fmt: skip
STAFF = EVERYONE[:5]


@pytest.fixture
def api(app, world):
    return Api(app, world)


def bring_all(world):
    """A question in every state; the one that was on air makes way for those that come after it."""
    for state in STATES:
        number = world.bring(state)
        if state == "on_air":
            world.act("moderator", "park", number)


@pytest.mark.parametrize("by", EVERYONE)
def test_lists_and_single_ones_show_what_the_policy_lets_see(api, world, by):
    world.begin("every_state", lambda: bring_all(world))
    actor = world.actors[by]
    everything = range(1, world.asked + 1)
    seen = [number for number in everything if policy.sees(actor, world.question(number))]
    listed = api.get(by, "/questions", limit=100).json["items"]
    assert [item["number"] for item in listed] == seen
    for number in everything:
        answer = api.get(by, f"/questions/{number}")
        if number in seen:
            assert answer.status_code == 200
            one = dict(answer.json)
            one.pop("history")
            assert one == next(item for item in listed if item["number"] == number)
            assert set(answer.json) <= set(schemas.QuestionInFull().fields)
        else:
            problem(answer, 404, "not-found")


@pytest.mark.parametrize("by", EVERYONE)
def test_only_the_staff_reads_the_internal_note(api, world, by):
    number = world.ask()
    world.act("moderator", "decline", number, ground="secret", outward="Không nêu", note="Chuyện nội bộ")
    answer = api.get(by, f"/questions/{number}")
    assert ("Chuyện nội bộ" in answer.text) == (by in STAFF)
    assert ("Không nêu" in answer.text) == (by in (*STAFF, "reporter"))


@pytest.mark.parametrize("by", EVERYONE)
def test_why_a_point_returned_it_stays_between_it_and_the_staff(api, world, by):
    number = world.bring("routed")
    world.act("moderator", "route", number, unit=["001"], note="Ghi chú cho Ba Đình")
    world.act("leader", "return", number, reason="no_information", reply="Chưa rõ số liệu")
    text = "".join(api.get(by, path).text for path in (f"/questions/{number}", "/events"))
    assert ("Chưa rõ số liệu" in text) == (by in (*STAFF, "leader"))
    assert ("no_information" in text) == (by in (*STAFF, "leader"))
    assert ("Ghi chú cho Ba Đình" in text) == (by in (*STAFF, "leader2"))


@pytest.mark.parametrize("by", EVERYONE)
def test_a_draft_stays_with_its_owner_and_the_organiser(api, world, by):
    number = world.bring("written")
    world.act("leader", "submit", number, text="Bản nháp đầu")
    world.act("organiser", "send_back", number, note="Thiếu số liệu")
    world.act("leader", "draft", number, text="Bản nháp sau")
    text = "".join(api.get(by, path).text for path in (f"/questions/{number}", "/events"))
    allowed = by in ("organiser", "leader")
    assert ("Bản nháp sau" in text, "Thiếu số liệu" in text) == (allowed, allowed)
    assert ("Bản nháp đầu" in text) == (by == "organiser")


def test_the_asker_reads_the_own_words_and_a_point_the_wording(api, world):
    number = world.bring("routed", text="Lời gốc")
    world.act("moderator", "edit", number, wording="Lời sửa")
    own, point = (api.get(by, f"/questions/{number}").json for by in ("reporter", "leader"))
    assert (own["text"], own["wording"]) == ("Lời gốc", "Lời sửa")
    assert (point.get("text"), point["wording"]) == (None, "Lời sửa")
    assert point["asker"] == {"name": "Vũ Hải Yến", "outlet": "Báo Sông Hồng"}
    assert "position" not in own and "position" not in point


def test_who_was_merged_follows_but_does_not_learn_whose_it_is(api, world):
    target = world.ask("Câu gốc", by="reporter2")
    number = world.ask()
    world.act("moderator", "merge", number, into=target)
    seen = api.get("reporter", f"/questions/{target}").json
    assert seen["wording"] == "Câu gốc"
    assert "asker" not in seen and "text" not in seen
    assert api.get("reporter", f"/questions/{number}").json["merged_into"] == target


def test_a_screen_shows_what_is_on_air(api, world):
    world.bring("queued")
    number = world.bring("on_air")
    assert [item["number"] for item in api.get("display", "/questions").json["items"]] == [number]
    seen = api.get("display", f"/questions/{number}").json
    assert "text" not in seen and "priority" not in seen and "note" not in seen["routes"][0]
    world.act("moderator", "park", number)
    problem(api.get("display", f"/questions/{number}"), 404)


def test_the_staff_reads_who_did_what(api, world):
    number = world.bring("answered")
    lines = api.get("moderator", f"/questions/{number}").json["history"]
    assert [line["kind"].partition(".")[2] for line in lines] == [
        "received", "queued", "routed", "accepted", "made_ready", "aired", "answered",
    ]  # fmt: skip
    assert lines[2]["by"] == {"name": "Lê Minh Hà", "role": "moderator", "point": None}
    assert lines[2]["data"] == {"units": ["006"], "lead": "006"}


@pytest.mark.parametrize("by", ["leader", "leader2", "reporter", "reporter2", "display"])
def test_others_read_only_that_something_happened(api, world, by):
    world.bring("received")
    world.bring("declined")
    number = world.bring("submitted")
    world.act("organiser", "send_back", number, note="Thêm")
    on_air = world.bring("on_air")
    world.act("moderator", "park", on_air)
    actor = world.actors[by]
    for line in api.get(by, "/events", limit=100).json["items"]:
        assert set(line) <= {"seq", "at", "kind", "number"}
        seen = "number" not in line or policy.sees(actor, world.question(line["number"]))
        assert seen or line["kind"] in ("question.aired", "question.answered")
    text = api.get(by, "/events", limit=100).text
    assert ("sent_back" in text) == (by == "leader")


def test_a_point_reads_that_a_question_was_taken_back_from_it(api, world):
    number, head = world.bring("recalled"), world.bring("queued")
    world.act("moderator", "decline", number, ground="secret")
    lines = [(line["kind"], line.get("number")) for line in api.get("leader", "/events").json["items"][4:]]
    assert ("question.recalled", number) in lines
    assert not {kind for kind, about in lines if about == head}
    assert "declined" not in str(lines)


def test_the_log_is_read_in_pages(api, world):
    for _ in range(3):
        world.ask()
    whole = api.get("organiser", "/events").json["items"]
    assert [line["seq"] for line in whole] == [event.seq for event in world.events()]
    after, found = "0", []
    while after is not None:
        page = api.get("organiser", "/events", after=after, limit=2).json
        found, after = found + page["items"], page["next"]
    assert found == whole
    assert api.get("organiser", "/events", after=whole[-1]["seq"]).json == {"items": [], "next": None}


def test_no_event_carries_its_rows(api, world):
    world.bring("published")
    for by in EVERYONE:
        assert '"rows"' not in api.get(by, "/events").text


def test_points_are_described_to_the_staff_and_to_themselves(api, world):
    assert api.post("leader", "/points/006/check-in", {"name": "Bà C"}).json["seq"]
    for by in EVERYONE:
        items = {item["unit"]: item for item in api.get(by, "/points").json["items"]}
        assert list(items) == ["001", "006", "268"]
        assert ("Bà C" in str(items["006"])) == (by in (*STAFF, "leader"))
        assert ("phone" in items["001"]) == (by in (*STAFF, "leader2"))
        assert ("deputy" in items["001"]) == (by in (*STAFF, "leader2"))
