"""The only door to segno: what a QR holds, as dark and light modules for paper."""

from functools import lru_cache
from typing import Final

import segno

from hn_desk.errors import InputError
from hn_desk.i18n import _

QUIET_ZONE: Final = 4
Modules = tuple[bytes, ...]


@lru_cache(maxsize=4)
def qr_modules(content: str | bytes) -> Modules:
    """The symbol of `content` at level M without its quiet zone: one bytes a row, 1 is dark.

    The mask pattern is fixed: every reader takes any of the eight, and choosing one costs more than all the rest.
    """
    try:
        code = segno.make_qr(content, error="m", mask=_MASK, boost_error=False)
    except segno.DataOverflowError as error:
        raise InputError(_("The check code is too long for a QR."), do=_("Report this to the support desk.")) from error
    return tuple(bytes(row) for row in code.matrix)


_MASK: Final = 2
