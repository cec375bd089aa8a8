"""The list of beneficiaries that the police draws up and the office confirms: A4 across, head row on every page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import BeneficiaryList, ListRow, ProgrammeText
from hn_desk.forms.head import add_note
from hn_desk.forms.press import add_body, begin_letter, press
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import Column, FormText, Layout, fill
from hn_desk.paper import LANDSCAPE, Paper
from hn_desk.ruled import RuledColumn, RuledTable, add_table
from hn_desk.rules.dates import format_birth
from hn_desk.rules.money import format_dong, in_words

LAYOUT: Final = Layout(
    "list-beneficiaries",
    places=values.LETTER
    | values.PROGRAMME
    | {"month", "police_number", "police_day", "row_count", "total", "total_words", "correction", "statement"},
    columns=frozenset({"order", "name", "born", "sex", "citizen_id", "residence", "entitled_on"})
    | {"purpose", "amount", "term", "note"},
    words=frozenset({"month_note", "total", "statement"})
    | {"correction", "correction_day", "correction_police", "correction_changed", "correction_becomes"}
    | {"correction_added", "correction_removed"},
)


def draw(form: FormText, facts: BeneficiaryList) -> bytes:
    """The list as a PDF."""
    return press(lay, form, [facts], LANDSCAPE)


def lay(paper: Paper, form: FormText, facts: BeneficiaryList) -> None:
    """The list on new pages of `paper`, a landscape one."""
    places = _values(form, facts)
    _begin(paper, form, facts, fill(form.subject, places))
    if facts.month:
        add_note(paper, fill(form.words["month_note"], places))
    add_body(paper, form, "opening", places)
    add_table(paper, _table(form, facts), is_glued=True)
    add_body(paper, form, "closing", places)
    add_signatures(paper, Ending(facts.letter.signer, left=facts.police, check=facts.letter.check))


def _begin(paper: Paper, form: FormText, facts: BeneficiaryList, subject: str) -> None:
    """The head with the programme's own name of the list, else the form's."""
    if facts.programme.list_title:
        begin_letter(paper, replace(form, title=facts.programme.list_title), facts.letter, "")
    else:
        begin_letter(paper, form, facts.letter, subject)


def heading(column: Column, programme: ProgrammeText) -> str:
    """What the form says for this programme, else what the programme says, else what the form says for all."""
    if column.key == "entitled_on" and programme.code not in (column.heading_for or {}):
        return programme.list_date_heading or column.heading
    return column.heading_in(programme.code)


def _table(form: FormText, facts: BeneficiaryList) -> RuledTable:
    columns = tuple(
        RuledColumn(heading(column, facts.programme), column.width, column.align) for column in form.columns
    )
    keys = [column.key for column in form.columns]
    rows = [cells(keys, n, row) for n, row in enumerate(facts.rows, 1)]
    sums = {"name": form.words["total"], "amount": format_dong(_total(facts))}
    return RuledTable(columns, rows, [sums.get(key, "") for key in keys])


def cells(keys: Sequence[str], number: int, row: ListRow) -> list[str]:
    """What the columns of these keys show of a line, which is the `number`-th."""
    person, loan = row.person, row.loan
    shown = {
        "order": str(number),
        "name": person.name,
        "born": format_birth(person.born) if person.born else "",
        "sex": person.sex,
        "citizen_id": person.citizen_id,
        "residence": person.residence,
        "entitled_on": values.day(row.entitled_on),
        "purpose": loan.purpose,
        "amount": format_dong(loan.amount),
        "term": str(loan.term_months or ""),
        "note": row.note,
    }
    return [shown[key] for key in keys]


def _total(facts: BeneficiaryList) -> int:
    return sum(row.loan.amount for row in facts.rows)


def _values(form: FormText, facts: BeneficiaryList) -> Mapping[str, str]:
    total = _total(facts)
    return (
        values.letter_values(facts.letter)
        | values.programme_values(facts.programme)
        | {
            "statement": facts.programme.person_statement or form.words["statement"],
            "month": f"{facts.month.month:02}/{facts.month.year}" if facts.month else "",
            "police_number": facts.police_number,
            "police_day": values.day(facts.police_day),
            "row_count": f"{len(facts.rows):02}",
            "total": values.dong(total),
            "total_words": in_words(total),
            "correction": facts.correction,
        }
    )
