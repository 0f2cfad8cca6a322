"""Showing a desk's page from one snapshot of the database."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from confhub import event_log, policy
from confhub.commands.base import LARGEST
from confhub.errors import NotFound
from confhub.models import Briefing
from confhub.policy import Actor
from confhub.queries.view import View
from confhub.web.site import site


def show_desk(template: str, actor: Actor, **context: Any) -> str:
    """Render a desk's page; ``{{ region("…") }}`` in it gives the live regions.

    Values of ``context`` that can be called are called with the page's View first, so that they
    read the same snapshot.
    """
    with site().db.reading() as session:
        assert actor.briefing_id is not None
        seq = event_log.last_seq(session, actor.briefing_id)
        briefing = session.get(Briefing, actor.briefing_id)
        if briefing is None:
            raise NotFound()
        view = g.view = View(session, briefing, actor, seq)
        values = {key: value(view) if callable(value) else value for key, value in context.items()}
        return render_template(
            template,
            view=view,
            briefing=briefing,
            actor=actor,
            can=lambda verb, question: policy.can(actor, verb, question, briefing),
            can_brief=lambda verb: policy.can_brief(actor, verb, briefing),
            **values,
        )


def number_asked(name: str) -> int | None:
    """A question's number from the query of the address; None when there is none that can be read."""
    given = request.args.get(name, "")
    return min(int(given), LARGEST) if given.isdecimal() and given.isascii() else None
