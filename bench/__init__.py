"""Measures confhub beside its peers and writes docs/performance.md; `python3 -m bench` runs it."""
