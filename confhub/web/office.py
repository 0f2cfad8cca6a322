"""The office's pages: briefings, accounts, accreditation, settings."""

from __future__ import annotations

from flask import Blueprint, g, make_response, render_template, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from confhub import credentials, office, places
from confhub.commands import directory, fields, grounds, life
from confhub.commands import seats as seat_commands
from confhub.commands.base import LARGEST
from confhub.errors import Invalid, NotFound, Refusal, say
from confhub.models import Person, Seat
from confhub.queries import briefings, home, seats
from confhub.queries import directory as listed
from confhub.web import access
from confhub.web.respond import carry_on, gone_on, refused
from confhub.web.site import site

bp = Blueprint("office", __name__, url_prefix="/office")

NUMBERS = ("due_days", "response_minutes")


@bp.get("")
def page() -> str:
    """All briefings, with the desk of those that this organiser can open."""
    with site().db.reading() as db:
        return render_template(
            "office/page.html",
            actor=g.actor,
            briefings=briefings.all_briefings(db),
            opens=home.organised(db, access.login(), site().db.clock()),
        )


@bp.get("/briefings/new")
def new_briefing() -> str:
    """The form for a new briefing."""
    with site().db.reading() as db:
        return render_template(
            "office/new_briefing.html",
            actor=g.actor,
            rosters=[(name, title, places.points(name)) for name, title in places.rosters().items()],
            roster_options=list(places.rosters().items()),
            defaults={name: office.setting(db, name) for name in ("venue", "body", "superior")},
        )


@bp.post("/briefings")
def create_briefing() -> Response:
    """Create a briefing with points for all units of a roster, or for those that are ticked."""
    try:
        life.create(site().db, g.actor, {**request.form.to_dict(), "unit": _chosen_units()})
    except Refusal as refusal:
        return refused(refusal, new_briefing)
    code = fields.clean(request.form.get("code")).upper()
    if g.actor.person_id is None:
        _take_seat(code)
    return gone_on(url_for("organiser.page", code=code), say("The briefing has been created."))


@bp.get("/accounts")
def accounts() -> str:
    """All accounts with their accreditation, and the form for a new one."""
    with site().db.reading() as db:
        return render_template(
            "office/accounts.html", actor=g.actor, people=listed.accounts(db), outlets=listed.outlets(db)
        )


@bp.post("/accounts")
def create_account() -> Response:
    """An account, for a reporter with outlet and accreditation; shows its password once."""
    password = request.form.get("password") or credentials.new_password()
    try:
        done = directory.create_account(site().db, g.actor, {**request.form.to_dict(), "password": password})
    except Refusal as refusal:
        return refused(refusal, accounts)
    return _show_password(done.id, password)


@bp.get("/accounts/<int:person_id>")
def account(person_id: int) -> str:
    """One account: may it sign in, its password, its accreditations."""
    with site().db.reading() as db:
        return render_template(
            "office/account.html", actor=g.actor, person=_person(db, person_id), outlets=listed.outlets(db)
        )


@bp.post("/accounts/<int:person_id>/<state>")
def set_active(person_id: int, state: str) -> Response:
    """Let an account sign in again (``active``), or no longer (``inactive``)."""
    if state not in ("active", "inactive"):
        raise NotFound()
    return carry_on(
        lambda: directory.set_active(site().db, g.actor, person_id, state == "active"),
        to=url_for("office.account", person_id=person_id),
        page=lambda: account(person_id),
        said=say("The account can sign in again.") if state == "active" else say("The account is closed."),
    )


@bp.post("/accounts/<int:person_id>/password")
def set_password(person_id: int) -> Response:
    """A new password, chosen or made; shows it once."""
    password = request.form.get("password") or credentials.new_password()
    try:
        directory.set_password(site().db, g.actor, person_id, {"password": password})
    except Refusal as refusal:
        return refused(refusal, lambda: account(person_id))
    return _show_password(person_id, password)


@bp.post("/accounts/<int:person_id>/accreditation")
def accredit(person_id: int) -> Response:
    """A reporter's standing for an outlet; suspending it ends the reporter's seats at once."""
    return carry_on(
        lambda: directory.accredit(site().db, g.actor, person_id, request.form),
        to=url_for("office.account", person_id=person_id),
        page=lambda: account(person_id),
        said=say("Saved."),
    )


@bp.get("/settings")
def settings() -> str:
    """What the office decides for itself."""
    with site().db.reading() as db:
        return render_template(
            "office/settings.html",
            actor=g.actor,
            settings={name: office.setting(db, name) for name in office.DEFAULTS},
            grounds=office.grounds(db),
        )


@bp.post("/settings/<name>")
def change_setting(name: str) -> Response:
    """Change one setting."""

    def work() -> None:
        value = fields.number(request.form, name, least=0) if name in NUMBERS else request.form.get(name, "")
        directory.set_setting(site().db, g.actor, name, value)

    return carry_on(work, to=url_for("office.settings") + f"#{name}", page=settings, said=say("Saved."))


@bp.post("/grounds")
def add_ground() -> Response:
    """A further ground for declining."""
    return carry_on(
        lambda: grounds.add_ground(site().db, g.actor, request.form),
        to=url_for("office.settings") + "#grounds",
        page=settings,
        said=say("Saved."),
    )


@bp.post("/grounds/<ground>")
def word_ground(ground: str) -> Response:
    """Word a ground anew, or retire it."""
    return carry_on(
        lambda: grounds.word_ground(site().db, g.actor, ground, request.form),
        to=url_for("office.settings") + "#grounds",
        page=settings,
        said=say("Saved."),
    )


def _chosen_units() -> list[str]:
    if request.form.get("which") != "some":
        return []
    chosen = request.form.getlist(f"unit-{request.form.get('roster', '')}")
    if not chosen:
        raise Invalid(which=say("Please tick the units that take part."))
    return chosen


def _person(db: Session, person_id: int | None) -> Person:
    found = listed.account(db, person_id) if person_id is not None and person_id <= LARGEST else None
    if found is None:
        raise NotFound()
    return found


def _take_seat(code: str) -> None:
    # Who came by an access link has no account that would open the new briefing's desk.
    seat = {"role": "organiser", "name": g.actor.name}
    granted = seat_commands.grant(site().db, g.actor, seat, code)
    with site().db.reading() as db:
        session["seats"] = seats.with_link(session.get("seats", {}), db.get_one(Seat, granted.seat_id))


def _show_password(person_id: int | None, password: str) -> Response:
    with site().db.reading() as db:
        person = _person(db, person_id)
        shown = render_template(
            "office/password.html",
            actor=g.actor,
            person=person,
            password=password,
            address=site().config.public_url + url_for("auth.sign_in"),
        )
    return make_response(shown)
