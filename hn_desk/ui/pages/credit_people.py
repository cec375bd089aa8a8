"""The people of an application's form: borrower and representative, typed or read from a card."""

from collections.abc import Mapping
from typing import Any, Final

from hn_desk.actions import labels
from hn_desk.actions.credit import Representative
from hn_desk.i18n import _
from hn_desk.rules.citizen_card import CitizenCard
from hn_desk.rules.dates import format_birth
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit_card import CardBox
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import LineField, TextField
from hn_desk.ui.widgets.form import Form

BORROWER: Final = "person"
REPRESENTATIVE: Final = "representative"
REPRESENTATIVE_NAMES: Final = ("name", "id_number", "relation", "phone")


def add_representative(form: Form, jobs: Jobs) -> CardBox:
    """Ask who signs for the borrower; the box for that person's card."""
    form.section(_("Representative (signs for the household, and always for a borrower under 18)"))
    box = representative_card(form, jobs)
    form.add_widget(box)
    form.add("representative.name", _("Representative's full name"), TextField(most=100))
    form.beside("representative.relation", _("Relation to the borrower"), TextField(most=40))
    form.add("representative.id_number", _("Representative's ID number"), TextField(most=20))
    form.beside("representative.phone", _("Representative's phone"), TextField(most=20))
    return box


def representative_in(values: Mapping[str, Any]) -> Representative:
    """The representative among a form's values."""
    return Representative(**{name: values[f"representative.{name}"] for name in REPRESENTATIVE_NAMES})


def borrower_card(form: Form, jobs: Jobs) -> CardBox:
    """The box for the borrower's card: it fills the person's fields; a residence that is typed already stays."""
    shown = [
        ("name", _("Full name")),
        ("birth", _("Born")),
        ("sex", _("Sex")),
        ("id_number", _("ID number")),
        ("old_id_number", _("Old ID number (CMND)")),
        ("address", _("Residence")),
    ]
    box = CardBox(jobs, shown, _words, lambda: _typed(form, BORROWER, [name for name, _label in shown]))
    box.taken.connect(lambda card: _fill(form, BORROWER, _values(card)))
    box.compared.connect(lambda: form.bring(box))
    return box


def representative_card(form: Form, jobs: Jobs) -> CardBox:
    """The box for the representative's card: name and number."""
    shown = [("name", _("Full name")), ("id_number", _("ID number"))]
    names = [name for name, _label in shown]
    box = CardBox(jobs, shown, _words, lambda: _typed(form, REPRESENTATIVE, names))
    box.taken.connect(lambda card: _fill(form, REPRESENTATIVE, {name: _values(card)[name] for name in names}))
    box.compared.connect(lambda: form.bring(box))
    return box


def _values(card: CitizenCard) -> dict[str, str]:
    """What a person's fields are given."""
    return {
        "name": card.name,
        "birth": card.birth,
        "sex": card.sex,
        "id_number": card.number,
        "old_id_number": card.old_number,
        "address": card.residence,
    }


def _words(card: CitizenCard) -> dict[str, str]:
    return {**_values(card), "birth": format_birth(card.birth), "sex": labels.sexes()[card.sex]}


def _typed(form: Form, prefix: str, names: list[str]) -> dict[str, str]:
    return {name: _shown_in(form, f"{prefix}.{name}") for name in names}


def _shown_in(form: Form, name: str) -> str:
    field = form.field(name)
    if isinstance(field, ChoiceField):
        return field.words()
    return field.line.text().strip() if isinstance(field, LineField) else ""


def _fill(form: Form, prefix: str, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        field = form.field(f"{prefix}.{name}")
        if value and not (name == "address" and field.value()):
            field.put(value)
            field.edited.emit()
            field.left.emit()
