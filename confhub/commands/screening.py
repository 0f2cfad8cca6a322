"""Verbs by which moderators share the work: claims, labels, groups."""

from __future__ import annotations

from sqlalchemy import func, select

from confhub.commands import fields, order
from confhub.commands.base import Act, Data, line_of, move_to
from confhub.errors import Invalid, NotNow, say
from confhub.models import Question

Said = dict[str, object]
LABEL_MAX = 30
LABELS_MOST = 5


def claim(act: Act, question: Question, data: Data) -> Said:
    """Take the question in hand, so that the others turn to another one; also from a colleague."""
    taken_from = question.claimed_by
    question.claimed_seat_id, question.claimed_by = act.actor.seat_id, act.actor.name
    return {"taken_from": taken_from} if taken_from and taken_from != act.actor.name else {}


def release(act: Act, question: Question, data: Data) -> Said:
    """Nobody has it in hand any more."""
    held_by = question.claimed_by
    question.claimed_seat_id, question.claimed_by = None, ""
    return {"held_by": held_by}


def label(act: Act, question: Question, data: Data) -> Said:
    """Put on the labels ``add`` and take off ``remove``; each may come several times."""
    added = [_label(name) for name in fields.several(data, "add")]
    removed = {name.casefold() for name in fields.several(data, "remove")}
    if not added and not removed:
        raise Invalid(add=say("Please write something here."))
    kept = [name for name in question.labels if name.casefold() not in removed]
    known = {name.casefold() for name in kept}
    new = [name for name in dict.fromkeys(added) if name.casefold() not in known]
    if len(kept) + len(new) > LABELS_MOST:
        raise Invalid(add=say("At most %(most)d labels.", most=LABELS_MOST))
    question.labels = [*kept, *new]
    return {"labels": question.labels}


def group(act: Act, question: Question, data: Data) -> Said:
    """Take it together ``with`` a question of the queue, behind whose group it stands from now on.

    When it was not screened yet, it is queued by it.
    """
    other = group_partner(act, question, data)
    if other.group_no is None:
        other.group_no = 1 + (_highest_group(act) or 0)
    line = line_of(act, other.priority)
    others = [each for each in line if each is not question]
    last = max(n for n, each in enumerate(others) if each is other or each.group_no == other.group_no)
    move_to(act, "group", question)
    question.group_no, question.priority = other.group_no, other.priority
    (question.position,) = order.between(others, last + 1)
    return {"with": other.number, "group": other.group_no}


def ungroup(act: Act, question: Question, data: Data) -> Said:
    """Out of its group, behind those that stay in it."""
    line = line_of(act, question.priority)
    others = [each for each in line if each is not question]
    members = [n for n, each in enumerate(others) if each.group_no == question.group_no]
    left = question.group_no
    move_to(act, "ungroup", question)
    question.group_no = None
    if members:
        (question.position,) = order.between(others, members[-1] + 1)
    return {"group": left}


VERBS = {"claim": claim, "release": release, "label": label, "group": group, "ungroup": ungroup}


def group_partner(act: Act, question: Question, data: Data) -> Question:
    """The question ``with`` which this one shall be taken together; Invalid when it cannot be."""
    number = fields.number(data, "with")
    other = act.numbered(number)
    if other is None:
        raise Invalid(**{"with": say("There is no question %(number)d in this briefing.", number=number)})
    if other is question:
        raise Invalid(**{"with": say("Please choose another question to group it with.")})
    if other.state != "queued":
        raise Invalid(**{"with": say("Question %(number)d is not in the queue.", number=number)})
    if other.group_no is not None and other.group_no == question.group_no:
        raise NotNow(say("The two are in one group already."), number=question.number)
    return other


def _label(name: str) -> str:
    return fields.line({"add": name}, "add", most=LABEL_MAX)


def _highest_group(act: Act) -> int | None:
    return act.session.scalar(
        select(func.max(Question.group_no)).where(Question.briefing_id == act.briefing.id)
    )
