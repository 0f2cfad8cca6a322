"""The demonstration: two briefings of fictional people, built by the real commands."""
