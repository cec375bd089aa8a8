"""The small office of the actions' tests."""

from tests.actions.conftest import as_officer, office, office_folder, office_template

__all__ = ["as_officer", "office", "office_folder", "office_template"]
