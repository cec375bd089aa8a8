"""A clerk at the credit page: the page in a window, a person's application typed, dialogs answered."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QWidget

from hn_desk.ui import hands
from hn_desk.ui.dialogs.confirm import ConfirmDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.credit_applications import Applications
from hn_desk.ui.pages.credit_form import ApplicationForm
from hn_desk.ui.pages.credit_lists import Lists
from hn_desk.ui.widgets.field import MultiLine

WOMAN = {
    "person.name": "Nguyễn Thị Bình",
    "person.sex": "female",
    "person.birth": "3/5/1990",
    "person.address": "Số 12 phố Hàng Bông",
}
WORK = {
    "resides_here": "yes",
    "priority_group": "poor",
    "purpose": "create",
    "amount": "100 triệu",
    "term_months": "60",
    "documents": {"loan_application"},
}
LISTED = {
    "completed_on": "1/6/2025",
    "obeys_law": "yes",
    "purpose": "business",
    "amount": "80 triệu",
    "term_months": "60",
    "open_loan_purposes": {"none"},
    "documents": {"completion_certificate"},
}


def opened(page: CreditPage, show: Callable[[QWidget], QWidget]) -> CreditPage:
    """The page in a window of its usual size, read, and read again after each write as the desk does."""
    show(page).resize(1366, 728)
    page.jobs.changed.connect(page.reload)
    page.reload()
    hands.settle(page.jobs)
    return page


def form_of(part: Applications) -> ApplicationForm:
    """The form that is shown now."""
    assert part.form is not None
    return part.form


def begin(page: CreditPage, programme: str) -> Applications:
    """A new application of a programme, nothing typed yet."""
    hands.press(page.new_application)
    hands.choose(page.applications.programme, programme)
    hands.settle(page.jobs)
    return page.applications


def fill(part: Applications, *values: Mapping[str, object]) -> None:
    """Type these values."""
    for each in values:
        for name, value in each.items():
            hands.fill(form_of(part), name, value)
    hands.settle(part.jobs)


def save(part: Applications) -> None:
    """Press Save and wait."""
    hands.press(part.save_button)
    hands.settle(part.jobs)


def act(part: Applications | Lists, name: str, jobs: Jobs) -> None:
    """Press the button of an act and wait."""
    hands.press(part.acts.buttons[name])
    hands.settle(jobs)


def answer(page: CreditPage, name: str) -> None:
    """Press the button `yes`, `no` or `main` of the dialog that is open."""
    pressed = hands.dialog(page).findChild(QPushButton, name)
    assert isinstance(pressed, QPushButton)
    hands.press(pressed)
    hands.settle(page.jobs)


def confirm_here(page: CreditPage, passphrase: str) -> None:
    """Type the passphrase into the dialog that asks for it, and confirm."""
    dialog = hands.dialog(page)
    assert isinstance(dialog, ConfirmDialog)
    hands.fill(dialog.form, "passphrase", passphrase)
    answer(page, "yes")


def give_reason(page: CreditPage, reason: str) -> None:
    """Type a reason into the dialog that is open and go on."""
    field = hands.dialog(page).findChild(MultiLine)
    assert isinstance(field, MultiLine)
    hands.type_text(field, reason)
    answer(page, "main")


def choose_row(page: CreditPage, id_: str) -> None:
    """Open a record from elsewhere, as the home page does."""
    page.open_record(id_)
    hands.settle(page.jobs)


def shown_acts(part: Applications | Lists) -> set[str]:
    """The acts whose buttons are in sight."""
    return {name for name, button in part.acts.buttons.items() if button.isVisible()}
