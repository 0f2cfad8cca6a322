"""Copy the files that browsers load out of node_modules into static/vendor. Standard library only.

Everything there is self-contained: ES modules that import nothing, style sheets whose addresses are
relative, and one SVG sprite with the icons named in static/icons.txt.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from tools.steps import SetupError

# static/vendor/NAME comes from node_modules/PATH.
FILES = {
    "turbo.js": "@hotwired/turbo/dist/turbo.es2017-esm.js",
    "stimulus.js": "@hotwired/stimulus/dist/stimulus.js",
    "socket.io.js": "socket.io-client/dist/socket.io.esm.min.js",
    "sortable.js": "sortablejs/modular/sortable.esm.js",
    "tabler.css": "@tabler/core/dist/css/tabler.min.css",
}
FONT = "@fontsource/be-vietnam-pro"
FONT_NAME = "be-vietnam-pro"
FONT_WEIGHTS = (400, 500, 600, 700)
FONT_SUBSETS = ("vietnamese", "latin-ext", "latin")
ICONS = "@tabler/icons/icons/outline"
LICENSED = (
    "@fontsource/be-vietnam-pro",
    "@hotwired/stimulus",
    "@hotwired/turbo",
    "@socket.io/component-emitter",
    "@tabler/core",
    "@tabler/icons",
    "engine.io-client",
    "engine.io-parser",
    "socket.io-client",
    "socket.io-parser",
    "sortablejs",
)
BUILT = (*FILES, f"{FONT_NAME}.css", "icons.svg", "LICENSES.txt")

SOURCE_MAP = re.compile(r"(//[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=.*?\*/)\s*$", re.MULTILINE)
FONT_FACE = re.compile(r"/\* (\S+) \*/\s*@font-face \{.*?\n\}", re.DOTALL)
ICON_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
ICON_FRAME = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')
ICON_STYLE = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"'
)


def build(root: Path, stamp: str) -> None:
    """Make static/vendor anew beside the old one, then put it in its place."""
    modules, vendor = root / "node_modules", root / "static" / "vendor"
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, source in FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        (fresh / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    build_font(modules / FONT, fresh)
    names = icon_names((root / "static" / "icons.txt").read_text(encoding="utf-8"))
    (fresh / "icons.svg").write_text(build_sprite(modules / ICONS, names), encoding="utf-8")
    (fresh / "LICENSES.txt").write_text(collect_licenses(modules), encoding="utf-8")
    (fresh / ".stamp").write_text(stamp, encoding="utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def missing(vendor: Path) -> list[str]:
    """The names of the files that should stand in static/vendor and do not."""
    return [name for name in BUILT if not (vendor / name).is_file()]


def build_font(package: Path, target: Path) -> None:
    """One style sheet for the weights and subsets in use, and their WOFF2 files."""
    (target / FONT_NAME).mkdir()
    faces = []
    for weight in FONT_WEIGHTS:
        for face in FONT_FACE.finditer((package / f"{weight}.css").read_text(encoding="utf-8")):
            wanted = {f"{FONT_NAME}-{subset}-{weight}-normal" for subset in FONT_SUBSETS}
            if face[1] not in wanted:
                continue
            source = f"src: url(./{FONT_NAME}/{face[1]}.woff2) format('woff2');"
            faces.append(re.sub(r"src: [^;]*;", source, face[0]))
            shutil.copyfile(package / "files" / f"{face[1]}.woff2", target / FONT_NAME / f"{face[1]}.woff2")
    if len(faces) != len(FONT_WEIGHTS) * len(FONT_SUBSETS):
        raise SetupError(f"The font package {FONT} lacks a weight or subset: see tools/vendor.py.")
    (target / f"{FONT_NAME}.css").write_text("\n\n".join(faces) + "\n", encoding="utf-8")


def icon_names(listing: str) -> list[str]:
    """The names in icons.txt: one a line, blank lines and # comments aside."""
    lines = (line.split("#")[0].strip() for line in listing.splitlines())
    return sorted({line for line in lines if line})


def build_sprite(icons: Path, names: list[str]) -> str:
    """One SVG with a `<symbol id="tabler-NAME">` per icon."""
    unknown = [name for name in names if not (icons / f"{name}.svg").is_file()]
    if unknown:
        raise SetupError(f"static/icons.txt names icons that Tabler does not have: {', '.join(unknown)}")
    symbols = []
    for name in names:
        drawing = (icons / f"{name}.svg").read_text(encoding="utf-8")
        found = ICON_SHAPES.search(drawing)
        shapes = ICON_FRAME.sub("", found[1] if found else "")
        symbols.append(f'<symbol id="tabler-{name}" {ICON_STYLE}>{" ".join(shapes.split())}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n{}\n</svg>\n'.format("\n".join(symbols))


def collect_licenses(modules: Path) -> str:
    """The licences of all copied packages and of what is bundled in them, as they ask for."""
    parts = []
    for name in LICENSED:
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        parts.append(f"=== {name} {about['version']}, licence: {about.get('license', 'see below')}\n")
        for text in sorted((modules / name).glob("*LICEN[SC]E*")):
            parts.append(text.read_text(encoding="utf-8", errors="replace").strip() + "\n")
    return "\n".join(parts)
