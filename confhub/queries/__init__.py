"""Everything that can be asked. Queries read; they never change a row."""
