"""Every audience's pages in every language, as they are loaded and as messages keep them up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask

from confhub import audiences, event_log
from confhub.i18n import LANGUAGES
from confhub.live import fragments, regions
from confhub.live.pump import Pump, room
from confhub.models import Briefing
from confhub.queries.view import View
from tests.world import World

Screens = dict[tuple[str, str, str], str]
_CSRF = re.compile(r'(name="csrf_token" value=")[^"]*')
_TEMPLATE = re.compile(r"<template>(.*)</template></turbo-stream>$", re.DOTALL)


def without_csrf(html: str) -> str:
    """HTML without the value that differs from page to page and is empty in messages."""
    return _CSRF.sub(r"\1", html)


def inside(message: dict[str, Any]) -> str:
    """What an update puts into its region, without those values."""
    found = _TEMPLATE.search(message["html"])
    assert found is not None
    return without_csrf(found[1])


class Watcher:
    """Every audience in every language, with what their pages show."""

    def __init__(self, app: Flask, world: World, languages: Iterable[str] = LANGUAGES) -> None:
        self.app, self.world, self.languages = app, world, tuple(languages)
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.pump = Pump(app, world.db, lambda to, message: self.sent.append((to, message)), lambda *_: None)
        actors = [world.actors[name] for name in world.actors]
        self.audiences = sorted(set().union(*map(audiences.of_actor, actors)))
        for audience in self.audiences:
            for language in self.languages:
                self.pump.watch(world.briefing_id, audience, language)

    def reload(self) -> Screens:
        """What each page shows when it is loaded now, with nothing taken from memory."""
        remembered, fragments._kept = fragments._kept, {}
        try:
            return {key: without_csrf(html) for key, html in self._render()}
        finally:
            fragments._kept = remembered

    def _render(self) -> Iterator[tuple[tuple[str, str, str], str]]:
        with self.world.db.reading() as session:
            seq = event_log.last_seq(session, self.world.briefing_id)
            briefing = session.get_one(Briefing, self.world.briefing_id)
            for audience in self.audiences:
                view = View(session, briefing, regions.eyes(audience, briefing, session), seq)
                for region in audiences.regions(audience):
                    for language in self.languages:
                        yield (audience, region, language), self.pump.render(view, region, language)

    def receive(self, screens: Screens) -> Screens:
        """The pages after the messages of one tick."""
        self.sent.clear()
        self.pump.tick()
        rooms = {
            room(self.world.briefing_id, audience, language): (audience, language)
            for audience in self.audiences
            for language in self.languages
        }
        after = dict(screens)
        for to, message in self.sent:
            audience, language = rooms[to]
            after[(audience, message["region"], language)] = inside(message)
        return after

    def reached(self) -> set[str]:
        """Audiences that got a message in the last tick."""
        return {to.split("|")[1] for to, _message in self.sent}
