"""The notice that personal data got into wrong hands, with blanks to be filled in by hand."""

from dataclasses import dataclass
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import Letter
from hn_desk.forms.press import lay_letter, press
from hn_desk.forms.text import BLANK, FormText, Layout
from hn_desk.paper import Paper

LAYOUT: Final = Layout("breach", places=values.LETTER | {"hours", "blank"})


@dataclass(frozen=True, slots=True)
class BreachNotice:
    """The letter, and within how many hours after the discovery it must be sent."""

    letter: Letter
    hours: int


def draw(form: FormText, facts: BreachNotice) -> bytes:
    """The notice as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: BreachNotice) -> None:
    """The notice on new pages of `paper`."""
    words = values.letter_values(facts.letter) | {"hours": str(facts.hours), "blank": BLANK * 3}
    lay_letter(paper, form, facts.letter, words)
