"""Take the screenshots of docs/screens from a running demonstration.

    python3 run.py demo --links links.json        # in one window
    .venv/bin/python tools/screens.py links.json  # in another

Chromium is the one that CONFHUB_TEST_CHROMIUM names, else /usr/bin/chromium.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"
LAPTOP, TABLET, PHONE, PROJECTOR = (1366, 768), (820, 1180), (390, 844), (1920, 1080)

# name: (role of the demonstration, size, colour scheme, language, address behind the desk's own)
SHOTS = {
    "moderator": ("moderator", LAPTOP, "light", "vi", ""),
    "moderator-dark": ("moderator", LAPTOP, "dark", "en", ""),
    "moderator-wide": ("moderator", PROJECTOR, "dark", "vi", ""),
    "moderator-tablet": ("moderator", TABLET, "light", "vi", ""),
    "moderator-phone": ("moderator", PHONE, "light", "vi", ""),
    "reporter": ("reporter", PHONE, "light", "vi", ""),
    "leader": ("leader:268", LAPTOP, "light", "vi", ""),
    "leader-phone": ("leader:268", PHONE, "dark", "vi", ""),
    "display": ("display", PROJECTOR, "light", "vi", ""),
    "chair": ("chair", LAPTOP, "light", "vi", ""),
    "technician": ("technician", LAPTOP, "light", "vi", ""),
    "clerk": ("clerk", LAPTOP, "light", "vi", ""),
    "organiser": ("organiser", LAPTOP, "light", "vi", ""),
    "record": ("organiser", LAPTOP, "light", "vi", "/record/DEMO-TRUOC"),
}


def main(links: Path) -> None:
    """Take them all."""
    roles = json.loads(links.read_text())["roles"]
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("CONFHUB_TEST_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name in SHOTS:
            take(browser, name, roles)
        browser.close()


def take(browser: Browser, name: str, roles: dict[str, dict[str, str]]) -> None:
    """One screenshot, once the page's socket is up."""
    role, (width, height), scheme, language, address = SHOTS[name]
    url = roles[role]["url"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": "lang", "value": language, "url": urljoin(url, "/")}])
    page = context.new_page()
    page.goto(url)
    if address:
        page.goto(urljoin(url, address))
    else:
        page.wait_for_selector('html[data-line="on"]')
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SCREENS / f"{name}.png")
    context.close()
    print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
