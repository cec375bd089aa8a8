"""The office that parts of a campaign are tried on."""

from tests.actions.conftest import office, office_folder, office_template

__all__ = ["office", "office_folder", "office_template"]
