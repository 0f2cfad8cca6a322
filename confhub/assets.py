"""Where the page templates and static files are: in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def templates_dir() -> Path:
    """The folder of the Jinja templates."""
    return _find("templates")


def static_dir() -> Path:
    """The folder of style sheets, scripts, fonts and icons, with vendor/ in it."""
    return _find("static")


def _find(name: str) -> Path:
    """A checkout has the folder beside the package; a wheel carries it inside (tools/wheel_hook.py)."""
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else CHECKOUT / name
