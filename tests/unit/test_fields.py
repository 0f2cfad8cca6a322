"""What a form or a JSON body may carry, field by field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from confhub.commands import fields
from confhub.errors import Invalid

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NASTY = [
    None, "", "a", "2026-11-24", "2026-11-24T09:00", "0000-00-00", "-1", "1e9", "9" * 5000,
    "\x00", "\ud800", "\u202e",
    "😀" * 60, "á" * 10_000, 0, -1, 1.5, float("nan"), float("inf"), 10**30,
    True, False, [], ["a"], [None], [[]], {}, {"f": 1},
    b"a",
]  # fmt: skip


def refused(work, field="f") -> str:
    """What is said at the field."""
    with pytest.raises(Invalid) as caught:
        work()
    assert set(caught.value.errors) == {field}
    return str(caught.value.errors[field])


def test_text_is_kept_composed_trimmed_and_with_plain_line_ends():
    assert fields.clean("  Ha\u0300 No\u0323\u0302i \r\n hai\rba ") == "Hà Nội \n hai\nba"
    assert fields.clean(None) == ""
    assert fields.clean(30) == "30"


@pytest.mark.parametrize("empty", [None, "", "  \t\n ", "\u200b\u200d", "\ufeff", "\u00a0\u2003", "\u200e"])
def test_what_shows_nothing_is_nothing(empty):
    said = refused(lambda: fields.text({"f": empty}, "f", most=10))
    assert said == "Please write something here."


def test_a_text_that_need_not_be_there_may_be_empty():
    assert fields.text({}, "f", most=10, required=False) == ""
    assert fields.line({"f": " "}, "f", required=False) == ""


def test_a_text_is_measured_as_it_is_kept():
    assert fields.text({"f": "a\u0301" * 10}, "f", most=10) == "á" * 10
    said = refused(lambda: fields.text({"f": "á" * 11}, "f", most=10))
    assert said == "At most 10 characters; this has 11."


@pytest.mark.parametrize(
    "letter",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u202a", "\u2066", "\u2069", "\ud800"],
)
def test_characters_that_cannot_be_shown_are_refused(letter):
    said = refused(lambda: fields.text({"f": f"a{letter}b"}, "f", most=10))
    assert said.startswith("This contains characters that cannot be shown.")


def test_line_breaks_stay_in_a_text_and_become_spaces_in_a_line():
    assert fields.text({"f": "a\n\tb"}, "f", most=10) == "a\n\tb"
    assert fields.line({"f": " a \n\t b "}, "f") == "a b"


@pytest.mark.parametrize("structure", [["a"], {"a": 1}, True, []])
def test_a_structure_is_no_text(structure):
    assert refused(lambda: fields.text({"f": structure}, "f", most=10)) == "A text, please."
    assert refused(lambda: fields.line({"f": structure}, "f")) == "A text, please."


def test_a_choice_is_one_of_the_list():
    assert fields.choice({"f": "b"}, "f", ("a", "b")) == "b"
    assert fields.choice({}, "f", ("a", "b"), "a") == "a"
    for wrong in ("c", "", "A", ["a"]):
        assert refused(lambda wrong=wrong: fields.choice({"f": wrong}, "f", ("a", "b")))


@pytest.mark.parametrize("wrong", ["", "-1", "0", "11", "1.5", "१", "１", "²", "ten", "9" * 5000, True, [1]])
def test_a_number_is_written_in_plain_digits_within_its_bounds(wrong):
    said = refused(lambda: fields.number({"f": wrong}, "f", most=10))
    assert said == "A whole number from 1 to 10, please."


def test_a_number_may_have_a_default():
    assert fields.number({"f": " 7 "}, "f", most=10) == 7
    assert fields.number({"f": 7}, "f", most=10) == 7
    assert fields.number({"f": ""}, "f", most=10, default=3) == 3


def test_a_day_is_a_date_or_nothing():
    assert fields.day({"f": "2026-11-24"}, "f") == date(2026, 11, 24)
    assert fields.day({}, "f") is None
    for wrong in ("24/11/2026", "2026-02-30", "tomorrow", "２０２６-11-24"):
        assert refused(lambda wrong=wrong: fields.day({"f": wrong}, "f")) == "Please give a date."


def test_a_moment_without_offset_is_local():
    nine = datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert fields.moment({"f": "2026-11-24T09:00"}, "f", HANOI) == nine
    assert fields.moment({"f": "2026-11-24T02:00:00Z"}, "f", HANOI) == nine
    assert fields.moment({"f": " "}, "f", HANOI) is None


@pytest.mark.parametrize("wrong", ["soon", "2026-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:00-10:00"])
def test_a_moment_must_exist(wrong):
    said = refused(lambda: fields.moment({"f": wrong}, "f", HANOI))
    assert said == "Please give a date and a time."


def test_several_come_from_a_form_from_json_or_alone():
    assert fields.several(MultiDict([("f", "a"), ("f", "b"), ("f", "a"), ("f", " ")]), "f") == ["a", "b"]
    assert fields.several({"f": ["a", None, "b"]}, "f") == ["a", "b"]
    assert fields.several({"f": "a"}, "f") == ["a"]
    assert fields.several({}, "f") == []


@pytest.mark.parametrize("value", NASTY, ids=lambda value: ascii(value)[:20])
def test_whatever_comes_is_taken_or_refused_at_its_field(value):
    readers = [
        lambda data: fields.text(data, "f", most=50),
        lambda data: fields.line(data, "f", most=50),
        lambda data: fields.number(data, "f"),
        lambda data: fields.day(data, "f"),
        lambda data: fields.moment(data, "f", HANOI),
        lambda data: fields.choice(data, "f", ("a",)),
        lambda data: fields.several(data, "f"),
    ]
    assert {field for read in readers for field in faults(read, value)} <= {"f"}


def faults(read, value) -> set[str]:
    """The fields at which a value is refused."""
    try:
        read({"f": value})
    except Invalid as refusal:
        return set(refusal.errors)
    return set()
