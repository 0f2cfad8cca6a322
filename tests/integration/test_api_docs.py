"""docs/api.md, the OpenAPI document and what is served name the same calls, verbs and fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from confhub.commands.questions import VERBS
from confhub.web.api.briefings import LIFE
from confhub.web.api.problems import _TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
CALL = re.compile(r"^\| `((?:GET|POST) /briefings\S*)` \|", re.MULTILINE)


@pytest.fixture
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def test_the_page_and_the_document_list_the_same_calls(document):
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document["paths"].items()
        for method in methods
        if method in ("get", "post")
    }
    written = CALL.findall(PAGE)
    assert len(written) == len(set(written))
    assert set(written) == described


def test_the_document_is_of_openapi_31_and_whole(document):
    assert document["openapi"] == "3.1.0"
    assert document["security"] == [{"token": []}, {"login": []}]
    known = document["components"]["schemas"]
    for reference in re.findall(r"#/components/schemas/(\w+)", str(document)):
        assert reference in known
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            if method not in ("get", "post"):
                continue
            assert call["summary"], path
            assert "401" in call["responses"]
            for status, response in call["responses"].items():
                kind = "application/problem+json" if int(status) >= 400 else "application/json"
                assert list(response["content"]) == [kind], (path, status)
            assert "as" in {parameter["name"] for parameter in call["parameters"]}


def test_every_verb_is_in_both(document):
    paths = document["paths"]
    for path, verbs in (
        ("/api/v1/briefings/{code}/questions/{number}/{verb}", {v.replace("_", "-") for v in VERBS}),
        ("/api/v1/briefings/{code}/{verb}", set(LIFE)),
    ):
        listed = next(p for p in paths[path]["parameters"] if p["name"] == "verb")
        assert set(listed["schema"]["enum"]) == verbs
        assert all(f"`{verb}`" in PAGE for verb in verbs)


def test_every_kind_of_problem_is_on_the_page():
    assert all(f"`{kind}`" in PAGE for kind in _TYPES.values())


def test_what_the_page_shows_of_a_question_is_what_the_document_says(document):
    told = PAGE.partition("## What a question shows")[2].partition("`. Times")[0]
    outer = re.sub(r"\[\{.*?\}\]|\{.*?\}", "", told)
    words = set(re.findall(r"[a-z_]+", outer))
    fields = set(document["components"]["schemas"]["Question"]["properties"])
    assert words <= fields
    assert fields - words <= {"changed_by", "changed_at"}
