"""The fields that ask for a programme's facts, drawn from what the programme says of each."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from hn_desk.actions.credit import FactField
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.facts import FieldKind
from hn_desk.ui.pages.credit_documents import DocumentsField
from hn_desk.ui.widgets.choices import Choice, ChoiceField, ChoicesField
from hn_desk.ui.widgets.dates import BirthField, DateField
from hn_desk.ui.widgets.field import Field, LineField, NumberField
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.worker_table import WorkerTable

YES: Final = "yes"
NO: Final = "no"
NONE: Final = "none"
"""What is ticked to say that nothing of the list holds: otherwise nobody could tell it from “not asked yet”."""
MOST: Final = 1_000_000
LONG: Final = frozenset({FieldKind.CHOICES, FieldKind.DOCUMENTS})
"""Kinds that take a line of their own."""


class ChoicesOrNone(ChoicesField):
    """Any of `choices` or, as a choice of its own (`none`), nothing of them; ticking one side clears the other."""

    def __init__(self, choices: Iterable[Choice], none: str) -> None:
        listed = tuple(choices)
        super().__init__((*listed, (NONE, none)), columns=1)
        for code in (*(code for code, _words in listed), NONE):
            self.box(code).clicked.connect(partial(self._settle, code))

    def _settle(self, code: str) -> None:
        kept = {NONE} if code == NONE else self.value() - {NONE}
        if self.value() - kept:
            self.put(self.value() & kept)
            self.edited.emit()


def field_for(office: Office, fact: FactField) -> Field:
    """The field that asks for `fact`."""
    choices = [(choice.code, choice.label) for choice in fact.choices]
    match fact.kind:
        case FieldKind.DATE:
            return DateField(office.today)
        case FieldKind.BIRTH:
            return BirthField(office.today)
        case FieldKind.MONEY:
            return MoneyField()
        case FieldKind.COUNT:
            return NumberField(most=MOST)
        case FieldKind.FLAG:
            return ChoiceField([(YES, _("Yes")), (NO, _("No"))])
        case FieldKind.CHOICE:
            return ChoiceField(choices)
        case FieldKind.CHOICES:
            return ChoicesOrNone(choices, _("None"))
        case FieldKind.DOCUMENTS:
            return DocumentsField(choices, office.today)


def fact_of(fact: FactField, value: Any) -> Any:
    """The fact that a field's value stands for; None while it is not answered."""
    if fact.kind is FieldKind.FLAG:
        return {YES: True, NO: False}.get(value)
    if fact.kind in LONG:
        return value - {NONE} if value else None
    return None if value == "" else value


def value_of(fact: FactField, known: Any) -> Any:
    """What a field is given to show a fact."""
    if fact.kind is FieldKind.FLAG:
        return {True: YES, False: NO}.get(known, "")
    if fact.kind is FieldKind.CHOICES and known is not None and not known:
        return {NONE}
    return known


def typed_in(field: Field) -> object:
    """What stands in a field, also when it can't be read, for `type_into`."""
    if isinstance(field, SearchChoice):
        return (field.value(), field.words()) if field.value() else None
    if isinstance(field, DocumentsField | WorkerTable):
        return field.typed()
    return field.line.text() if isinstance(field, LineField) else field.value()


def type_into(field: Field, typed: Any) -> None:
    """Put what stood in another field of the same name into `field`."""
    if isinstance(field, DocumentsField | WorkerTable):
        field.type_again(typed or ())
    elif isinstance(field, LineField) and not isinstance(field, SearchChoice):
        field.line.setText(typed or "")
        field.settle()
    else:
        field.put(typed)
