"""Which questions of this briefing and of earlier ones a question may repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from confhub.models import Briefing, Question
from confhub.queries import questions, repeats
from confhub.queries.repeats import Repeat
from tests.suggestions import without_marks
from tests.world import World

FERRY = "Bao giờ phà Cổ Đô chạy lại sau khi nước sông rút?"
AGAIN = f"Thưa bà chủ trì, bạn đọc hỏi: {FERRY}"
FREELY = "Nước sông rút rồi, sao phà Cổ Đô vẫn nằm bến, bao giờ có lịch?"
OTHER = "Cây xanh phố Đặng Dung bị cắt trụi, ai cho phép?"


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing is known from other tests."""
    repeats._known.cache_clear()
    yield
    repeats._known.cache_clear()


def found(world: World, number: int, by: str = "moderator", **how: Any) -> tuple[Repeat, ...]:
    """The possible repeats of one question as one role sees them."""
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        question = questions.one(session, briefing.id, number)
        assert question is not None
        return repeats.of(session, world.actors[by], briefing, [question], **how).get(question.id, ())


def numbers(world: World, number: int, **how: Any) -> list[int]:
    return [repeat.number for repeat in found(world, number, **how)]


@pytest.mark.parametrize("text", [AGAIN, without_marks(AGAIN)])
def test_a_repeat_is_found_in_both_directions(world: World, text: str) -> None:
    first, _other, second = world.ask(FERRY, by="reporter2"), world.ask(OTHER), world.ask(text)
    (repeat,) = found(world, second)
    asker = world.reporter2
    assert repeat == Repeat(
        id=world.question(first).id,
        number=first,
        code="",
        title="",
        state="received",
        score=repeat.score,
        asker=asker.name,
        outlet=asker.outlet or "",
        wording=FERRY,
    )
    assert 0.72 <= repeat.score <= 1
    assert numbers(world, first) == [second]


@pytest.mark.parametrize(
    "state", ["received", "queued", "returned", "on_air", "answered", "written", "published"]
)
def test_open_and_answered_questions_are_looked_at(world: World, state: str) -> None:
    first = world.bring(state, text=FERRY)
    assert numbers(world, world.ask(AGAIN)) == [first]


@pytest.mark.parametrize("state", ["declined", "merged", "withdrawn"])
def test_what_was_merged_withdrawn_or_declined_is_not(world: World, state: str) -> None:
    world.bring(state, text=FERRY)
    assert found(world, world.ask(AGAIN)) == ()


def test_only_the_states_that_are_asked_for_are_looked_at(world: World) -> None:
    world.ask(FERRY)
    queued = world.bring("queued", text=FERRY)
    assert numbers(world, world.ask(AGAIN), states=frozenset({"queued"})) == [queued]


def test_a_follow_up_and_its_parent_are_no_repeats_of_each_other(world: World) -> None:
    parent = world.ask(FERRY)
    follow_up = world.ask(AGAIN, parent=str(parent))
    assert (found(world, parent), found(world, follow_up)) == ((), ())


def test_a_repeat_that_is_worded_freely_is_found_where_the_bar_is_lower(world: World) -> None:
    first = world.ask(FERRY)
    second = world.ask(FREELY)
    assert found(world, second) == ()
    assert numbers(world, second, least=repeats.FREELY_WORDED) == [first]


def test_the_likeliest_comes_first_and_few_are_shown(world: World) -> None:
    asked = [world.ask(text) for text in (FREELY, AGAIN, FERRY, FERRY, AGAIN, FERRY)]
    last = world.ask(FERRY)
    assert numbers(world, last) == [asked[2], asked[3], asked[5], asked[1]]


def test_a_question_is_compared_as_it_is_worded_now(world: World) -> None:
    first, second = world.ask(FERRY), world.ask(OTHER)
    assert found(world, second) == ()
    world.act("moderator", "edit", second, None, wording=AGAIN)
    assert numbers(world, first) == [second]
    world.act("moderator", "edit", first, None, wording=OTHER)
    assert (found(world, first), found(world, second)) == ((), ())


def test_what_becomes_of_a_question_is_seen_at_once(world: World) -> None:
    first, second = world.ask(FERRY), world.ask(AGAIN)
    world.act("moderator", "queue", first)
    assert [repeat.state for repeat in found(world, second)] == ["queued"]
    world.act("moderator", "merge", first, None, into=second)
    assert found(world, second) == ()
    world.act("moderator", "reopen", first)
    assert numbers(world, second) == [first]


def test_answered_questions_of_earlier_briefings_are_found_too(world: World, earlier: Any) -> None:
    past = earlier("HN-01", FERRY, days=7)
    (repeat,) = found(world, world.ask(AGAIN))
    assert (repeat.code, repeat.title) == ("HN-01", "Phiên họp báo thường kỳ")
    assert (repeat.number, repeat.state) == (1, "answered")
    assert repeat.id == past.question(1).id


def test_a_briefing_that_is_not_over_or_began_later_is_none_of_the_earlier(
    world: World, earlier: Any
) -> None:
    earlier("HN-01", FERRY, days=7, over=False)
    earlier("HN-02", FERRY, days=-7)
    assert found(world, world.ask(AGAIN)) == ()


def test_earlier_briefings_are_shown_to_staff_alone(world: World, earlier: Any) -> None:
    earlier("HN-01", FERRY, days=7)
    number = world.ask(AGAIN)
    assert found(world, number, by="clerk")
    assert found(world, number, by="reporter") == ()


def test_no_further_back_is_looked_than_settled(
    world: World, earlier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (1, 2, 3):
        earlier(f"HN-0{days}", FERRY, days=days)
    number = world.ask(AGAIN)
    monkeypatch.setattr(repeats, "EARLIER_BRIEFINGS", 2)
    assert [repeat.code for repeat in found(world, number)] == ["HN-01", "HN-02"]
    monkeypatch.setattr(repeats, "EARLIER_QUESTIONS", 3)
    assert [repeat.code for repeat in found(world, number)] == ["HN-01"]


@pytest.mark.usefixtures("forgetful")
def test_a_further_question_is_compared_and_no_other_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (FERRY, OTHER, AGAIN):
        world.ask(text)
    looked_for: list[object] = []
    look_for = repeats.Index._look_for

    def counted(self: Any, new: Any) -> Any:
        looked_for.append(new)
        return look_for(self, new)

    monkeypatch.setattr(repeats.Index, "_look_for", counted)
    assert all_found(world) == {1: [3], 3: [1]}
    assert len(looked_for) == 3
    assert all_found(world) == {1: [3], 3: [1]}
    world.ask(f"{FERRY} Xin cảm ơn.")
    assert all_found(world) == {1: [4, 3], 3: [1, 4], 4: [1, 3]}
    assert len(looked_for) == 4


def all_found(world: World) -> dict[int, list[int]]:
    """The repeats of all questions of the briefing, by number."""
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        rows = {row.id: row.number for row in questions.all_of(session, briefing.id)}
        hits = repeats.of(session, world.moderator, briefing, questions.all_of(session, briefing.id))
    return {rows[id_]: [repeat.number for repeat in those] for id_, those in hits.items()}


def test_another_database_with_the_same_ids_is_not_taken_for_this_one(
    world: World, sqlite_world: World
) -> None:
    assert world.briefing_id == sqlite_world.briefing_id
    first, _ = world.ask(FERRY), sqlite_world.ask(OTHER)
    second, same = world.ask(AGAIN), sqlite_world.ask(AGAIN)
    assert numbers(world, second) == [first]
    assert found(sqlite_world, same) == ()
    assert numbers(world, second) == [first]


def test_repeats_can_be_kept(world: World) -> None:
    world.ask(FERRY)
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        row: Question = questions.all_of(session, briefing.id)[0]
        assert repeats.of(session, world.moderator, briefing, []) == {}
        assert hash(repeats.of(session, world.moderator, briefing, [row]).get(row.id, ())) is not None
