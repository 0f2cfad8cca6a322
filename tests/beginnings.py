"""What many tests begin with happens once; after that the database is as it was then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tests.databases import Files, Postgres

if TYPE_CHECKING:
    from tests.world import World

T = TypeVar("T")


@dataclass
class Beginnings:
    """Beginnings of a test in the World that is kept as ``world``, and what came of each."""

    databases: Files | Postgres
    _known: dict[str, tuple[object, int]] = field(default_factory=dict)

    def make(self, world: World, name: str, act: Callable[[], T]) -> T:
        """What ``act`` does to the world and returns; brought back when nothing has happened before it."""
        if not self.databases.is_still("world") or world.db.clock() != world.began:
            return act()
        if name in self._known:
            self._restore(world, f"after_{name}")
            found, world.asked = self._known[name]
            return found  # type: ignore[return-value]
        found = act()
        if world.db.is_sqlite:
            world.db.close()
        self.databases.keep(f"after_{name}")
        self._known[name] = found, world.asked
        return found

    def again(self, world: World) -> None:
        """Let everything that has happened in the world not have happened."""
        self._restore(world, "world")
        world.asked = 0

    def _restore(self, world: World, name: str) -> None:
        if world.db.is_sqlite:
            world.db.close()
        self.databases.restore(name)
