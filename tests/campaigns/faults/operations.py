"""What is done while writes fail: each act in two steps, what it needs first, then the act itself."""

from collections.abc import Callable, Mapping
from typing import Final

from hn_desk.actions.backups import back_up
from hn_desk.actions.confirmations import Subject, confirm
from hn_desk.actions.credit import check, present
from hn_desk.actions.imports import undo_import
from hn_desk.actions.papers import print_form
from hn_desk.actions.reporting import export_report
from hn_desk.files import copy_out
from hn_desk.reports.table import Period
from tests.campaigns.crash import acts
from tests.campaigns.crash.acts import Day
from tests.imports.workbooks import taken_in

Step = Callable[[], object]
Operation = Callable[[Day], Step]


def saving(act: acts.Act) -> Operation:
    """An act of the day as it stands, done to its end."""
    return lambda day: lambda: list(act(day))


def presented(day: Day) -> Subject:
    """A new application that waits for the approver."""
    (wrote,) = acts.new_application(day)
    check(day.office, wrote.id)
    present(day.office, (wrote.id,))
    return Subject("application", wrote.id)


def confirming(day: Day) -> Step:
    subject, approver = presented(day), day.of("hung")
    return lambda: confirm(approver, (subject,), day.site.passphrase)


def keeping_paper(day: Day) -> Step:
    subject, stick = presented(day), day.stick
    return lambda: copy_out(print_form(day.office, subject).pdf, stick, "paper.pdf")


def exporting(day: Day) -> Step:
    period, path = Period(day.office.today().replace(month=1, day=1), day.office.today()), day.stick / "report.xlsx"
    return lambda: export_report(day.office, "coverage", period, path)


def sealing(day: Day) -> Step:
    day.of("mai")
    return lambda: list(acts.sealed(day))


def copying(day: Day) -> Step:
    if not list(acts.copied(day)):
        list(acts.sealed(day))
    return lambda: list(acts.copied(day))


def taking_back(day: Day) -> Step:
    batch = taken_in(day.office, *[acts.row_of(day) for _row in range(acts.ROWS_OF_WORKBOOK)]).batch_id
    return lambda: undo_import(day.office, batch)


OPERATIONS: Final[Mapping[str, Operation]] = {
    "person": saving(acts.new_person),
    "household": saving(acts.new_household),
    "import": saving(acts.imported),
    "undo": taking_back,
    "event": saving(acts.new_event),
    "application": saving(acts.new_application),
    "confirmation": confirming,
    "paper": keeping_paper,
    "report": exporting,
    "packet": sealing,
    "copy": copying,
    "backup": lambda day: lambda: back_up(day.office),
}
