"""Which points of a briefing its questions are about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from confhub.models import Briefing, Point, Question, Unit
from confhub.queries import questions, suggested
from confhub.queries.suggested import Hint, Hints
from tests.suggestions import without_marks
from tests.world import World

LANG = "Bao giờ phường Láng Thượng có nước sạch trở lại?"
BOTH = "Vì sao quận Ba Đình và phường Láng Thượng thu phí gửi xe khác nhau?"
UNSURE = "Người dân phường Quang Trung hỏi bao giờ chợ mở lại?"
DONG_DA, BA_DINH = ("006", "Quận Đống Đa"), ("001", "Quận Ba Đình")


def hints(world: World, *texts: str) -> list[Hints | None]:
    """What is suggested for questions with these texts, in order."""
    numbers = [world.ask(text) for text in texts]
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        rows = [questions.one(session, briefing.id, number) for number in numbers]
        asked = [row for row in rows if row is not None]
        found = suggested.of(session, briefing, asked)
        return [found.get(row.id) for row in asked]


def set_points(world: World, roster: str, points: Sequence[tuple[str, str]]) -> None:
    """Let the briefing have another roster and these points beside its own."""
    with world.db.transaction() as session:
        session.execute(update(Briefing).where(Briefing.id == world.briefing_id).values(roster=roster))
        for place, (code, name) in enumerate(points, 50):
            session.add(Point(briefing_id=world.briefing_id, code=code, name=name, position=place))


def test_a_commune_is_answered_for_by_its_district_and_is_the_reason(world: World) -> None:
    assert hints(world, LANG) == [Hints(sure=(Hint(*DONG_DA, "phường Láng Thượng"),))]


def test_without_diacritics_the_same_point_is_suggested(world: World) -> None:
    assert hints(world, without_marks(LANG)) == [Hints(sure=(Hint(*DONG_DA, "phuong Lang Thuong"),))]


def test_all_points_that_are_named_are_suggested_in_order_of_mention(world: World) -> None:
    (found,) = hints(world, BOTH)
    assert found is not None
    assert [hint.code for hint in found.sure] == ["001", "006"]


def test_of_districts_that_may_be_meant_only_those_with_a_point_are_shown(world: World) -> None:
    # Quang Trung lies in Đống Đa, Hà Đông and Sơn Tây; the last has no point here.
    (found,) = hints(world, UNSURE)
    assert found is not None
    assert (found.sure, {hint.code for hint in found.maybe}) == ((), {"006", "268"})


def test_a_question_that_names_no_place_or_no_point_has_no_entry(world: World) -> None:
    assert hints(world, "Bao giờ sửa xong đường?", "Quận Cầu Giấy thu phí ra sao?") == [None, None]


def test_the_moderators_wording_is_what_is_read(world: World) -> None:
    number = world.ask("Phường tôi bao giờ có nước?")
    world.act("moderator", "edit", number, None, wording=LANG)
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        assert list(suggested.of(session, briefing, questions.all_of(session, briefing.id)))


def test_points_added_by_hand_are_found_by_their_names(world: World) -> None:
    set_points(world, "hanoi-2024", [("X1", "Sở Xây dựng"), ("X2", "Khu đô thị Sông Nhuệ")])
    first, second, third = hints(
        world,
        "Sở Xây dựng có biết việc này không?",
        "Bao giờ Khu đô thị Sông Nhuệ có trường học?",
        LANG,
    )
    assert first == Hints(sure=(Hint("X1", "Sở Xây dựng", "Sở Xây dựng"),))
    assert second is not None and [hint.code for hint in second.sure] == ["X2"]
    assert third == Hints(sure=(Hint(*DONG_DA, "phường Láng Thượng"),))


def test_a_commune_with_a_point_of_its_own_answers_for_itself(world: World) -> None:
    with world.db.reading() as session:
        code = session.scalar(
            select(Unit.code).where(Unit.roster == "hanoi-2024", Unit.name == "Phường Láng Thượng")
        )
    assert code is not None
    set_points(world, "hanoi-2024", [(code, "Phường Láng Thượng")])
    (found,) = hints(world, LANG)
    assert found is not None
    assert [hint.code for hint in found.sure] == [code]


def test_a_roster_of_the_directory_is_read_with_its_communes(world: World) -> None:
    with world.db.transaction() as session:
        district = Unit(roster="song-bac", code="001", name="Huyện Sông Bắc", kind="district")
        session.add(district)
        session.flush()
        commune = {"roster": "song-bac", "code": "00991", "name": "Xã Đồng Vải", "kind": "commune"}
        session.add(Unit(**commune, parent_id=district.id))
    set_points(world, "song-bac", [])
    (found,) = hints(world, "Bao giờ xã Đồng Vải có cầu mới?")
    assert found == Hints(sure=(Hint(*BA_DINH, "xã Đồng Vải"),))


def test_a_roster_that_nobody_knows_leaves_the_points_themselves(world: World) -> None:
    set_points(world, "no-such", [])
    assert hints(world, "Quận Đống Đa bao giờ sửa vỉa hè?", LANG) == [
        Hints(sure=(Hint(*DONG_DA, "Quận Đống Đa"),)),
        None,
    ]


def test_asking_again_reads_no_text_again(world: World) -> None:
    hints(world, LANG)
    before = suggested._read.cache_info().misses
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        found: dict[int, Hints] = suggested.of(session, briefing, session.scalars(select(Question)).all())
    assert found
    assert suggested._read.cache_info().misses == before
    assert hash(tuple(found.values()))
