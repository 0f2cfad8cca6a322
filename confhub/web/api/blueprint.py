"""The blueprint that the API's modules share, and how its calls describe themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_smorest import Api, Blueprint
from werkzeug.wrappers import Response

from confhub.web.api import callers, schemas

View = TypeVar("View", bound=Callable[..., Any])

bp = Blueprint("api", __name__, url_prefix="/api/v1", description="Press briefings")
bp.before_request(callers.require)


@bp.after_request
def keep_no_copy(response: Response) -> Response:
    """What one seat may read is not for caches."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


class OpenApi(Api):
    """flask-smorest without its own error pages: every refusal is a problem document."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """web/api/problems.py answers errors."""


def describe(
    *, body: Any = None, refuses: tuple[int, ...] = (), query: Any = (), header: tuple[Any, ...] = ()
) -> Callable[[View], View]:
    """Say what a call takes and how it refuses: schema of its ``body``, statuses, ``query`` fields."""

    def decorate(view: View) -> View:
        for status in (401, *refuses):
            view = bp.alt_response(status, schema=schemas.Problem, content_type=schemas.PROBLEM)(view)
        said: dict[str, Any] = {"parameters": [*header, *map(_query_field, query), _AS]}
        if body is not None:
            said["requestBody"] = {"content": {"application/json": {"schema": body}}}
        documented: View = bp.doc(**said)(view)
        return documented

    return decorate


def one_of(name: str, values: tuple[str, ...], says: str) -> dict[str, Any]:
    """A part of the path that takes only these values, for a route's ``parameters``."""
    return {"in": "path", "name": name, "description": says, "schema": {"type": "string", "enum": values}}


def _query_field(field: tuple[str, str, str]) -> dict[str, Any]:
    name, kind, says = field
    return {"in": "query", "name": name, "description": says, "schema": {"type": kind}}


_AS = _query_field(
    ("as", "string", "With a browser's login: at which of its desks, for example moderator or point/006")
)
