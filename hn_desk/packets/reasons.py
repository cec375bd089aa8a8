"""Why a packet, receipt or trust pack is not accepted: stable codes for machines, plain sentences for people."""

from typing import Final

from hn_desk.errors import PacketError
from hn_desk.packets import (
    reasons_archive,
    reasons_check,
    reasons_keys,
    reasons_sheet,
    reasons_signature,
    reasons_text,
)


def sentences() -> dict[str, tuple[str, str]]:
    """Every code with what happened and what to do, in the language of the screen; both may have named places."""
    return {
        **reasons_archive.sentences(),
        **reasons_signature.sentences(),
        **reasons_sheet.sentences(),
        **reasons_keys.sentences(),
        **reasons_check.sentences(),
        **reasons_text.sentences(),
    }


def refuse(code: str, **places: object) -> PacketError:
    """Make the error for `code`, to be raised; an unknown code or a missing place is a bug (KeyError)."""
    what, do = sentences()[code]
    return PacketError(what.format(**places), do=do.format(**places), reason=code)


REASONS: Final = frozenset(sentences())
