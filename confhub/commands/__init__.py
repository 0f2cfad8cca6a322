"""Everything that can happen. Every write is a command: one transaction, one actor, one event."""
