"""The office's confirmation on one person's application."""

from collections.abc import Mapping
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import PersonConfirmation
from hn_desk.forms.press import lay_letter, press
from hn_desk.forms.text import FormText, Layout
from hn_desk.paper import Paper

LAYOUT: Final = Layout(
    "confirmation-person",
    places=values.LETTER
    | values.PROGRAMME
    | values.LOAN
    | values.person_places("applicant")
    | values.person_places("representative")
    | {"project", "project_place", "priority", "statement"},
    words=frozenset({"statement"}),
)


def draw(form: FormText, facts: PersonConfirmation) -> bytes:
    """The confirmation as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: PersonConfirmation) -> None:
    """The confirmation on new pages of `paper`."""
    lay_letter(paper, form, facts.letter, person_values(form, facts))


def person_values(form: FormText, facts: PersonConfirmation) -> Mapping[str, str]:
    """What the places of a person's confirmation are filled with."""
    return (
        values.letter_values(facts.letter)
        | values.programme_values(facts.programme)
        | values.loan_values(facts.loan)
        | values.person_values(facts.applicant, "applicant")
        | values.person_values(facts.representative, "representative")
        | {
            "statement": facts.programme.person_statement or form.words["statement"],
            "project": facts.project,
            "project_place": facts.project_place,
            "priority": "có" if facts.is_priority else "",
        }
    )
