"""Alembic migrations, run by ``python -m confhub db upgrade`` and at each start."""
