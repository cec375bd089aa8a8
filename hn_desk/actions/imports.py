"""Other people's workbooks taken in: opened, looked through, written in one transaction, taken back as a whole."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.collector import resting_collector
from hn_desk.actions.import_batches import batch_rows, batch_subject, keep_batch, taken_in
from hn_desk.actions.import_decide import Decided, decide_households
from hn_desk.actions.import_facts import BatchRow, ImportDone, OpenedFile, Preview, TemplateRow
from hn_desk.actions.import_failures import failures_workbook
from hn_desk.actions.import_people import decide_people, write_people
from hn_desk.actions.import_places import decide_groups, write_groups
from hn_desk.actions.import_plan import GROUPS, HOUSEHOLDS, PEOPLE, ImportPlan
from hn_desk.actions.import_preview import preview_of
from hn_desk.actions.import_reading import guessed_plan, rows_read
from hn_desk.actions.import_rights import require_any, require_subject
from hn_desk.actions.import_templates import (
    fitting_template,
    keep_template,
    named_template,
    template_rows,
    template_subject,
    without_template,
)
from hn_desk.actions.import_undo import take_back
from hn_desk.actions.import_writing import Written, write_households
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.intake.opening import MOST_BYTES, Opened, open_table
from hn_desk.intake.refusals import large

TOUCHED: Final = frozenset({"households", "people", "groups", "imports"})
Progress = Callable[[int, int], None]


def open_file(office: Office, path: Path) -> OpenedFile:
    """Open a file and say who took it in before. StorageError, InputError as `intake.opening.open_table`."""
    subjects = require_any(office)
    with resting_collector():
        opened = open_table(path.name, _content(path))
    with office.database.read() as session:
        return OpenedFile(opened, taken_in(session, opened.sha256, subjects))


def suggest(office: Office, opened: Opened, subject: str, sheet: str = "", *headings: int) -> ImportPlan:
    """How a sheet (the largest without a name) is likely to be read; a kept template for its headings goes before.

    `headings` are the last heading row (from 0) and how many they are, when the guess was wrong.
    """
    require_subject(office, subject)
    plan = guessed_plan(office.book.imports[subject], opened, ImportPlan(subject, sheet=sheet), *headings)
    with office.database.read() as session:
        return fitting_template(session, plan)


def with_template(office: Office, plan: ImportPlan, name: str) -> ImportPlan:
    """`plan` read as the template of that name says. DeskError for an unknown one, InputError for other headings."""
    require_subject(office, plan.subject)
    with office.database.read() as session:
        return named_template(session, plan, name)


def preview(office: Office, opened: Opened, plan: ImportPlan, progress: Progress | None = None) -> Preview:
    """What writing would do with each row; nothing is kept. InputError when the plan has no column to read."""
    require_subject(office, plan.subject)
    with resting_collector(), office.database.read() as session:
        rows = rows_read(office.book.imports[plan.subject], opened, plan, office.today())
        decided = _DECIDING[plan.subject](session, office, rows, plan, progress or _silent)
        return preview_of(decided.outcomes)


def write(
    office: Office,
    opened: Opened,
    plan: ImportPlan,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> ImportDone:
    """Write what `preview` shows in one transaction. DeskError (reason cancelled) when stopped: nothing is kept.

    `progress` may raise too. When no row brings anything new, nothing is written and `batch_id` is empty.
    """
    require_subject(office, plan.subject)
    with resting_collector():
        rows = rows_read(office.book.imports[plan.subject], opened, plan, office.today())
    step = _stepping(progress or _silent, is_cancelled)
    with resting_collector(), office.write() as session:
        decided = _DECIDING[plan.subject](session, office, rows, plan, lambda done, total: step(done, 2 * total))
        found = preview_of(decided.outcomes)
        batch_id = ""
        if decided.touched:
            written = _WRITING[plan.subject](
                session, office, decided.touched, lambda done: step(len(rows) + done, 2 * len(rows))
            )
            batch_id = keep_batch(session, plan, found, written)
        failures = failures_workbook(opened, plan, found)
    changed = Changed(TOUCHED if batch_id else frozenset(), batch_id)
    return ImportDone(changed, batch_id, found.totals, failures)


def undo_import(office: Office, batch_id: str) -> Changed:
    """Take back all that an import wrote. DeskError (gone, undone, changed-since) when something was done with it."""
    with office.database.read() as session:
        subject = batch_subject(session, batch_id)
    require_subject(office, subject)
    with office.write() as session:
        take_back(session, office, batch_id)
        return Changed(TOUCHED, batch_id)


def batches(office: Office, subject: str = "") -> tuple[BatchRow, ...]:
    """The imports that were written, newest first, and why one can't be undone; without a subject all one may see."""
    subjects = _asked(office, subject)
    with office.database.read() as session:
        return batch_rows(session, subjects)


def save_template(office: Office, plan: ImportPlan, name: str) -> Changed:
    """Keep how these headings are read, under a name; one for the same headings is replaced. InputError without one."""
    require_subject(office, plan.subject)
    with office.write() as session:
        return Changed(frozenset({"imports"}), keep_template(session, plan, name))


def templates(office: Office, subject: str = "") -> tuple[TemplateRow, ...]:
    """The kept templates by name; without a subject all one may see."""
    subjects = _asked(office, subject)
    with office.database.read() as session:
        return template_rows(session, subjects)


def delete_template(office: Office, template_id: str) -> Changed:
    """Forget a template; DeskError when gone."""
    with office.database.read() as session:
        subject = template_subject(session, template_id)
    require_subject(office, subject)
    with office.write() as session:
        without_template(session, template_id)
        return Changed(frozenset({"imports"}), template_id)


_DECIDING: Final[Mapping[str, Callable[..., Decided]]] = {
    HOUSEHOLDS: decide_households,
    GROUPS: decide_groups,
    PEOPLE: decide_people,
}
_WRITING: Final[Mapping[str, Callable[..., Written]]] = {
    HOUSEHOLDS: write_households,
    GROUPS: write_groups,
    PEOPLE: write_people,
}


def _asked(office: Office, subject: str) -> tuple[str, ...]:
    """The subject asked for, or all that this officer may take in; RoleError."""
    if not subject:
        return require_any(office)
    require_subject(office, subject)
    return (subject,)


def _content(path: Path) -> bytes:
    """The bytes of a file; InputError (workbook-large) before a larger one is read."""
    with suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            raise large()
    return files.read_whole(path, MOST_BYTES)


def _stepping(progress: Progress, is_cancelled: Callable[[], bool] | None) -> Progress:
    """`progress`, which raises once it was cancelled."""

    def step(done: int, total: int) -> None:
        if is_cancelled is not None and is_cancelled():
            raise DeskError(_("You stopped it. Nothing was changed."), reason="cancelled")
        progress(done, total)

    return step


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""
