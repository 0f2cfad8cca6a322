"""Sheets with an access link and its QR code, to be shown or printed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup

from confhub.concurrency import run_blocking
from confhub.models import Seat
from confhub.web.site import site


@dataclass(frozen=True)
class Sheet:
    """One access link: whose it is, its address, and the same as a picture."""

    seat: Seat
    url: str
    picture: Markup


def sheets_of(seats: Sequence[Seat], tokens: Mapping[int, str]) -> list[Sheet]:
    """A sheet per seat, in the order given; ``tokens`` has each seat's fresh token by its id."""
    urls = [f"{site().config.public_url}/enter/{tokens[seat.id]}" for seat in seats]
    pictures = run_blocking(_pictures, urls)
    return [Sheet(seat, url, picture) for seat, url, picture in zip(seats, urls, pictures, strict=True)]


def _pictures(urls: Sequence[str]) -> list[Markup]:
    # A hundred codes take a second; the others go on meanwhile.
    codes = (segno.make(url, error="m") for url in urls)
    return [Markup(code.svg_inline(border=4, light="#fff", omitsize=True)) for code in codes]
