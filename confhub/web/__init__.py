"""The web layer: a blueprint per desk, thin; what happens is in commands, what is shown in queries."""
