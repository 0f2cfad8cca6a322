"""Real questions, as they were put at press conferences, come out of the system as they went in."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from markupsafe import escape

from confhub import event_log
from confhub.queries import questions
from confhub.queries.questions import SHOWN
from tests.checks import problems
from tests.reporter_page import PAGE, STREAM

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "press_questions.jsonl"
TEXTS = [json.loads(line)["text"] for line in DATA.read_text().splitlines()] if DATA.exists() else []
SLICES = [TEXTS[start : start + SHOWN] for start in range(0, len(TEXTS), SHOWN)]


def composed(text: str) -> str:
    """A text as it should be kept."""
    return unicodedata.normalize("NFC", text).strip()


def shown(page: str) -> dict[int, str]:
    """Number of each question card in a page → its source, from its id to the next one's."""
    starts = [(int(found[1]), found.start()) for found in re.finditer(r'<\w+[^>]* id="q(\d+)"', page)]
    ends = [start for _number, start in starts[1:]] + [len(page)]
    return {number: page[start:end] for (number, start), end in zip(starts, ends, strict=True)}


# The questions are not part of this repository; where they are not at hand there is no test.
if TEXTS:

    @pytest.mark.parametrize("texts", SLICES, ids=lambda texts: f"{len(texts)} texts")
    def test_real_questions_come_out_as_they_went_in(world, enter, texts):
        reporter = enter("reporter")
        for index, text in enumerate(texts):
            # Every other one comes from a keyboard that takes letters apart.
            typed = unicodedata.normalize("NFD" if index % 2 else "NFC", text)
            sent = {"text": typed, "client_id": f"c{index}", "form_id": "ask"}
            assert reporter.post(f"{PAGE}/questions", data=sent, headers=STREAM).status_code == 200
        wanted = [composed(text) for text in texts]
        with world.db.reading() as session:
            rows = questions.all_of(session, world.briefing_id)
            assert [row.text for row in rows] == wanted
            logged = {}
            for event in event_log.read(session, world.briefing_id):
                for key, columns in event_log.rows_of(event).get("questions", {}).items():
                    logged[int(key)] = columns["text"][1]
            assert [logged[row.id] for row in rows] == wanted
        cards = shown(enter("moderator").get("/b/DEMO/moderator").text)
        for number, text in enumerate(wanted, 1):
            assert str(escape(text)) in cards[number]
        assert problems(world) == []
