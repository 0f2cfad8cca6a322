"""Questions through the API: asked once, acted upon, listed, read."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from confhub import policy
from confhub.commands.questions import VERBS
from confhub.web.api import bodies
from tests.api import Api, problem
from tests.checks import happened, numbers_of_logs, problems


@pytest.fixture
def api(app, world):
    return Api(app, world)


def numbers(answer):
    """The numbers of a page's questions."""
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json["items"]]


def test_a_question_is_asked_once_under_its_key(api, world):
    first = api.post("reporter", "/questions", {"text": "Khi nào xong?", "point": "006"}, Idempotency_Key="k")
    assert first.status_code == 201
    assert first.headers["Location"] == "/api/v1/briefings/DEMO/questions/1"
    assert {key: first.json[key] for key in ("number", "text", "state", "version", "wanted")} == {
        "number": 1, "text": "Khi nào xong?", "state": "received", "version": 1, "wanted": "006",
    }  # fmt: skip
    assert first.json["seq"] == happened(world, "question.received", "reporter", 1).seq
    before = numbers_of_logs(world)
    again = api.post("reporter", "/questions", {"text": "Khi nào xong?"}, Idempotency_Key="k")
    assert (again.status_code, again.json["number"]) == (200, 1)
    assert again.json["seq"] >= first.json["seq"]
    assert numbers_of_logs(world) == before


def test_a_key_that_was_used_for_another_text_conflicts(api):
    api.post("reporter", "/questions", {"text": "Một"}, Idempotency_Key="k")
    found = problem(api.post("reporter", "/questions", {"text": "Hai"}, Idempotency_Key="k"), 409, "not-now")
    assert found["question"]["text"] == "Một"


def test_the_staff_types_for_somebody(api, world):
    asked = {"text": "Câu", "channel": "phone", "asker": {"name": "An", "outlet": "Báo A"}}
    typed = api.post("clerk", "/questions", asked | {"asked_at": "2026-11-24T01:55:00Z"})
    assert typed.status_code == 201
    assert (typed.json["asker"], typed.json["channel"]) == (asked["asker"], "phone")
    assert typed.json["asked_at"] == "2026-11-24T01:55:00Z"
    registered = api.post("clerk", "/questions", {"text": "Câu", "asker": world.reporter.seat_id})
    assert registered.json["asker"]["name"] == "Vũ Hải Yến"
    found = problem(api.post("clerk", "/questions", {"text": "Câu", "asker": {"name": "An"}}), 422)
    assert set(found["errors"]) == {"outlet"}


def test_every_verb_has_an_address(api, world):
    for verb in VERBS:
        number = world.ask()
        answer = api.post("display", f"/questions/{number}/{verb.replace('_', '-')}")
        problem(answer, 404, "not-found")
    problem(api.post("moderator", "/questions/1/explode"), 404, "not-found")


def test_a_question_goes_its_way(api, world):
    number = world.ask()
    steps = [
        ("moderator", "queue", {"version": 1, "priority": "urgent"}, "queued"),
        ("moderator", "edit", {"wording": "Bao giờ xong?"}, "queued"),
        ("moderator", "route", {"unit": ["006", "001"], "lead": "001", "note": "Gấp"}, "queued"),
        ("moderator", "recall", {"unit": ["001"]}, "queued"),
        ("leader", "accept", {}, "queued"),
        ("leader", "ready", {}, "queued"),
        ("moderator", "move", {"by": "up"}, "queued"),
        ("moderator", "air", {}, "on_air"),
        ("clerk", "gist", {"gist": "Tháng 12"}, "on_air"),
        ("moderator", "answer", {"speaker": "Ông B"}, "answered"),
        ("moderator", "reopen", {}, "queued"),
        ("moderator", "defer", {"unit": "006", "due_days": 5}, "written"),
        ("leader", "draft", {"text": "Nháp"}, "written"),
        ("leader", "submit", {"text": "Xong"}, "written"),
        ("organiser", "send-back", {"note": "Thêm"}, "written"),
        ("leader", "submit", {"text": "Xong hẳn"}, "written"),
        ("organiser", "clear", {}, "written"),
        ("organiser", "publish", {}, "written"),
    ]
    for by, verb, sent, state in steps:
        answer = api.post(by, f"/questions/{number}/{verb}", sent)
        assert answer.status_code == 200, (verb, answer.text)
        assert (answer.json["number"], answer.json["state"]) == (number, state)
        assert answer.json["seq"] == world.events()[-1].seq
    asker = api.get("reporter", f"/questions/{number}").json
    assert (asker["answer"]["text"], asker["answer"]["state"]) == ("Xong hẳn", "published")
    assert problems(world) == []


@pytest.mark.parametrize(
    ("by", "state", "verb", "sent", "after"),
    [
        ("moderator", "received", "decline", {"ground": "secret", "note": "Kín"}, "declined"),
        ("moderator", "received", "merge", {"into": 1}, "merged"),
        ("moderator", "on_air", "park", {}, "queued"),
        ("leader", "routed", "return", {"reason": "other_unit", "suggested": "001"}, "queued"),
        ("reporter", "received", "withdraw", {"version": 1}, "withdrawn"),
    ],
)
def test_the_other_verbs(api, world, by, state, verb, sent, after):
    world.ask("Câu gốc", by="reporter2")
    number = world.bring(state)
    answer = api.post(by, f"/questions/{number}/{verb}", sent)
    assert (answer.status_code, answer.json["state"]) == (200, after), answer.text


def test_who_comes_too_late_is_shown_the_question_as_it_stands(api, world):
    number = world.ask()
    world.act("moderator2", "queue", number, 1)
    found = problem(api.post("moderator", f"/questions/{number}/edit", {"version": 1, "wording": "X"}), 409)
    assert found["type"] == "urn:confhub:stale"
    assert "Trần Quốc Bảo" in found["detail"]
    assert (found["question"]["state"], found["question"]["version"]) == ("queued", 2)
    found = problem(api.post("moderator", f"/questions/{number}/answer"), 409, "not-now")
    assert found["question"]["number"] == number


def test_the_same_press_again_is_no_error(api, world):
    number = world.ask()
    first, second = (api.post("moderator", f"/questions/{number}/queue", {"version": 1}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json["version"] == first.json["version"]


@pytest.mark.parametrize("version", ["1", 0, -1, True, 1.0, [], 2**40])
def test_a_version_is_a_whole_number(api, world, version):
    number = world.ask()
    found = problem(api.post("moderator", f"/questions/{number}/queue", {"version": version}), 422, "invalid")
    assert set(found["errors"]) == {"version"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": True}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": {"a": 1}}, "text"),
        ({"text": "a\ud800"}, "text"),
        ({"text": "a", "point": "\0"}, "point"),
        ({"text": "a", "point": "\udfff"}, "point"),
        ({"text": "a", "point": {"code": "006"}}, "point"),
        ({"text": "a", "parent": 1.5}, "parent"),
        ({"text": "a", "parent": [[1]]}, "parent"),
        ({"text": "a", "asker": {"name": {}}}, "asker.name"),
        ({"text": float("nan")}, "text"),
        ({"text": "a", "self": [[1]]}, "self"),
        ({"text": "a", "\ud800": 1}, "body"),
    ],
)
def test_wrong_types_are_refused_at_their_field(api, world, sent, field):
    answer = api.post("reporter", "/questions", sent)
    assert set(problem(answer, 422, "invalid")["errors"]) == {field}
    assert problems(world) == []


WEIRD = (
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    "",
    " ",
    "x" * 30_000,
    "\u202e",
    "006",
    [],
    [None],
    ["006", 7],
    {},
    [{}],
)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nothing_that_a_body_may_hold_breaks_a_verb(api, world, verb):
    state = {"answer": "on_air", "gist": "on_air", "reopen": "answered", "withdraw": "received"}
    state |= {"draft": "written", "submit": "written", "send_back": "submitted", "clear": "submitted"}
    state |= {"publish": "cleared", "air": "ready"}
    number = world.bring(state.get(verb, "routed"))
    by = next(name for name in ("moderator", "leader", "organiser", "reporter")
              if world.actors[name].role in policy.QUESTION[verb])  # fmt: skip
    for value in WEIRD:
        sent = dict.fromkeys(set(bodies.Act().fields) - {"version"}, value)
        answer = api.post(by, f"/questions/{number}/{verb.replace('_', '-')}", sent)
        assert answer.status_code in (200, 409, 422), (value, answer.text)
    assert problems(world) == []


def test_pages_follow_one_another(api, world):
    for place in range(5):
        world.ask(f"Câu {place}")
    first = api.get("moderator", "/questions", limit=2)
    assert (numbers(first), first.json["next"]) == ([1, 2], "2")
    second = api.get("moderator", "/questions", limit=2, cursor=first.json["next"])
    last = api.get("moderator", "/questions", limit=2, cursor=second.json["next"])
    assert (numbers(second), numbers(last), last.json["next"]) == ([3, 4], [5], None)
    for query in ({"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "-1"}, {"state": "lost"}):
        assert set(problem(api.get("moderator", "/questions", **query), 422)["errors"]) == set(query)


def test_questions_are_found_by_state_point_and_words(api, world):
    queued, routed = world.bring("queued", text="Đường Láng ngập"), world.bring("routed", text="Xe buýt")
    wanted = world.ask("Chợ Đồng Xuân", point="001")
    assert numbers(api.get("moderator", "/questions", state="queued")) == [queued, routed]
    assert numbers(api.get("moderator", "/questions", state="received,withdrawn")) == [wanted]
    assert numbers(api.get("moderator", "/questions", point="006")) == [routed]
    assert numbers(api.get("moderator", "/questions", point="001")) == [wanted]
    assert numbers(api.get("moderator", "/questions", point="999")) == []
    assert numbers(api.get("moderator", "/questions", q="duong LANG")) == [queued]
    assert numbers(api.get("moderator", "/questions", q="song hong", limit=1)) == [queued]
    # Nobody finds by what he may not read.
    assert numbers(api.get("leader", "/questions", q="song hong")) == []
    assert numbers(api.get("leader", "/questions", q="xe buyt")) == [routed]


def test_a_page_of_many_takes_no_more_statements_than_one_of_few(api, world):
    def statements():
        seen = []

        def note(_connection, _cursor, statement, *_more):
            seen.append(statement)

        event.listen(world.db.engine, "before_cursor_execute", note)
        assert api.get("moderator", "/questions").status_code == 200
        event.remove(world.db.engine, "before_cursor_execute", note)
        return len(seen)

    for state in ("answered", "written", "merged"):
        world.bring(state)
    few = statements()
    for state in ("routed", "returned", "submitted", "declined", "merged", "queued"):
        world.bring(state)
    assert statements() == few
