"""What the home page shows: the desks of a sign-in, what it can register for, what is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from confhub.models import Accreditation, Briefing, Person, Seat
from confhub.queries import briefings, seats

PUBLISHED = 20
EARLIER = 20
_OVER = ("closed", "published")


@dataclass
class Card:
    """A briefing with the sign-in's seats in it; ``organises`` when an account opens the organiser's desk."""

    briefing: Briefing
    seats: list[Seat] = field(default_factory=list)
    organises: bool = False

    @property
    def is_over(self) -> bool:
        """True once the briefing is closed."""
        return self.briefing.state in _OVER


@dataclass(frozen=True)
class Home:
    """``cards`` of running and coming briefings, ``earlier`` ones, and the rest by name."""

    person: Person | None
    cards: list[Card]
    earlier: list[Card]
    joinable: Sequence[Briefing]
    standing: Sequence[Accreditation]
    published: Sequence[Briefing]
    office: bool


def home(session: Session, login: seats.Login, now: datetime) -> Home:
    """All that the home page of this sign-in shows."""
    person = seats.person_of(session, login)
    cards = _cards(session, person, seats.seats_of(session, login, now))
    reports = {card.briefing.id for card in cards if any(seat.role == "reporter" for seat in card.seats)}
    standing = seats.standing(session, person.id) if person is not None else []
    accredited = any(held.state == "approved" for held in standing)
    running = briefings.running(session) if accredited else []
    return Home(
        person=person,
        cards=[card for card in cards if not card.is_over],
        earlier=[card for card in cards if card.is_over][:EARLIER],
        joinable=[each for each in running if each.id not in reports],
        standing=standing,
        published=briefings.published(session, limit=PUBLISHED),
        office=seats.office_actor(session, login, now) is not None,
    )


def organised(session: Session, login: seats.Login, now: datetime) -> set[str]:
    """The codes of the briefings whose organiser's desk this sign-in opens."""
    cards = _cards(session, seats.person_of(session, login), seats.seats_of(session, login, now))
    return {c.briefing.code for c in cards if c.organises or any(s.role == "organiser" for s in c.seats)}


def _cards(session: Session, person: Person | None, mine: Sequence[Seat]) -> list[Card]:
    cards: dict[int, Card] = {}
    if person is not None and person.organiser:
        cards = {each.id: Card(each, organises=True) for each in briefings.all_briefings(session)}
    for seat in mine:
        card = cards.setdefault(seat.briefing_id, Card(seat.briefing))
        card.seats.append(seat)
    return list(cards.values())
