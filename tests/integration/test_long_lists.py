"""A flood of questions: live lists show their beginning, other pages the rest, and none is out of reach."""

from __future__ import annotations

import re

import pytest

from confhub.live.regions import MINE_SHOWN
from confhub.queries.questions import SHOWN

MORE = 5


@pytest.fixture
def flood(world):
    return [world.ask(f"Câu hỏi số {n} về đường Láng?") for n in range(SHOWN + MORE)]


def numbers(page):
    return [int(number) for number in re.findall(r'<article class="q[^"]*" id="q(\d+)"', page)]


def region(page, name):
    return page.split(f'data-region="{name}"')[1].split("data-region=")[0]


def test_the_inbox_shows_the_oldest_and_counts_all(enter, flood):
    inbox = region(enter("moderator").get("/b/DEMO/moderator").text, "moderator-inbox")
    assert numbers(inbox) == flood[:SHOWN]
    assert f'<span class="count">{len(flood)}</span>' in inbox
    assert f"/b/DEMO/moderator/questions?state=received&amp;after={flood[SHOWN - 1]}" in inbox


def test_the_rest_of_the_inbox_is_a_page_away(enter, flood):
    page = enter("moderator").get(f"/b/DEMO/moderator/questions?state=received&after={flood[SHOWN - 1]}").text
    assert numbers(page) == flood[SHOWN:]


def test_all_questions_can_be_leafed_through(enter, flood):
    browser, found, link = enter("moderator"), [], "/b/DEMO/moderator/questions"
    while link:
        page = browser.get(link).text
        found += numbers(page)
        onward = re.search(r'href="(/b/DEMO/moderator/questions\?[^"]*after=\d+)"', page)
        link = onward[1].replace("&amp;", "&") if onward else None
    assert found == flood


def test_the_list_finds_words_without_their_diacritics(enter, flood):
    assert numbers(enter("moderator").get("/b/DEMO/moderator/questions?q=so+43+ve+duong+lang").text) == [
        flood[43]
    ]


@pytest.mark.parametrize("query", ["after=-1", "after=9999999999999999999", "after=x", "state=nonsense"])
def test_the_list_bears_any_address(enter, flood, query):
    assert enter("moderator").get(f"/b/DEMO/moderator/questions?{query}").status_code == 200


def test_a_reporter_sees_the_newest_questions_and_leafs_back(enter, flood):
    browser = enter("reporter")
    newest = numbers(region(browser.get("/b/DEMO/reporter").text, "reporter-mine"))
    assert newest == flood[: -MINE_SHOWN - 1 : -1]
    page = browser.get(f"/b/DEMO/reporter/questions?before={newest[-1]}").text
    assert numbers(page) == sorted(flood[:-MINE_SHOWN], reverse=True)


@pytest.mark.parametrize("before", ["", "x", "99999999999999999999"])
def test_leafing_back_bears_any_address(enter, flood, before):
    assert enter("reporter").get(f"/b/DEMO/reporter/questions?before={before}").status_code == 200


def test_the_end_names_the_first_of_many_open_questions(enter, world):
    for n in range(102):
        world.ask(f"Câu {n}?")
    life = region(enter("organiser").get("/b/DEMO/organiser").text, "organiser-life")
    assert life.count("/organiser/questions/") == 100


def test_a_question_on_an_earlier_page_is_withdrawn_by_a_plain_form(enter, world):
    number = world.ask()
    browser = enter("reporter")
    page = browser.get("/b/DEMO/reporter/questions").text
    # Nothing follows the log there, so that the page must be left to show what became of it.
    assert '<div data-turbo="false">' in page
    answer = browser.post(f"/b/DEMO/reporter/questions/{number}/withdraw", data={"version": "1"})
    assert answer.status_code == 303
    assert world.question(number).state == "withdrawn"


def test_an_earlier_question_can_still_be_followed_up(enter, flood):
    page = enter("reporter").get(f"/b/DEMO/reporter?parent={flood[0]}").text
    assert f'<option value="{flood[0]}" selected>' in page


def test_no_question_of_somebody_else_is_offered_for_a_follow_up(enter, world):
    number = world.ask(by="reporter2")
    assert f'<option value="{number}"' not in enter("reporter").get(f"/b/DEMO/reporter?parent={number}").text
