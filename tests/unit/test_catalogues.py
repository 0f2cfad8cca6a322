"""Every word on the screen has its Vietnamese, once, whole; and nothing is translated that nobody says."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from confhub import i18n

CHECKOUT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "say": (1,),
    "N_": (1,),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
LONE_PERCENT = re.compile(r"%(?!\(\w+\)[a-z]|%)")


def said_in(method: str, pattern: str, folder: Path) -> dict[str | tuple[str, ...], set[str]]:
    """What the files of a folder say: msgid (or singular and plural) → the files."""
    found: dict[str | tuple[str, ...], set[str]] = defaultdict(set)
    for path in sorted(folder.rglob(pattern)):
        with path.open("rb") as file:
            for _line, msgid, _comments, _context in extract(method, file, KEYWORDS):
                found[msgid].add(str(path.relative_to(CHECKOUT)))
    return found


IN_TEMPLATES = said_in("jinja2.ext:babel_extract", "*.html", CHECKOUT / "templates")
IN_CODE = said_in("python", "*.py", CHECKOUT / "confhub")
SAID = sorted(
    (msgid for msgid in {*IN_TEMPLATES, *IN_CODE} if msgid),
    key=lambda msgid: msgid if isinstance(msgid, str) else msgid[0],
)
FILES = sorted((i18n.LOCALE_DIR / "vi").glob("*.po"))


def entries(path: Path) -> list[Message]:
    """The entries of a PO file, its header left out."""
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


TRANSLATED: dict[str | tuple[str, ...], dict[str, Message]] = defaultdict(dict)
for po in FILES:
    for entry in entries(po):
        TRANSLATED[entry.id][po.name] = entry


def spellings(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """A text, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def test_something_is_said_and_something_is_translated():
    assert len(SAID) > 100
    assert len(FILES) > 2


def test_everything_that_is_said_has_its_vietnamese():
    missing = {msgid: IN_TEMPLATES.get(msgid) or IN_CODE[msgid] for msgid in SAID if msgid not in TRANSLATED}
    assert not missing, "\n".join(f"{msgid!r}: {', '.join(where)}" for msgid, where in missing.items())


def test_nothing_is_translated_that_nobody_says():
    unused = {msgid: sorted(files) for msgid, files in TRANSLATED.items() if msgid not in SAID}
    assert not unused, unused


def test_no_text_is_said_alone_here_and_counted_there():
    alone = {msgid for msgid in SAID if isinstance(msgid, str)}
    counted = {text for msgid in SAID if not isinstance(msgid, str) for text in msgid}
    assert not alone & counted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_is_filled_in_and_certain(path):
    for message in entries(path):
        assert all(text.strip() for text in spellings(message.string)), f"{message.id!r} is empty"
        assert not message.fuzzy, f"{message.id!r} is fuzzy"
        assert message.context is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_names_the_same_values_as_its_english(path):
    for message in entries(path):
        wanted = {name for text in spellings(message.id) for name in PLACEHOLDER.findall(text)}
        for text in spellings(message.string):
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_has_an_entry_twice(path):
    msgids = re.findall(r'^msgid ((?:".*"\n)+)', path.read_text(), re.MULTILINE)
    assert len(msgids) == len(set(msgids))


def test_what_stands_in_two_files_is_translated_alike():
    for msgid, by_file in TRANSLATED.items():
        assert len({message.string for message in by_file.values()}) == 1, (msgid, sorted(by_file))


def test_entries_are_named_in_english():
    for msgid in SAID:
        for text in spellings(msgid):
            assert not [letter for letter in text if letter.isalpha() and not letter.isascii()], text


def test_a_percent_sign_is_part_of_a_value_or_doubled():
    for msgid, by_file in TRANSLATED.items():
        for text in (*spellings(msgid), *(t for m in by_file.values() for t in spellings(m.string))):
            assert not LONE_PERCENT.search(text), text


def test_what_is_loaded_is_what_stands_in_the_files():
    vietnamese = i18n.load("vi")
    for msgid, by_file in TRANSLATED.items():
        string = next(iter(by_file.values())).string
        if isinstance(msgid, str):
            assert vietnamese.gettext(msgid) == string
        else:
            assert {vietnamese.ngettext(*msgid, number) for number in (1, 2)} == {spellings(string)[0]}


def test_english_needs_no_file():
    assert i18n.load("en").gettext("Put on air") == "Put on air"
    assert [i18n.load("en").ngettext("One", "%(num)d", number) for number in (1, 2)] == ["One", "%(num)d"]
