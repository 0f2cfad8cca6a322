"""The reporter's page as its tests read and use it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
PAGE = "/b/DEMO/reporter"


def seen(client: Any, path: str = PAGE) -> str:
    """A page as its reader sees it: tags and scripts' templates gone, spaces single."""
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer.text)


def words(html: str) -> str:
    """The text of a piece of HTML, without what a list offers or a script keeps for later."""
    bare = re.sub(r"<template.*?</template>|<select.*?</select>|<[^>]+>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(bare))


def card(client: Any, number: int) -> str:
    """The card of one own question, as HTML."""
    page = client.get(PAGE).text
    return page[page.index(f'<article class="q mine" id="q{number}"') :].split("</article>")[0]


def ask(client: Any, text: str = "Bao giờ thông xe?", **data: Any) -> Any:
    """Send the form as a browser with scripts does; the answer."""
    return client.post(
        f"{PAGE}/questions", data={"form_id": "ask", "text": text, "client_id": "c1", **data}, headers=STREAM
    )
