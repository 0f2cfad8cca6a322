"""The one way in which every desk's forms carry out a verb on a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import questions
from confhub.errors import Invalid, say
from confhub.web.respond import carry_out
from confhub.web.site import site


def add_act(blueprint: Blueprint, page: Callable[..., str]) -> None:
    """Give a desk its endpoint ``act``: ``POST questions/<number>/<verb>``; ``page`` is its view."""

    @blueprint.post("/questions/<int:number>/<verb>")
    def act(number: int, verb: str, **place: Any) -> Response:
        return carry_out(
            lambda: questions.act_on(
                site().db, g.actor, number, verb.replace("-", "_"), form_version(), request.form
            ),
            back=url_for(f"{blueprint.name}.page", **place) + f"#q{number}",
            page=lambda: page(**place),
        )


def form_version() -> int:
    """The version of the question that the form was made for; every button carries it."""
    given = request.form.get("version", "")
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Invalid(version=say("This form is out of date. Please load the page again."))
    return int(given)
