"""Why a file isn't read as a table: one sentence and one stable reason each."""

from hn_desk.errors import InputError
from hn_desk.i18n import _


def locked() -> InputError:
    """The file has a password."""
    return InputError(
        _("This workbook has a password."),
        do=_("Open it in Excel or LibreOffice, save it without a password, and choose that file."),
        reason="workbook-password",
    )


def large() -> InputError:
    """The file is over 20 MB, or would take too much room when unpacked."""
    return InputError(
        _("This file is too large: up to 20 MB can be read."),
        do=_("Copy the sheet with the list into a new workbook and choose that file, or divide the list."),
        reason="workbook-large",
    )


def broken() -> InputError:
    """The file is damaged."""
    return InputError(
        _("This file is damaged and can't be read."),
        do=_("Open it in Excel or LibreOffice to see whether it is whole, save it anew, and choose that file."),
        reason="workbook-broken",
    )


def unknown_kind() -> InputError:
    """The file is no table of a kind that can be read."""
    return InputError(
        _("This file is no table that can be read."),
        do=_("Open it in Excel or LibreOffice, save it as .xlsx, and choose that file."),
        reason="workbook-kind",
    )


def empty() -> InputError:
    """There is nothing in the file."""
    return InputError(
        _("There is nothing in this file."), do=_("Choose the file with the list."), reason="workbook-empty"
    )
