"""The office's confirmation of an establishment's loan plan."""

from collections.abc import Mapping
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import PlanConfirmation
from hn_desk.forms.press import lay_letter, press
from hn_desk.forms.text import FormText, Layout
from hn_desk.lines import NO_BREAK
from hn_desk.paper import Paper
from hn_desk.rules.figures import percent

LAYOUT: Final = Layout(
    "confirmation-plan",
    places=values.LETTER
    | values.PROGRAMME
    | values.LOAN
    | values.ESTABLISHMENT
    | {"project", "project_place", "capital", "statement"}
    | {"workers_total", "workers_qualifying", "workers_supported", "worker_share"},
    words=frozenset({"statement"}),
)


def draw(form: FormText, facts: PlanConfirmation) -> bytes:
    """The confirmation as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: PlanConfirmation) -> None:
    """The confirmation on new pages of `paper`."""
    lay_letter(paper, form, facts.letter, _values(form, facts))


def share(part: int, whole: int) -> str:
    """`9,76 %`, the figure that the check shows; empty without workers."""
    return f"{percent(part, whole)}{NO_BREAK}%" if whole > 0 else ""


def _values(form: FormText, facts: PlanConfirmation) -> Mapping[str, str]:
    return (
        values.letter_values(facts.letter)
        | values.programme_values(facts.programme)
        | values.loan_values(facts.loan)
        | values.establishment_values(facts.establishment)
        | {
            "statement": facts.programme.plan_statement or form.words["statement"],
            "project": facts.project,
            "project_place": facts.project_place,
            "capital": values.dong(facts.capital),
            "workers_total": values.count(facts.workers_total, "người"),
            "workers_qualifying": values.count(facts.workers_qualifying, "người"),
            "workers_supported": values.count(facts.workers_supported, "người"),
            "worker_share": share(facts.workers_qualifying, facts.workers_total),
        }
    )
