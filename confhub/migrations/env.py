"""Alembic's environment: runs on the connection that ``confhub.schema`` hands over."""

from alembic import context

from confhub.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="models.base.",
)
with context.begin_transaction():
    context.run_migrations()
