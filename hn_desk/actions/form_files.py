"""Forms as data: which file each paper of the office is drawn from, a changed one tried, installed, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.credit_steps import cleaned_reason
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.reference_book import texts_in_use
from hn_desk.actions.reference_store import applied
from hn_desk.actions.rulebook import toml_of
from hn_desk.errors import DeskError, InputError, ResourceError
from hn_desk.forms.catalogue import load_form
from hn_desk.forms.specimens import OFFICE_FORMS, specimen
from hn_desk.forms.text import FormText
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import AuditEntry, InstalledForm, OfficerRow
from hn_desk.settings import resource

INSTALL: Final = "forms.install"
FORMER: Final = "forms.former"
PROVISIONAL: Final = "provisional"
FORMS: Final = "forms"
_LARGEST: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class FormStep:
    """One installed file of a form: when (`2026-11-20T03:00:00Z`), by whom, why."""

    at: str
    officer_name: str
    reason: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form in use: its file's facts, what was installed of it in order, and why the used file no longer fits."""

    id: str
    title: str
    subject: str
    is_provisional: bool
    source: str
    valid_from: date
    steps: tuple[FormStep, ...] = ()
    problem: str = ""

    @property
    def used(self) -> FormStep | None:
        """The installed file in use, None for the program's own."""
        return next((step for step in self.steps if step.is_used), None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form file that was read and can be installed, with a specimen of its paper."""

    code: str
    title: str
    is_provisional: bool
    source: str
    text: str = field(repr=False)
    paper: Paper = field(repr=False)


def form_rows(office: Office) -> tuple[FormRow, ...]:
    """Every form of the office's papers as it is used now."""
    office.require(INSTALL)
    with office.database.read() as session:
        return tuple(_row(office, code, _steps(session, code)) for code in OFFICE_FORMS)


def read_form_file(office: Office, path: Path) -> Candidate:
    """A changed form file, tried on made-up facts. ResourceError names file, key and reason of every mistake."""
    office.require(INSTALL)
    try:
        text = files.read_whole(path, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResourceError(
            _("The file {file} is no text in UTF-8.").format(file=path.name), do=_("Save it as UTF-8 and try again.")
        ) from error
    return _candidate(text, path.name)


def preview_form(office: Office, code: str) -> Paper:
    """The form that is used now, with made-up facts."""
    office.require(INSTALL)
    return _specimen(load_form(office.form_data(code), f"{code}.toml"))


def form_text(office: Office, code: str) -> str:
    """The text of the file in use, to be changed."""
    office.require(INSTALL)
    with office.database.read() as session:
        kept = session.scalar(select(InstalledForm.text).where(InstalledForm.code == code, InstalledForm.is_used))
        city = applied(session)
    if kept is not None:
        return kept
    name = f"forms/{code}.toml"
    city_texts = texts_in_use(city) if city else {}
    return city_texts.get(name) or resource(name).read_text(encoding="utf-8")


def install_form(office: Office, text: str, reason: str) -> Changed:
    """Use this file for papers presented from now on; what was presented keeps its words.

    ResourceError for a wrong file, InputError without a reason, DeskError when it is the one in use.
    """
    office.require(INSTALL)
    why, candidate = cleaned_reason(reason), _candidate(text, "toml")
    with office.write() as session:
        if toml_of(text, candidate.code) == office.form_data(candidate.code):
            raise DeskError(_("This form file is in use already."), do=_("Choose a changed file."), reason="same-form")
        _use(session, candidate.code, None)
        row = InstalledForm(code=candidate.code, text=text, reason=why, officer_id=office.officer.id, is_used=True)
        row.at = stamp(office.now())
        session.add(row)
        session.flush()
        _log(session, INSTALL, row)
    office.own_forms[candidate.code] = toml_of(text, candidate.code)
    return Changed(frozenset({FORMS}), candidate.code)


def former_form(office: Office, code: str, reason: str) -> Changed:
    """Go back to the file that was used before, at the end to the program's own. InputError without a reason."""
    office.require(INSTALL)
    why = cleaned_reason(reason)
    with office.write() as session:
        used = _used_in_turn(session, code)
        if not used:
            raise DeskError(
                _("The program's own form is in use already."), do=_("Install a changed file."), reason="own-form"
            )
        former = used[-2] if len(used) > 1 else None
        _use(session, code, former)
        _log(session, FORMER, former or InstalledForm(code=code, text="", reason=""), why)
        text = former.text if former else ""
    if text:
        office.own_forms[code] = toml_of(text, code)
    else:
        office.own_forms.pop(code, None)
    return Changed(frozenset({FORMS}), code)


def _candidate(text: str, name: str) -> Candidate:
    form = load_form(toml_of(text, name), name)
    if form.code not in OFFICE_FORMS:
        what = _("The form {code} is the program's own and can't be changed by an office.").format(code=form.code)
        raise InputError(what, do=_("Choose the file of another form."))
    return Candidate(form.code, form.title, form.status == PROVISIONAL, form.source, text, _specimen(form))


def _specimen(form: FormText) -> Paper:
    return Paper(f"MAU-{form.code}.pdf", specimen(form), _("Specimen of {form}").format(form=form.code))


def _row(office: Office, code: str, steps: tuple[FormStep, ...]) -> FormRow:
    problem = ""
    try:
        form = load_form(office.form_data(code), f"{code}.toml")
    except ResourceError as error:
        form, problem = load_form(office.book.forms[code], f"{code}.toml"), error.what
    is_provisional = form.status == PROVISIONAL
    return FormRow(code, form.title, form.subject, is_provisional, form.source, form.valid_from, steps, problem)


def _steps(session: Session, code: str) -> tuple[FormStep, ...]:
    names = {one.id: one.name for one in session.execute(select(OfficerRow.id, OfficerRow.name))}
    rows = _rows(session, code)
    return tuple(FormStep(row.at, names.get(row.officer_id, ""), row.reason, row.is_used) for row in rows)


def _rows(session: Session, code: str) -> Sequence[InstalledForm]:
    """What was installed of a form, in the order in which it was."""
    statement = select(InstalledForm).where(InstalledForm.code == code)
    return session.scalars(statement.order_by(literal_column("installed_forms.rowid"))).all()


def _used_in_turn(session: Session, code: str) -> list[InstalledForm]:
    """The file in use and before it those that going back leads to, in the order of use; by the order of the log."""
    rows, turn = iter(_rows(session, code)), list[InstalledForm]()
    asked = select(AuditEntry.action, AuditEntry.content).where(AuditEntry.action.in_((INSTALL, FORMER)))
    for action, content in session.execute(asked.order_by(AuditEntry.sequence)):
        if not content or content["form"] != code:
            continue
        if action == INSTALL:
            turn.append(next(rows))
        else:
            del turn[-1:]
    return turn


def _use(session: Session, code: str, chosen: InstalledForm | None) -> None:
    for row in _rows(session, code):
        row.is_used = row is chosen


def _log(session: Session, action: str, row: InstalledForm, reason: str = "") -> None:
    digest = sha256(row.text.encode()).hexdigest() if row.text else ""
    content = {"form": row.code, "sha256": digest, "reason": reason or row.reason}
    audit.log(session, Act(action, "office", "", content))
