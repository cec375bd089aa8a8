"""Every form of every page keeps drafts by itself: typed there, found as unsaved, put back in another window."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.credit import save_application
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.lists import save_list
from hn_desk.actions.office import unlock
from hn_desk.actions.people import PersonDraft
from hn_desk.drafts import Draft
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.loader import PLACES
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField, FlagField
from hn_desk.ui.widgets.field import Field, LineField, MultiLine
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.unsaved import Reopened, Reopening, unsaved_in
from tests.actions import credit_samples as samples
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.records import add_event
from tests.ui.credit_hands import begin, fill, form_of
from tests.ui.windows import Windows, jobs_of

ODD = "31/2/20 ½ Đặng “x”"
PAGES = {
    "lan": ("households", "conversions", "credit", "outreach"),
    "anh": ("admin",),
    "mai": ("packets", "reports", "home", "duties"),
}


@pytest.fixture
def windows(qapp: object) -> Iterator[Windows]:
    made = Windows()
    yield made
    made.shut()


@pytest.fixture
def filled(office_folder: Path) -> Path:
    """An office with a record of each kind that has a form."""
    office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    save_household(office, HouseholdDraft(name="Bún Bảy", owner=PersonDraft(name="Trần Văn Bảy", birth="1970")))
    save_application(office, samples.WORK)
    save_list(office, samples.POLICE_LIST)
    add_event(office)
    office.close()
    return office_folder


def open_first(desk: Desk, name: str) -> QWidget:
    """The page with the first record of each of its lists open."""
    desk.go(name)
    hands.settle(jobs_of(desk))
    page = desk.page(name)
    for list_ in (getattr(part, "list", None) for part in (page, *vars(page).values()) if isinstance(part, QWidget)):
        if list_ is not None and list_.rows.rowCount():
            list_.choose(list_.rows.id_at(0))
            hands.settle(jobs_of(desk))
    return page


def forms(page: QWidget) -> list[Form]:
    found: Any = page.findChildren(Form)
    return [form for form in found if form.keeps_drafts]


def type_odd(field: Field) -> None:
    """Something that the field would not have by itself, half typed where it can be."""
    if isinstance(field, ChoiceField):
        field.put(next((code for code in field.codes() if code != field.value()), ""))
    elif isinstance(field, ChoicesField):
        field.put(set(field.codes()[:2]) ^ field.value())
    elif isinstance(field, FlagField):
        field.put(not field.value())
    elif isinstance(field, MultiLine):
        field.put(f"{ODD}\n{field.value()}")
    elif isinstance(field, LineField):
        field.line.setText(ODD)
        if isinstance(field, SearchChoice):
            field._code = ""
    field.edited.emit()


def reopened(desk: Desk, draft: Draft) -> Reopened:
    desk.go(draft.page)
    ended: list[Reopened] = []
    reopening = Reopening(desk.page(draft.page), jobs_of(desk), draft)
    reopening.ended.connect(ended.append)
    hands.settle(jobs_of(desk))
    return ended[0]


@pytest.mark.parametrize(("login", "name"), [(login, name) for login, names in PAGES.items() for name in names])
def test_what_is_typed_into_any_form_comes_back_in_another_window(
    windows: Windows, filled: Path, login: str, name: str
) -> None:
    desk = windows.open(filled, login)
    page = open_first(desk, name)
    kept: list[Draft] = []
    for form in forms(page):
        if form.is_locked:
            continue
        for field in form.names():
            type_odd(form.field(field))
        drafts = unsaved_in(name, page, "2026-11-20T03:00:00Z")
        secrets = [field for field in form.names() if form.field(field).is_secret]
        assert len(drafts) == (0 if len(secrets) == len(form.names()) else 1)
        kept += drafts
        form.put({})
        form.keep()
        hands.settle(jobs_of(desk))
    windows.shut()
    for draft in kept:
        assert draft.typed
        again = windows.open(filled, login)
        result = reopened(again, draft)
        assert result.form is not None, draft.places
        assert result.form.unsaved() == draft.typed
        assert result.changed == ()
        assert [one.typed for one in unsaved_in(name, again.page(name), "")] == [draft.typed]
        windows.shut()


def test_every_page_that_has_forms_is_tried_here() -> None:
    assert {place.name for place in PLACES} == {name for names in PAGES.values() for name in names}


def test_a_new_application_comes_back_with_its_programme_applicant_and_person(windows: Windows, filled: Path) -> None:
    desk = windows.open(filled, "lan")
    desk.go("credit")
    hands.settle(jobs_of(desk))
    page = desk.page("credit")
    assert isinstance(page, CreditPage)
    part = begin(page, "gqvl")
    hands.type_text(form_of(part).find_person, "binh")
    hands.settle(page.jobs)
    hands.choose_found(form_of(part).find_person, "binh")
    hands.settle(page.jobs)
    fill(part, {"amount": "99 triệu", "person.phone": "0912"})
    typed = form_of(part).unsaved()
    person = form_of(part).kept_draft().person
    (draft,) = unsaved_in("credit", page, "")
    windows.shut()
    again = windows.open(filled, "lan")
    result = reopened(again, draft)
    assert result.form is not None
    assert result.form.unsaved() == typed
    restored = again.page("credit")
    assert isinstance(restored, CreditPage)
    assert form_of(restored.applications).asked.programme == "gqvl"
    assert person is not None
    assert person.id
    assert form_of(restored.applications).kept_draft().person == person


def test_a_new_list_and_a_changed_event_come_back_where_they_were(windows: Windows, filled: Path) -> None:
    desk = windows.open(filled, "lan")
    desk.go("credit")
    hands.settle(jobs_of(desk))
    page = desk.page("credit")
    assert isinstance(page, CreditPage)
    hands.press(page.new_list)
    hands.fill(page.lists.form, "police_number", "12/DS")
    (draft,) = unsaved_in("credit", page, "")
    windows.shut()
    again = windows.open(filled, "lan")
    result = reopened(again, draft)
    restored = again.page("credit")
    assert isinstance(restored, CreditPage)
    assert restored.tabs.currentWidget() is restored.lists
    assert result.form is restored.lists.form
    assert result.form.unsaved() == {"police_number": "12/DS"}


def test_dialogs_and_forms_that_choose_are_no_drafts(windows: Windows, filled: Path) -> None:
    desk = windows.open(filled, "lan")
    desk.go("outreach")
    hands.settle(jobs_of(desk))
    page = desk.page("outreach")
    all_forms: Any = page.findChildren(Form)
    (coverage,) = [form for form in all_forms if not form.keeps_drafts]
    type_odd(coverage.field("start"))
    assert coverage.unsaved()
    assert unsaved_in("outreach", page, "") == ()
