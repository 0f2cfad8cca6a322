"""(i) The moderator's console at 300 open questions: what its regions cost to render, and to show.

Rendered in a process of its own; its messages are then shown to a console in a real Chromium by the
page's own module, with the layout that follows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from bench.house import Crowd, House
from bench.numbers import percentiles
from bench.parts.rush import chromium

RECEIVED = QUEUED = 150
CHANGES = 30
REGIONS_MODULE = (
    "performance.getEntriesByType('resource').map(({ name }) => name)"
    ".find((name) => /js\\/regions\\.js/.test(name))"
)
SHOW = """async ([module, update]) => {
  const { apply } = await import(module);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const start = performance.now();
  apply(update);
  document.body.offsetHeight;
  const shown = performance.now();
  await frame();
  return [shown - start, performance.now() - start];
}"""


def measure(house: House) -> dict[str, Any]:
    """For each region: CPU to render cold and after a change, bytes, and milliseconds to show."""
    database, links = house.crowd(RECEIVED, QUEUED)
    copy, file = database.with_suffix(".copy"), database.with_suffix(".rendered")
    shutil.copy(database, copy)
    house.run("bench.render", str(links), str(CHANGES), str(file), database_url=f"sqlite:///{copy}")
    rendered = json.loads(file.read_text(encoding="utf-8"))
    with house.crowded(database, links) as crowd:
        shown = _show(crowd, list(_messages(rendered)))
    regions = {
        region: {
            "cold_ms": cold["ms"],
            "render_ms": percentiles([change[region]["ms"] for change in rendered["changes"]]),
            "bytes": len(cold["html"].encode()),
            "show_ms": percentiles([each["shown"] for each in shown if each["region"] == region]),
            "frame_ms": percentiles([each["frame"] for each in shown if each["region"] == region]),
        }
        for region, cold in rendered["cold"].items()
    }
    together = [sum(each["ms"] for each in change.values()) for change in rendered["changes"]]
    return {"received": RECEIVED, "queued": QUEUED, "regions": regions, "all_ms": percentiles(together)}


def _messages(rendered: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the pump would have sent: each region when it comes out as another one."""
    from confhub.live.pump import update

    last = {region: cold["html"] for region, cold in rendered["cold"].items()}
    for change in rendered["changes"]:
        for region, made in change.items():
            if last[region] != made["html"]:
                last[region] = made["html"]
                yield update(region, made["seq"], made["html"])


def _show(crowd: Crowd, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    from bench.moderators import SIZE

    token = crowd.links["roles"]["moderator"]["token"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_context(viewport=SIZE, base_url=crowd.url).new_page()  # type: ignore[arg-type]
        page.goto(f"/enter/{token}")
        page.wait_for_selector("html[data-line=on]")
        module = page.evaluate(REGIONS_MODULE)
        found = []
        for message in messages:
            shown, frame = page.evaluate(SHOW, [module, message])
            found.append({"region": message["region"], "shown": shown, "frame": frame})
        browser.close()
    return found
