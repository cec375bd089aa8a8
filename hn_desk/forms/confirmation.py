"""A confirmation's paper of whichever kind: alone, or many after one another in one PDF that holds its fonts once."""

from collections.abc import Iterable

from hn_desk.forms import confirmation_person, confirmation_plan, list_beneficiaries
from hn_desk.forms.facts import BeneficiaryList, PersonConfirmation, PlanConfirmation
from hn_desk.forms.text import FormText
from hn_desk.paper import LANDSCAPE, PORTRAIT, Paper

Confirmed = PersonConfirmation | PlanConfirmation | BeneficiaryList


def draw(form: FormText, facts: Confirmed) -> bytes:
    """The paper as a PDF."""
    if isinstance(facts, PersonConfirmation):
        return confirmation_person.draw(form, facts)
    if isinstance(facts, PlanConfirmation):
        return confirmation_plan.draw(form, facts)
    return list_beneficiaries.draw(form, facts)


def press_several(papers: Iterable[tuple[FormText, Confirmed]]) -> tuple[bytes, tuple[int, ...]]:
    """One PDF of papers of any kinds, each as it is alone, and of each the number of pages up to its last.

    The next of `papers` is taken when the one before it is laid; the PDF's title is empty.
    """
    paper = Paper(PORTRAIT, "")
    ends = []
    for form, facts in papers:
        _lay(paper, form, facts)
        ends.append(paper.pages)
    return paper.finish(), tuple(ends)


def _lay(paper: Paper, form: FormText, facts: Confirmed) -> None:
    paper.lie(LANDSCAPE if isinstance(facts, BeneficiaryList) else PORTRAIT)
    if isinstance(facts, PersonConfirmation):
        confirmation_person.lay(paper, form, facts)
    elif isinstance(facts, PlanConfirmation):
        confirmation_plan.lay(paper, form, facts)
    else:
        list_beneficiaries.lay(paper, form, facts)
