"""The tables. Rows are changed by commands only."""

from confhub.models.base import Base, plain
from confhub.models.briefing import AgendaItem, Briefing, Point, Seat
from confhub.models.directory import Accreditation, Outlet, Person, Setting, Unit
from confhub.models.log import OFFICE_LOG, Event, Log
from confhub.models.message import Message
from confhub.models.question import Answer, Question, Route

__all__ = [
    "OFFICE_LOG",
    "Accreditation",
    "AgendaItem",
    "Answer",
    "Base",
    "Briefing",
    "Event",
    "Log",
    "Message",
    "Outlet",
    "Person",
    "Point",
    "Question",
    "Route",
    "Seat",
    "Setting",
    "Unit",
    "plain",
]
