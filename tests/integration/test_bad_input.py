"""What a browser should not send: a clear sentence comes back, at its field, and nothing has changed."""

from __future__ import annotations

import unicodedata
from html import escape, unescape

import pytest

from confhub.commands import life, seats
from tests.checks import numbers_of_logs, problems
from tests.reporter_page import PAGE, STREAM

ASK = f"{PAGE}/questions"
CLERK = "/b/DEMO/clerk/questions"
NUMBER = "A whole number from 1 to 1000000000, please."
CHOOSE = "Please choose one of the list."
EMPTY = "Please write something here."
HIDDEN = "This contains characters that cannot be shown. Please type it again."


@pytest.fixture
def post(world, enter):
    """``post("reporter", path, field=…)``: the answer to a form in English, and whether anything changed."""

    def sent(who, path, **data):
        client = enter(who)
        client.set_cookie("lang", "en")
        return client.post(path, data={"form_id": "f", **data}, headers=STREAM)

    return sent


@pytest.fixture
def unchanged(world):
    """A call that asserts that the logs stand where they stood when this was set up."""

    def check(before):
        assert numbers_of_logs(world) == before
        assert problems(world) == []

    return check


def said_at(answer, field):
    """What the answer puts beside a field, "" when nothing."""
    _, _, rest = answer.text.partition(f'target="f-{field}-error"><template>')
    return unescape(rest.partition("</template>")[0])


@pytest.mark.parametrize(
    ("who", "path", "data", "field", "said"),
    [
        ("reporter", ASK, {"text": ""}, "text", EMPTY),
        ("reporter", ASK, {"text": " \r\n\t "}, "text", EMPTY),
        ("reporter", ASK, {"text": "\u200b\u2060"}, "text", EMPTY),
        ("reporter", ASK, {"text": "á" * 10_000}, "text", "At most 4000 characters; this has 10000."),
        ("reporter", ASK, {"text": "Câu\x00hỏi"}, "text", HIDDEN),
        ("reporter", ASK, {"text": "Câu\x1b[31mhỏi"}, "text", HIDDEN),
        ("reporter", ASK, {"text": "Câu \u202egược"}, "text", HIDDEN),
        ("reporter", ASK, {"text": "Câu \u2067kín\u2069"}, "text", HIDDEN),
        ("reporter", ASK, {"text": "Câu", "point": "999"}, "point", "999 is not a point of this briefing."),
        ("reporter", ASK, {"text": "Câu", "point": "<b>"}, "point", "<b> is not a point of this briefing."),
        ("reporter", ASK, {"text": "Câu", "parent": "٣"}, "parent", NUMBER),
        ("reporter", ASK, {"text": "Câu", "parent": "9" * 5000}, "parent", NUMBER),
        ("reporter", ASK, {"text": "Câu", "parent": "7"}, "parent", "There is no question 7 to follow up."),
        ("reporter", ASK, {"text": "Câu", "agenda_item": "1"}, "agenda_item", CHOOSE),
        ("reporter", ASK, {"text": "Câu", "client_id": "x" * 300},
         "client_id", "At most 255 characters; this has 300."),
        ("clerk", CLERK, {"text": "Câu", "outlet": "Báo"}, "asker_name", EMPTY),
        ("clerk", CLERK, {"text": "Câu", "asker_name": "A"}, "outlet", EMPTY),
        ("clerk", CLERK, {"text": "Câu", "asker": "１"}, "asker", NUMBER),
        ("clerk", CLERK, {"text": "Câu", "asker": "999"}, "asker", "Please choose a reporter of the list."),
        ("clerk", CLERK, {"text": "Câu", "asker_name": "A", "outlet": "B", "asked_at": "2026-11-24T23:00"},
         "asked_at", "This time lies in the future."),
        ("clerk", CLERK, {"text": "Câu", "asker_name": "A", "outlet": "B", "asked_at": "0001-01-01T00:00"},
         "asked_at", "Please give a date and a time."),
        ("clerk", CLERK, {"text": "Câu", "asker_name": "A\u202eB", "outlet": "B"}, "asker_name", HIDDEN),
    ],
)  # fmt: skip
def test_a_question_is_refused_at_the_field_at_fault(world, post, unchanged, who, path, data, field, said):
    before = numbers_of_logs(world)
    answer = post(who, path, **data)
    assert answer.status_code == 422
    assert said_at(answer, field) == said
    assert "Please check the fields that are marked." in answer.text
    unchanged(before)


def test_anothers_question_and_none_at_all_cannot_be_told_apart(world, post):
    theirs = world.ask(by="reporter2")
    answers = [post("reporter", ASK, text="Câu", parent=str(number)) for number in (theirs, 99)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].text.replace(f" {theirs} ", " N ") == answers[1].text.replace(" 99 ", " N ")
    acts = [
        post("reporter", f"{PAGE}/questions/{number}/withdraw", version="1")
        for number in (theirs, 99, 10**20)
    ]
    assert [act.status_code for act in acts] == [404, 404, 404]
    assert acts[0].text == acts[1].text == acts[2].text


def test_a_point_of_another_briefing_is_no_point(world, post, unchanged):
    data = {
        "code": "NEXT",
        "title": "T",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2024",
        "unit": ["005"],
    }
    life.create(world.db, world.organiser, data)
    before = numbers_of_logs(world)
    answer = post("reporter", ASK, text="Câu", point="005")
    assert (answer.status_code, said_at(answer, "point")) == (422, "005 is not a point of this briefing.")
    unchanged(before)


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "1e3", "9" * 40])
def test_a_button_without_its_version_is_out_of_date(world, post, unchanged, version):
    number = world.ask()
    before = numbers_of_logs(world)
    answer = post("moderator", f"/b/DEMO/moderator/questions/{number}/queue", version=version)
    assert answer.status_code == 422
    assert "This form is out of date. Please load the page again." in answer.text
    unchanged(before)


def test_a_stale_button_says_who_was_faster_and_at_what(world, post, unchanged):
    number = world.ask()
    world.act("moderator2", "edit", number, 1, wording="Câu gọn")
    before = numbers_of_logs(world)
    answer = post("moderator", f"/b/DEMO/moderator/questions/{number}/queue", version="1")
    assert answer.status_code == 409
    assert (
        "Trần Quốc Bảo was faster (Edit the wording): this question has changed since you saw it."
        in unescape(answer.text)
    )
    unchanged(before)


@pytest.mark.parametrize("verb", ["burn", "__class__", "ask", "send-back"])
def test_a_verb_that_is_none_or_not_possible_changes_nothing(world, post, unchanged, verb):
    number = world.bring("written")
    before = numbers_of_logs(world)
    assert post("moderator", f"/b/DEMO/moderator/questions/{number}/{verb}", version="3").status_code in (
        403,
        404,
    )
    unchanged(before)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("close_intake", "Questions are not being taken at the moment. What you typed is kept here."),
        ("close", "The briefing is over. Questions can no longer be sent."),
    ],
)
def test_who_asks_when_nothing_is_taken_is_told_so(world, post, unchanged, verb, said):
    life.change(world.db, world.moderator, verb)
    before = numbers_of_logs(world)
    answer = post("reporter", ASK, text="Còn kịp không?")
    assert (answer.status_code, said in unescape(answer.text)) == (409, True)
    unchanged(before)


def test_without_scripts_what_was_typed_comes_back_with_the_refusal(world, enter):
    client = enter("reporter")
    answer = client.post(ASK, data={"form_id": "ask", "text": "<i>Câu</i> dài", "point": "999"})
    assert answer.status_code == 422
    assert escape("<i>Câu</i> dài") in answer.text
    assert "<i>Câu</i>" not in answer.text
    assert "999 không phải là điểm cầu của phiên họp báo này." in answer.text


@pytest.mark.parametrize("ended", ["expired", "revoked"])
def test_a_seat_that_has_ended_sends_nothing_more(world, enter, clock, unchanged, ended):
    client = enter("reporter")
    if ended == "expired":
        clock.forward(days=61)
    else:
        seats.revoke(world.db, world.organiser, world.reporter.seat_id)
    before = numbers_of_logs(world)
    assert client.post(ASK, data={"text": "Còn kịp không?"}, headers=STREAM).status_code in (401, 404)
    unchanged(before)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script> & \"ngoặc\" 'đơn'", "<script>alert(1)</script> & \"ngoặc\" 'đơn'"),
        ("{{ 7 * 7 }} {% raw %} %(x)s %s", "{{ 7 * 7 }} {% raw %} %(x)s %s"),
        (
            unicodedata.normalize("NFD", "Đường Nguyễn Huệ, phường Thuỵ Khuê"),
            "Đường Nguyễn Huệ, phường Thuỵ Khuê",
        ),
        ("=1+1 @tổng -5", "=1+1 @tổng -5"),
        ("Dòng một\r\nDòng hai\r", "Dòng một\nDòng hai"),
        ("'; DROP TABLE questions; --", "'; DROP TABLE questions; --"),
        ("Chữ số ٣ và １, 😀 và 𠮷", "Chữ số ٣ và １, 😀 và 𠮷"),
    ],
)
def test_odd_text_stays_text(world, post, enter, typed, kept):
    assert post("reporter", ASK, text=typed).status_code == 200
    assert world.question(1).text == kept
    page = enter("moderator").get("/b/DEMO/moderator").text
    assert "<script>alert" not in page
    assert kept in unescape(page)
    assert problems(world) == []
