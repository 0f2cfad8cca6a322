"""What a transaction changes in rows, kept until its event is written.

SQLAlchemy's flush is listened to, so that no command can forget a row. ``insert`` and ``change`` do the
same by one statement of Core, for the commands where speed counts.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import Table, event, inspect, update
from sqlalchemy import insert as insert_into
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import set_committed_value

from confhub.models import Base, plain

# Table → id → column → [before, after].
Rows = dict[str, dict[str, dict[str, Any]]]
_KEPT = "rows"


def taken_from(session: Session) -> Rows:
    """All that was changed so far; nothing is kept any more."""
    rows: Rows = session.info.pop(_KEPT, {})
    return rows


def logged_columns(model: type[Base]) -> tuple[str, ...]:
    """The columns of a table that the log carries."""
    return _logged(model)


@cache
def _logged(model: Any) -> tuple[str, ...]:
    return tuple(c.key for c in inspect(model).column_attrs if c.key not in model.__unlogged__)


def defaults(table: str) -> dict[str, Any]:
    """What the columns of a table that the log carries hold in a row of which nothing is said."""
    model = next(m.class_ for m in Base.registry.mappers if m.local_table.name == table)  # type: ignore[attr-defined]
    columns = Base.metadata.tables[table].columns
    return {name: plain(default_of(columns[name])) for name in logged_columns(model)}


def insert(session: Session, row: Base) -> None:
    """Write a new row that no session knows; gives it its id and the defaults of its columns."""
    table = cast(Table, row.__table__)
    values = {c.key: _value(row, c) for c in table.columns if c.key != "id"}
    row.id = session.connection().execute(insert_into(table).returning(table.c.id), values).scalar_one()  # type: ignore[attr-defined]
    for name, value in values.items():
        set_committed_value(row, name, value)
    kept = _kept(session, row)
    for name in logged_columns(type(row)):
        kept[name] = [None, plain(getattr(row, name))]


def change(session: Session, row: Base, **values: Any) -> None:
    """Write new values into columns of a row that the session has read."""
    table = cast(Table, row.__table__)
    session.connection().execute(update(table).where(table.c.id == row.id).values(**values))  # type: ignore[attr-defined]
    kept = _kept(session, row)
    for name, value in values.items():
        kept[name] = [kept.get(name, [plain(getattr(row, name))])[0], plain(value)]
        set_committed_value(row, name, value)


def _value(row: Base, column: Any) -> Any:
    return row.__dict__[column.key] if column.key in row.__dict__ else default_of(column)


def default_of(column: Any) -> Any:
    """What a column of a new row holds when nothing is said of it."""
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _kept(session: Session, row: Base) -> dict[str, Any]:
    rows: Rows = session.info.setdefault(_KEPT, {})
    return rows.setdefault(row.__tablename__, {}).setdefault(str(row.id), {})  # type: ignore[attr-defined]


def _collect(session: Session, _context: UOWTransaction) -> None:
    for row in [*session.new, *session.dirty]:
        if row.__log__ is None:
            continue
        state, columns = inspect(row), _kept(session, row)
        for column in logged_columns(type(row)):
            after = plain(getattr(row, column))
            if not state.has_identity:
                columns[column] = [None, after]
            elif (history := state.attrs[column].history).has_changes():
                before = columns[column][0] if column in columns else plain((history.deleted or [None])[0])
                columns[column] = [before, after]
    if session.deleted:
        raise RuntimeError("rows are never deleted; a command ends them with a state or a time")


event.listen(Session, "after_flush", _collect)
