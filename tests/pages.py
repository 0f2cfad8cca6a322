"""Pages as tests take them apart."""

from __future__ import annotations

import re
from typing import Any


def region(client: Any, path: str, name: str) -> str:
    """The inside of one live region of a page, as HTML."""
    page = client.get(path).text
    after = page.split(f'data-region="{name}"', 1)[1].split(">", 1)[1]
    return after.split("data-region=", 1)[0].split("</main>", 1)[0]


def listed(client: Any, path: str, id_: str) -> str:
    """One item of a page's lists by its id, as HTML; "" when it is not there."""
    found = re.search(rf'<li [^>]*id="{id_}".*?</li>', client.get(path).text, re.S)
    return found[0] if found else ""
