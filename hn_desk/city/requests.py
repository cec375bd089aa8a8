"""An office's request as the authority sees it before it certifies anything."""

from dataclasses import dataclass

from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.keys import is_said
from hn_desk.packets.office_request import read_office_request, request_words


@dataclass(frozen=True, slots=True)
class Requested:
    """Who asks, and the four words to compare with that office's leader."""

    data: bytes
    code: str
    name: str
    words: tuple[str, str, str, str]


def requested(data: bytes) -> Requested:
    """Read a request strictly. PacketError when it isn't one or was changed."""
    subject = read_office_request(data).subject
    return Requested(data, subject.code, subject.name, request_words(data))


def check_words(asked: Requested, said: str) -> None:
    """InputError (field `words`) unless `said` are the request's four words in order, whatever their capitals."""
    if not is_said(said, asked.words):
        problem = Problem("words", _("These are not the four words of the request."))
        raise InputError(
            _("The four words differ: nothing was issued."),
            do=_("Ask the office to read them out again; if they still differ, ask it for a new request."),
            problems=(problem,),
            reason="words",
        )
