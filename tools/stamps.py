"""What a result of the set-up was made from, as a hash that is kept beside it. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash over the content of files and some words."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes() + b"\0")
    for word in more:
        total.update(word.encode() + b"\0")
    return total.hexdigest()


def read(file: Path) -> str:
    """A file's text, or nothing when there is no such file."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
