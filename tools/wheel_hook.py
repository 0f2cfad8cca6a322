"""Build hook: a wheel carries the templates and static files inside the package.

confhub/assets.py finds them there. Without the browser libraries a wheel would install and then show
broken pages, so the build fails instead.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface):
    """Named in pyproject.toml."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check static/vendor, then place templates/ and static/ under confhub/ in the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        lacking = missing_files(root)
        if lacking:
            raise RuntimeError(
                f"Cannot build confhub without {', '.join(lacking)}. Set the checkout up first: "
                "python3 -m tools.bootstrap"
            )
        for folder in ("templates", "static"):
            build_data["force_include"][str(root / folder)] = f"confhub/{folder}"


def missing_files(root: Path) -> list[str]:
    """What a wheel needs and the checkout does not have."""
    sys.path.insert(0, str(root))
    try:
        from tools import vendor
    finally:
        sys.path.remove(str(root))
    folders = [folder for folder in ("templates", "static") if not (root / folder).is_dir()]
    return folders + [f"static/vendor/{name}" for name in vendor.missing(root / "static" / "vendor")]
