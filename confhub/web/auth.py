"""Ways in: account, access link, first organiser, the code on the wall; and the way out."""

from __future__ import annotations

import hmac

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from confhub import credentials, i18n
from confhub.commands import directory
from confhub.commands import seats as seat_commands
from confhub.errors import NotFound, Refusal, say
from confhub.models import Briefing, Person
from confhub.queries import briefings, seats
from confhub.queries import home as home_queries
from confhub.web import access, limits
from confhub.web.respond import refused
from confhub.web.site import site

bp = Blueprint("auth", __name__)

YEAR = 365 * 24 * 3600


class WrongPassword(Refusal):
    """The same answer whether there is no such account or another password."""

    status = 422
    title = say("The e-mail address or the password is not right.")


@bp.get("/")
def home() -> str:
    """The desks of this browser, or the ways in; what is public for everybody."""
    with site().db.reading() as db:
        found = home_queries.home(db, access.login(), site().db.clock())
        return render_template("auth/home.html", home=found, desk_url=desk_url, next_path="")


@bp.route("/sign-in", methods=["GET", "POST"])
@limits.limiter.limit(limits.sign_in_limit, methods=["POST"])
@limits.limiter.limit(limits.ACCOUNT_LIMIT, key_func=limits.by_account, methods=["POST"])
def sign_in() -> Response:
    """Sign in with e-mail and password, and go on to ``next``."""
    if request.method == "GET":
        if _person() is not None:
            return redirect(_next(request.args), 303)
        return make_response(_sign_in_page())
    person = _who_signs_in(request.form.get("email", ""), request.form.get("password", ""))
    if person is None:
        return refused(WrongPassword(), _sign_in_page)
    _enter_as(person)
    return redirect(_next(request.form), 303)


@bp.post("/sign-out")
def sign_out() -> Response:
    """Leave every desk and account of this browser."""
    session.clear()
    return redirect(url_for("auth.home"), 303)


@bp.get("/enter/<token>")
def enter(token: str) -> Response:
    """Open an access link: this browser takes the seat, beside those that it has."""
    with site().db.reading() as db:
        seat = seats.by_token(db, token, site().db.clock())
        if seat is None:
            return _dead_link()
        session.permanent = True
        session["seats"] = seats.with_link(session.get("seats", {}), seat)
        return redirect(desk_url(seat.role, seat.briefing.code, seat.point.code if seat.point else None), 303)


@bp.route("/first/<token>", methods=["GET", "POST"])
def first_organiser(token: str) -> Response:
    """Create the very first account; the link is dead once there is one."""
    kept = credentials.setup_token(site().config.secret_key)
    with site().db.reading() as db:
        alive = not seats.people(db) and hmac.compare_digest(token.encode(), kept.encode())
    if not alive:
        return _dead_link()
    if request.method == "GET":
        return make_response(_first_page())
    try:
        done = directory.create_first_organiser(site().db, request.form)
    except Refusal as refusal:
        return refused(refusal, _first_page)
    with site().db.reading() as db:
        _enter_as(db.get_one(Person, done.id))
    return redirect(url_for("office.page"), 303)


@bp.post("/language")
def language() -> Response:
    """Remember the language and go back."""
    answer = redirect(_next(request.form), 303)
    chosen = request.form.get("lang", "")
    if chosen in i18n.LANGUAGES:
        secure = site().config.secure_cookies
        answer.set_cookie("lang", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer


@bp.get("/join/<code>")
def join(code: str) -> Response:
    """Where the code on the wall leads: sign in, then register."""
    person = _person()
    if person is None:
        _joinable(code)
        return redirect(url_for("auth.sign_in", next=request.path), 303)
    with site().db.reading() as db:
        if seats.actor_at(db, access.login(), site().db.clock(), "reporter", code):
            return redirect(url_for("reporter.page", code=code), 303)
    return make_response(_join_page(code))


@bp.post("/join/<code>")
def register(code: str) -> Response:
    """Register the signed-in reporter for the briefing."""
    person = _person()
    if person is None:
        abort(401)
    _joinable(code)
    try:
        seat_commands.register(site().db, person.id, code)
    except Refusal as refusal:
        return refused(refusal, lambda: _join_page(code))
    return redirect(url_for("reporter.page", code=code), 303)


def desk_url(role: str, code: str, unit: str | None) -> str:
    """The address of a role's desk in a briefing."""
    if role == "leader":
        return url_for("leader.page", code=code, unit=unit)
    return url_for(f"{role}.page", code=code)


def local_path(given: str) -> str:
    """``given`` when it is a path of this site, or "": never an address elsewhere."""
    # Browsers read a backslash as a slash and leave tabs and line breaks out.
    local = given[:1] == "/" and given[1:2] not in ("/", "\\") and given.isprintable()
    return given if local else ""


def _next(values: dict[str, str]) -> str:
    return local_path(values.get("next", "")) or url_for("auth.home")


def _person() -> Person | None:
    with site().db.reading() as db:
        return seats.person_of(db, access.login())


def _who_signs_in(email: str, password: str) -> Person | None:
    with site().db.reading() as db:
        person = seats.person_by_email(db, email)
    kept = person.password_hash if person is not None and person.active else None
    return person if credentials.password_fits(kept, password) else None


def _enter_as(person: Person) -> None:
    # Nothing of the session before: whoever prepared it must not share in what follows.
    session.clear()
    session.permanent = True
    session["person"], session["epoch"] = person.id, person.sign_in_epoch


def _joinable(code: str) -> Briefing:
    with site().db.reading() as db:
        briefing = briefings.by_code(db, code)
    if briefing is None or briefing.state == "draft":
        raise NotFound()
    return briefing


def _sign_in_page() -> str:
    ended = bool(session.get("seats") or session.get("person")) and not access.is_known()
    next_path = local_path(request.values.get("next", ""))
    return render_template("auth/sign_in.html", next_path=next_path, ended=ended)


def _first_page() -> str:
    return render_template("auth/first.html", least=credentials.PASSWORD_MIN)


def _join_page(code: str) -> str:
    return render_template("auth/join.html", briefing=None, joining=_joinable(code))


def _dead_link() -> Response:
    g.pop("view", None)
    return make_response(render_template("auth/dead_link.html"), 404)
