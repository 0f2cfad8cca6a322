"""A page of forty questions asks the database as often as a page of four."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from confhub import audiences, event_log
from confhub.live import regions
from confhub.live.pump import Pump
from confhub.models import Briefing
from confhub.queries.view import View

PAGES = {
    "moderator": "moderator",
    "moderator2": "moderator/questions/1",
    "organiser": "organiser",
    "clerk": "clerk",
    "chair": "chair",
    "leader": "point/006",
    "reporter": "reporter",
    "display": "display",
}
MIXTURE = (
    "received", "queued", "returned", "routed", "accepted", "answered", "written", "cleared", "published",
    "declined",
)  # fmt: skip


@contextmanager
def counted(db) -> Iterator[list[str]]:
    """The statements that are executed in the block."""
    statements: list[str] = []

    def count(_connection, _cursor, statement, *_more) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield statements
    event.remove(db.engine, "before_cursor_execute", count)


def fill(world, rounds: int) -> None:
    """Questions in every state, some that follow up or were merged into another one."""
    for _ in range(rounds):
        for state in MIXTURE:
            parent = world.bring(state)
        world.ask(parent=str(parent))
        world.act("moderator", "merge", world.ask(by="reporter2"), into=world.bring("queued"))


def by_region(app, world) -> dict[str, list[str]]:
    """The statements that each region of each desk takes."""
    pump = Pump(app, world.db, lambda *_: None, lambda *_: None)
    found = {}
    with world.db.reading() as session:
        briefing = session.get_one(Briefing, world.briefing_id)
        seq = event_log.last_seq(session, world.briefing_id)
    for audience in sorted(set().union(*(audiences.of_actor(actor) for actor in world.actors.values()))):
        for region in audiences.regions(audience):
            with world.db.reading() as session:
                briefing = session.get_one(Briefing, world.briefing_id)
                view = View(session, briefing, regions.eyes(audience, briefing, session), seq)
                with counted(world.db) as statements:
                    pump.render(view, region, "vi")
            found[f"{audience.partition(':')[0]} {region}"] = statements
    return found


def by_page(enter, world) -> dict[str, list[str]]:
    """The statements that each desk's page takes."""
    found = {}
    for who, path in PAGES.items():
        client = enter(who)
        with counted(world.db) as statements:
            assert client.get(f"/b/DEMO/{path}").status_code == 200
        found[path] = statements
    return found


def assert_alike(few: dict[str, list[str]], many: dict[str, list[str]], most: int) -> None:
    """Assert that many questions take the statements of few, and no more than ``most``."""
    for name, statements in many.items():
        assert len(statements) <= len(few[name]), (name, statements)
        assert len(statements) <= most, (name, len(statements))


def test_many_questions_take_as_many_statements_as_few(app, enter, world):
    world.begin("one_round", lambda: fill(world, 1))
    number = world.bring("on_air")
    few, few_pages = by_region(app, world), by_page(enter, world)
    world.act("moderator", "answer", number)
    fill(world, 2)
    world.bring("on_air")
    assert_alike(few, by_region(app, world), 21)
    assert_alike(few_pages, by_page(enter, world), 60)


def test_commands_do_not_read_the_other_questions(world):
    world.begin("one_round", lambda: fill(world, 1))
    few = by_command(world)
    fill(world, 2)
    assert_alike(few, by_command(world), 30)


def by_command(world) -> dict[str, list[str]]:
    """The statements of some verbs, each on a question of its own."""
    found = {}
    for by, verb, state, data in [
        ("moderator", "queue", "received", {}),
        ("moderator", "route", "queued", {"unit": ["006", "001"]}),
        ("moderator", "move", "queued", {"by": "up"}),
        ("moderator", "air", "ready", {}),
        ("moderator", "merge", "received", {"into": world.ask()}),
        ("reporter", "withdraw", "received", {}),
    ]:
        number = world.bring(state)
        with counted(world.db) as statements:
            world.act(by, verb, number, **data)
        found[verb] = statements
        if verb == "air":
            world.act("moderator", "answer", number)
    with counted(world.db) as statements:
        world.ask()
    return {**found, "ask": statements}
