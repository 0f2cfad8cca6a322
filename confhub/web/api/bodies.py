"""What acts take, as OpenAPI describes it; the commands read and check it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from confhub.workflow import CHANNELS, PRIORITIES, RETURN_REASONS


def _text(says: str, *, required: bool = False, **told: Any) -> fields.String:
    return fields.String(required=required, metadata={"description": says, **told})


class NewBriefing(Schema):
    """A briefing to be."""

    code = _text("2 to 20 of A-Z, 0-9 and -", required=True)
    title = _text("At most 200 characters", required=True)
    starts_at = _text("ISO 8601; without an offset in the office's zone", required=True)
    roster = _text("hanoi-2024 or hanoi-2025", required=True)
    unit = fields.List(fields.String(), metadata={"description": "Codes of its points; all when absent"})
    venue = _text("The office's setting when absent")
    body = _text("Who holds it; the office's setting when absent")
    superior = _text("Above it; the office's setting when absent")


class NewQuestion(Schema):
    """A question: a reporter's own, or one that a clerk or moderator types for somebody."""

    text = _text("At most 4000 characters", required=True)
    point = _text("Code of the unit that it is for")
    parent = fields.Integer(metadata={"description": "Number of the question that it follows up"})
    agenda_item = fields.Integer(metadata={"description": "Id of an agenda item"})
    channel = _text("From the staff only; hall when absent", enum=list(CHANNELS))
    asker = fields.Raw(
        metadata={
            "description": "From the staff only: the seat id of a registered reporter, or who asked",
            "oneOf": [
                {"type": "integer"},
                {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "outlet": {"type": "string"}},
                    "required": ["name", "outlet"],
                },
            ],
        }
    )
    asked_at = _text("From the staff only: ISO 8601")


class Act(Schema):
    """What verbs need, and the version that the caller saw."""

    version = fields.Integer(metadata={"description": "Refused with 409 when it is not the present one"})
    priority = _text("queue, move", enum=list(PRIORITIES))
    wording = _text("edit; queue: edit and queue in one")
    before = fields.Integer(metadata={"description": "move: in front of this question"})
    after = fields.Integer(metadata={"description": "move: behind this question"})
    by = _text("move: one place", enum=["up", "down"])
    unit = fields.Raw(
        metadata={
            "description": "route, recall: codes of points; defer: the owner's code; deputise: the late one",
            "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        }
    )
    lead = _text("route: code of the point that leads")
    note = _text("route: for the points; decline: for the staff; send_back: what is missing")
    reason = _text("return", enum=list(RETURN_REASONS))
    reply = _text("return: the reason in words")
    suggested = _text("return: code of the unit that should be asked instead")
    gist = _text("answer, gist: what was said")
    speaker = _text("answer, gist: who said it")
    ground = _text("decline: code of the office's list")
    outward = _text("decline: what the asker reads")
    group_with = fields.Integer(
        data_key="with", metadata={"description": "group: a question of the group, or to begin one with"}
    )
    into = fields.Integer(metadata={"description": "merge: the question that takes this one in"})
    due = _text("defer: a date", format="date")
    due_days = fields.Integer(metadata={"description": "defer: days from today"})
    basis = _text("defer: legal basis")
    text = _text("draft, submit: the written answer; note, clarify, reply: what is said")
    instead = _text("route: code of the point that is asked no more, in the same act")
    why = _text("air: why not the question that fairness suggests")
    add = fields.List(fields.String(), metadata={"description": "label: labels to put on"})
    remove = fields.List(fields.String(), metadata={"description": "label: labels to take off"})


class CheckIn(Schema):
    """Roll call: who is present (check-in), how long the line takes (line-check)."""

    name = _text("check-in: leader or deputy who is present")
    ms = fields.Integer(metadata={"description": "line-check: round trip in milliseconds"})
