"""The advice slip handed to a household business that considers becoming an enterprise, with its dossier checklist."""

from collections.abc import Mapping
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import ConversionAdvice, DossierItem, Signer
from hn_desk.forms.press import add_body, begin_letter, press
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import FormText, Layout, fill
from hn_desk.paper import Paper
from hn_desk.ruled import RuledColumn, RuledTable, add_table

LAYOUT: Final = Layout(
    "conversion-slip",
    places=values.LETTER
    | {"household", "owner", "address", "business_code", "target_kind", "supported_from"}
    | {"advice", "officer", "officer_phone"},
    columns=frozenset({"order", "item", "ready", "missing", "note"}),
    words=frozenset({"receiver", "mark"}),
)


def draw(form: FormText, facts: ConversionAdvice) -> bytes:
    """The slip as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: ConversionAdvice) -> None:
    """The slip on new pages of `paper`."""
    places = _values(facts)
    begin_letter(paper, form, facts.letter, fill(form.subject, places))
    add_body(paper, form, "opening", places)
    add_table(paper, _table(form, facts))
    add_body(paper, form, "closing", places)
    receiver = Signer((form.words["receiver"],), facts.owner)
    add_signatures(paper, Ending(facts.letter.signer, left=receiver, check=facts.letter.check))


def _table(form: FormText, facts: ConversionAdvice) -> RuledTable:
    columns = tuple(RuledColumn(column.heading, column.width, column.align) for column in form.columns)
    keys = [column.key for column in form.columns]
    mark = form.words["mark"]
    return RuledTable(columns, [_cells(keys, n, item, mark) for n, item in enumerate(facts.items, 1)])


def _cells(keys: list[str], number: int, item: DossierItem, mark: str) -> list[str]:
    cells = {
        "order": str(number),
        "item": item.text,
        "ready": mark if item.is_ready else "",
        "missing": mark if item.is_ready is False else "",
        "note": item.note,
    }
    return [cells[key] for key in keys]


def _values(facts: ConversionAdvice) -> Mapping[str, str]:
    return values.letter_values(facts.letter) | {
        "household": facts.household,
        "owner": facts.owner,
        "address": facts.address,
        "business_code": facts.business_code,
        "target_kind": facts.target_kind,
        "supported_from": values.day(facts.supported_from),
        "advice": facts.advice,
        "officer": facts.officer,
        "officer_phone": facts.officer_phone,
    }
