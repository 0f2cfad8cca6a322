"""The one way in which every desk writes on the back channel and acknowledges what came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from confhub.commands import channel
from confhub.errors import say
from confhub.web.respond import carry_out
from confhub.web.site import site


def add_channel(blueprint: Blueprint, page: Callable[..., str]) -> None:
    """Give a desk ``send`` (``POST messages``) and ``acknowledge``; ``page`` is its view."""

    @blueprint.post("/messages")
    def send(**place: Any) -> Response:
        return carry_out(
            lambda: channel.send(site().db, g.actor, request.form),
            back=_back(blueprint, place),
            page=lambda: page(**place),
            said=say("The message has been sent."),
        )

    @blueprint.post("/messages/<int:message_id>/acknowledge")
    def acknowledge(message_id: int, **place: Any) -> Response:
        return carry_out(
            lambda: channel.acknowledge(site().db, g.actor, message_id),
            back=_back(blueprint, place),
            page=lambda: page(**place),
        )


def _back(blueprint: Blueprint, place: dict[str, Any]) -> str:
    return url_for(f"{blueprint.name}.page", **place) + "#messages"
