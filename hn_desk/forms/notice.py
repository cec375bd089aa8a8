"""A notice with its reason to one applicant: an application refused, returned or closed, a confirmation withdrawn."""

from collections.abc import Mapping
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import Notice
from hn_desk.forms.press import lay_letter, press
from hn_desk.forms.text import FormText, Layout
from hn_desk.paper import Paper

_PLACES: Final = (
    values.LETTER
    | values.NEUTRAL_PROGRAMME
    | {"addressee", "address", "paper_number", "paper_day", "reason", "next_step"}
)
REFUSAL: Final = Layout("refusal", places=_PLACES)
WITHDRAWAL: Final = Layout("withdrawal", places=_PLACES)
CLOSURE: Final = Layout("closure", places=_PLACES)
RETURN: Final = Layout("return", places=_PLACES)


def draw(form: FormText, facts: Notice) -> bytes:
    """The notice as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: Notice) -> None:
    """The notice on new pages of `paper`."""
    lay_letter(paper, form, facts.letter, _values(facts))


def _values(facts: Notice) -> Mapping[str, str]:
    return values.letter_values(facts.letter) | {
        "programme_name": facts.programme.name,
        "addressee": facts.addressee,
        "address": facts.address,
        "paper_number": facts.paper_number,
        "paper_day": values.day(facts.paper_day),
        "reason": facts.reason,
        "next_step": facts.next_step,
    }
