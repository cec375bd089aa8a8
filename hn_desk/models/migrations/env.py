"""Alembic asks for this file; upgrades are run by models.upgrade."""
