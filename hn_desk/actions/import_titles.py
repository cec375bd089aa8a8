"""What a group of rows is called whose sentences each name another record, row or text."""

from hn_desk.actions import import_matching as doubts
from hn_desk.actions import import_person as persons
from hn_desk.actions.import_facts import AGAIN
from hn_desk.actions.import_places import LIKE, OTHERWISE
from hn_desk.i18n import _


def title_of_several(code: str, first: str) -> str:
    """What rows with this code have in common; `first` is the sentence of the first of them."""
    return _titles().get(code) or _("{what} (and rows like it)").format(what=first)


def _titles() -> dict[str, str]:
    return {
        doubts.OTHER_NAME: _("The same owner is known with a business of another name."),
        doubts.OTHER_SHOP: _("The same owner has a business of this name under another code and address."),
        doubts.OTHER_OWNER: _("The same code stands with a business of another owner."),
        doubts.OLD_NUMBER: _("The owner may be the same person under an old number."),
        doubts.SAME_PLACE: _("The same name and address stand with another owner or number."),
        doubts.SAME_CODE: _("The same code stands with another household business."),
        doubts.SAME_NAMES: _("A household business and an owner of the same names are kept; nothing else tells."),
        doubts.OTHER_PERSON: _("Another person has the same number."),
        doubts.SEVERAL: _("More than one record fits the row."),
        doubts.MERGED: _("The household business was merged into another."),
        doubts.REPEATED: _("The row says something else than an earlier one of the same household business."),
        AGAIN: _("The same as an earlier row of this file."),
        LIKE: _("May be a residential group that is kept under another wording."),
        persons.OTHER_NAME: _("Another person has the same number."),
        persons.OLD_NUMBER: _("May be the same person under an old number."),
        persons.SAME_NAME: _("May be a person of the same name; no number tells them apart."),
        persons.SEVERAL: _("More than one person has the numbers of the row."),
        persons.REPEATED: _("The row says something else of a person than an earlier one."),
        OTHERWISE: _("Rows of this file give the same residential group different kinds."),
    }
