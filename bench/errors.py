"""What goes wrong in a measure and is told in the report; the other measures go on."""

from __future__ import annotations


class BenchError(Exception):
    """A server or the load client failed; the message says how."""
