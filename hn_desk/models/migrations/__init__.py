"""Alembic revisions, run by models.upgrade."""
