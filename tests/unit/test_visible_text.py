"""No text for people stands in a template or a script itself; it comes from the catalogues."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
TEMPLATES = sorted((CHECKOUT / "templates").rglob("*.html"))
SCRIPTS = sorted((CHECKOUT / "static" / "js").rglob("*.js"))
SHOWN = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "placeholder",
    "title",
}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASS_BLOCK = re.compile(r"\{% block \w*class %\}.*?\{% endblock %\}", re.DOTALL)
# The product's own name, a unit and two keys are the same in every language.
SAME_EVERYWHERE = {"confhub", "ms", "Ctrl", "Enter"}
JS_COMMENT = re.compile(r"/\*.*?\*/|//.*?$", re.DOTALL | re.MULTILINE)
SHOWN_BY_SCRIPT = re.compile(
    r"""(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel|alt)\s*=\s*(["'`].*?["'`])"""
    r"""|setAttribute\(\s*["'](?:aria-label|title|placeholder|alt)["']\s*,\s*(["'`].*?["'`])"""
    r"""|\b(?:alert|confirm|prompt)\(\s*(["'`].*?["'`])"""
)


class Visible(HTMLParser):
    """Collects what a page would show of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attributes):
        self._silent += tag in ("script", "style")
        self.texts += [value for name, value in attributes if name in SHOWN and value]
        if tag == "input":
            given = dict(attributes)
            self.texts += [given["value"] or ""] if given.get("type") in ("submit", "button") else []

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            # Macros may give attributes alone.
            self.texts.append(re.sub(r'[\w-]+="[^"]*"', "", data))


def visible(source: str) -> list[str]:
    """Words that a template shows beside what Jinja fills in."""
    parser = Visible()
    parser.feed(JINJA.sub("", CLASS_BLOCK.sub("", source)))
    parser.close()
    return [word for text in parser.texts for word in words(text)]


def shown_by(script: str) -> list[str]:
    """Words that a script puts on the page itself."""
    given = [text for groups in SHOWN_BY_SCRIPT.findall(script) for text in groups]
    return [word for text in given for word in words(re.sub(r"\$\{.*?\}", "", text))]


def words(text: str) -> list[str]:
    """The words of a text that are not the same everywhere."""
    return [word for word in re.findall(r"[^\W\d_]+", text) if word not in SAME_EVERYWHERE]


def vietnamese(source: str) -> set[str]:
    """Letters that no English text has; đ is needed where diacritics are taken off."""
    return {letter for letter in source if letter.isalpha() and not letter.isascii()} - set("đĐ")


def test_the_check_finds_a_text():
    page = '{% block body_class %}wide{% endblock %}<p title="No">{{ _("Good") }} &middot; confhub <b>Bad</b>'
    assert visible(page) == ["No", "Bad"]
    assert shown_by('label.textContent = "Sent";') == ["Sent"]
    assert shown_by("label.textContent = text; tag.title = `${many} / ${most}`;") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_template_says_nothing_of_its_own(path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert visible(source) == []
    assert vietnamese(source) == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_says_nothing_of_its_own(path):
    source = JS_COMMENT.sub("", path.read_text())
    assert shown_by(source) == []
    assert vietnamese(source) == set()
