"""The officers of a desk: who opens it, in which role; the passphrases stand in the desk's key file alone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import office_keys
from hn_desk.actions.office import Changed
from hn_desk.actions.remarks import Remarks
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_entries import entry_of
from hn_desk.city.roles import city_roles
from hn_desk.errors import DeskError, SignInError
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityOfficer
from hn_desk.office_keys import NewEntry
from hn_desk.rules.city_roles import CITY_ROLES, KEEPER
from hn_desk.rules.text import clean_line, fold, nfc

SUBJECTS: Final = frozenset({"officers", "log"})


@dataclass(frozen=True, slots=True)
class DeskOfficerRow:
    """One officer of the desk, also one who has left; `role_label` is what the table of roles calls it."""

    id: str
    name: str
    role: str
    role_label: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class DeskOfficerDraft:
    """What is typed of an officer."""

    name: str = ""
    role: str = ""
    passphrase: str = field(default="", repr=False)


def desk_officers(desk: CityDesk) -> tuple[DeskOfficerRow, ...]:
    """All officers, those who still work here first, by name."""
    desk.require("officers.read")
    with desk.database.read() as session:
        rows = [_row(row) for row in session.scalars(select(CityOfficer))]
    return tuple(sorted(rows, key=lambda row: (row.ended_on is not None, fold(row.name), row.id)))


def add_officer(desk: CityDesk, draft: DeskOfficerDraft) -> Changed:
    """Let one more officer in, with an own passphrase. InputError names every bad field."""
    desk.require("officers.write")
    with desk.write() as session:
        stored = office_keys.load(desk.places.key_file)
        name = _checked(session, draft)
        keys, opened = office_keys.add_entry(stored, desk.secrets, _entry(stored, name, draft.passphrase))
        row = CityOfficer(name=name, role=draft.role, tag=opened.entry, started_on=desk.today())
        session.add(row)
        session.flush()
        audit.log(session, Act("city.officer", "officers", row.id, {"role": draft.role}))
        office_keys.save(keys, desk.places.key_file)
        return Changed(SUBJECTS, row.id)


def change_role(desk: CityDesk, officer: str, role: str) -> Changed:
    """Give an officer another role; the last keeper stays one."""
    desk.require("officers.write")
    with desk.write() as session:
        row = _working(session, officer)
        remarks = Remarks()
        remarks.required("role", role if role in CITY_ROLES else "", _("Choose a role."))
        remarks.settle({})
        if role != KEEPER:
            _refuse_last_keeper(session, row)
        row.role = role
        audit.log(session, Act("city.officer", "officers", row.id, {"role": role}))
    return Changed(SUBJECTS, officer)


def end_officer(desk: CityDesk, officer: str) -> Changed:
    """Let an officer open the desk no more; what the officer did stays in the log. The last keeper stays."""
    desk.require("officers.write")
    if officer == desk.officer.id:
        raise DeskError(
            _("You can't end your own work here."), do=_("Ask another keeper of the desk."), reason="own-end"
        )
    with desk.write() as session:
        stored = office_keys.load(desk.places.key_file)
        row = _working(session, officer)
        _refuse_last_keeper(session, row)
        row.ended_on = desk.today()
        audit.log(session, Act("city.officer_end", "officers", row.id))
        office_keys.save(office_keys.remove_entry(stored, row.tag), desk.places.key_file)
    return Changed(SUBJECTS, officer)


def new_passphrase(desk: CityDesk, officer: str, passphrase: str) -> Changed:
    """Give an officer who forgot it a new passphrase; the forgotten one opens nothing any more."""
    desk.require("officers.write")
    with desk.write() as session:
        stored = office_keys.load(desk.places.key_file)
        row = _working(session, officer)
        remarks = Remarks()
        _check_passphrase(remarks, passphrase)
        remarks.settle({})
        if row.tag == desk.secrets.entry:
            raise DeskError(_("This is your own passphrase."), do=_("Change it as your own."), reason="own-passphrase")
        keys, opened = office_keys.add_entry(stored, desk.secrets, _entry(stored, row.name, passphrase))
        keys = office_keys.remove_entry(keys, row.tag)
        row.tag = opened.entry
        audit.log(session, Act("city.passphrase", "officers", row.id))
        office_keys.save(keys, desk.places.key_file)
    return Changed(SUBJECTS, officer)


def change_own(desk: CityDesk, name: str, present: str, passphrase: str) -> Changed:
    """Change the name and passphrase of who opened the desk; `present` is the passphrase until now."""
    desk.require("passphrase.own")
    with desk.write() as session:
        stored = office_keys.load(desk.places.key_file)
        row = _working(session, desk.officer.id)
        remarks = Remarks()
        cleaned = _name(session, remarks, name, row.id)
        _check_present(remarks, stored, (row.name, present))
        _check_passphrase(remarks, passphrase)
        remarks.settle({})
        keys = office_keys.new_passphrase(stored, desk.secrets, _entry(stored, cleaned, passphrase))
        row.name = cleaned
        audit.log(session, Act("city.passphrase", "officers", row.id))
        office_keys.save(keys, desk.places.key_file)
    return Changed(SUBJECTS, desk.officer.id)


def _row(row: CityOfficer) -> DeskOfficerRow:
    return DeskOfficerRow(row.id, row.name, row.role, city_roles().labels[row.role], row.started_on, row.ended_on)


def _entry(stored: OfficeKeys, name: str, passphrase: str) -> NewEntry:
    return entry_of(name, nfc(passphrase), office_keys.usual_cost(stored))


def _checked(session: Session, draft: DeskOfficerDraft) -> str:
    """The name as it is kept; InputError for what is wrong with the draft."""
    remarks = Remarks()
    name = _name(session, remarks, draft.name, "")
    remarks.required("role", draft.role if draft.role in CITY_ROLES else "", _("Choose a role."))
    _check_passphrase(remarks, draft.passphrase)
    remarks.settle({})
    return name


def _name(session: Session, remarks: Remarks, typed: str, own: str) -> str:
    name = clean_line(typed)
    remarks.required("name", name, _("Type the officer's name."))
    others = select(CityOfficer.name).where(CityOfficer.ended_on.is_(None), CityOfficer.id != own)
    if fold(name) in {fold(other) for other in session.scalars(others)}:
        remarks.problem("name", _("Another officer of this desk is called so; add something that tells them apart."))
    return name


def _check_passphrase(remarks: Remarks, passphrase: str) -> None:
    problem = passphrase_problem(nfc(passphrase))
    if problem:
        remarks.problem("passphrase", problem)


def _check_present(remarks: Remarks, stored: OfficeKeys, who: tuple[str, str]) -> None:
    name, present = who
    try:
        office_keys.open_keys(stored, fold(name), present)
    except SignInError as error:
        remarks.problem("present", error.what)


def _working(session: Session, officer: str) -> CityOfficer:
    row = session.get(CityOfficer, officer)
    if row is None or row.ended_on is not None:
        raise DeskError(
            _("This officer no longer works at this desk."), do=_("Choose another officer."), reason="inactive"
        )
    return row


def _refuse_last_keeper(session: Session, row: CityOfficer) -> None:
    keepers = select(CityOfficer.id).where(CityOfficer.role == KEEPER, CityOfficer.ended_on.is_(None))
    if set(session.scalars(keepers)) == {row.id}:
        raise DeskError(
            _("The desk needs a keeper."), do=_("Make another officer the keeper first."), reason="last-keeper"
        )
