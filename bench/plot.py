"""The plot of the fan-out as SVG by hand, readable on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench import peers
from bench.numbers import median_of, shown

WIDTH, PANEL, TOP, LEFT = 860, 215, 66, 20
BAR, GAP = 32, 6

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2933 }
  .small { font-size: 11px } .head { font-weight: 600; font-size: 15px }
  .axis { stroke: #9aa5b1 }
  .floor { fill: #9aa5b1 } .confhub { fill: #0b6e4f } .node { fill: #d9822b } .stock { fill: #7b61a8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb } .axis { stroke: #616e7c }
    .floor { fill: #7b8794 } .confhub { fill: #3ddc97 } .node { fill: #f0a04b } .stock { fill: #a992d6 }
  }
"""
CLASSES = {"floor": "floor", "confhub": "confhub", "socket.io": "node", "stock": "stock"}
Found = list[Mapping[str, Any]]


def draw(results: Mapping[str, Any]) -> str | None:
    """Deliveries per second and CPU per delivery at the smallest size; None without a fan-out."""
    found: Found = list(results.get("fanout") or [])
    sizes = sorted({int(size) for each in found for size in each.get("sizes", {})})
    if not sizes:
        return None
    size = str(sizes[0])
    panels = (
        (
            f"Deliveries per second, {size} bytes (more is better)",
            ("sustained", "per_second"),
            1000.0,
            0,
            "k",
        ),
        (f"CPU per delivery, µs, {size} bytes (less is better)", ("sustained", "cpu_us"), 1.0, 1, ""),
    )
    height = TOP + len(panels) * PANEL
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-label="Fan-out of confhub and its peers by number of clients">',
        f"<style>{STYLE}</style>",
        *_legend(),
    ]
    for number, (title, path, unit, places, mark) in enumerate(panels):
        parts += _panel(found, ("sizes", size, *path), title, TOP + number * PANEL, unit, places, mark)
    return "\n".join([*parts, "</svg>", ""])


def _legend() -> Iterator[str]:
    for place, peer in enumerate(peers.ALL):
        x = LEFT + place % 4 * 212
        yield f'<rect class="{CLASSES[peer.name]}" x="{x}" y="16" width="12" height="12"/>'
        yield f'<text class="small" x="{x + 17}" y="26">{peer.title}</text>'


def _panel(
    found: Found, path: tuple[str, ...], title: str, top: int, unit: float, places: int, mark: str
) -> Iterator[str]:
    counts = sorted({each["clients"] for each in found})
    values = {
        (count, peer.name): median_of(
            [each for each in found if (each["clients"], each["peer"]) == (count, peer.name)], *path
        )
        for count in counts
        for peer in peers.ALL
    }
    most = max((value for value in values.values() if value is not None), default=1.0) or 1.0
    base, room = top + PANEL - 45, PANEL - 95
    yield f'<text class="head" x="{LEFT}" y="{top}">{title}</text>'
    yield f'<line class="axis" x1="{LEFT}" y1="{base}" x2="{WIDTH - LEFT}" y2="{base}"/>'
    width = (WIDTH - 2 * LEFT) / len(counts)
    for group, count in enumerate(counts):
        middle = LEFT + width * (group + 0.5)
        yield f'<text x="{middle:.0f}" y="{base + 18}" text-anchor="middle">{count:,} clients</text>'
        first = middle - (len(peers.ALL) * (BAR + GAP) - GAP) / 2
        for place, peer in enumerate(peers.ALL):
            value = values[count, peer.name]
            x, tall = first + place * (BAR + GAP), (value or 0) / most * room
            label = shown(None if value is None else value / unit, places, mark if value is not None else "")
            yield (
                f'<rect class="{CLASSES[peer.name]}" x="{x:.1f}" y="{base - tall:.1f}" width="{BAR}"'
                f' height="{tall:.1f}"/>'
            )
            yield (
                f'<text class="small" x="{x + BAR / 2:.1f}" y="{base - tall - 5:.1f}"'
                f' text-anchor="middle">{label}</text>'
            )
