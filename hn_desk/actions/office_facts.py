"""The office itself: the words on its papers, its sign block, its residential groups."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.group_lives import Named, are_taken, is_active_on
from hn_desk.actions.labels import SIGN_FOR
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.actions.staff_facts import GroupDraft, GroupRow, OfficeFacts, OfficeFactsDraft
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import GroupSuccession, OfficeRow, ResidentialGroup
from hn_desk.rules.text import clean_line, place_key

WORDS: Final = ("place_name", "upper_line", "sign_authority", "approver_title", "approver_name")


def office_facts(office: Office) -> OfficeFacts:
    """The office with its sign block."""
    office.require("office.read")
    with office.database.read() as session:
        row = session.scalars(select(OfficeRow)).one()
        return OfficeFacts(
            version=row.version,
            code=row.code,
            name=row.name,
            kind=row.kind,
            environment=row.environment,
            instance=row.instance_id,
            epoch=row.epoch,
            sign_for=row.sign_for,
            **{name: getattr(row, name) for name in WORDS},
        )


def save_office_facts(office: Office, draft: OfficeFactsDraft) -> Changed:
    """Keep the words on the office's papers. InputError, DeskError (stale)."""
    office.require("staff.write", "office")
    remarks = Remarks()
    cleaned = {name: clean_line(getattr(draft, name)) for name in WORDS}
    remarks.required("place_name", cleaned["place_name"], _("Type the place that stands before the day on papers."))
    remarks.required("sign_for", draft.sign_for, _("Choose for whom the papers are signed."))
    remarks.one_of("sign_for", draft.sign_for, SIGN_FOR)
    remarks.settle({})
    with office.write() as session:
        row = session.scalars(select(OfficeRow)).one()
        refuse_stale(row.version, draft.version)
        for name, value in cleaned.items():
            setattr(row, name, value)
        row.sign_for = draft.sign_for
        session.flush()
        audit.log(session, Act("office.save", "office", row.id))
        return Changed(frozenset({"office"}), row.id)


def list_groups(office: Office) -> tuple[GroupRow, ...]:
    """All residential groups, by name."""
    office.require("office.read", "groups")
    today = office.today()
    with office.database.read() as session:
        rows = session.scalars(select(ResidentialGroup).order_by(ResidentialGroup.sort_key, ResidentialGroup.id))
        return tuple(
            GroupRow(row.id, row.version, row.name, row.kind, is_active_on(row, today), row.started_on, row.ended_on)
            for row in rows
        )


def save_group(office: Office, draft: GroupDraft) -> Changed:
    """Keep a residential group; names are unique without regard to marks. InputError, DeskError (stale, gone)."""
    office.require("groups.write")
    with office.write() as session:
        row = ResidentialGroup() if draft.id is None else session.get(ResidentialGroup, draft.id)
        if row is None:
            raise gone()
        if draft.id is not None:
            refuse_stale(row.version, draft.version)
        cleaned = _checked(session, replace(draft, name=clean_line(draft.name), kind=clean_line(draft.kind)), row)
        row.name, row.kind, row.started_on = cleaned.name, cleaned.kind, cleaned.started_on
        if row.ended_on is None:
            row.is_active = cleaned.is_active
        row.sort_key = place_key(cleaned.name)
        session.add(row)
        session.flush()
        audit.log(session, Act("groups.save", "groups", row.id, {"active": row.is_active}))
        return Changed(frozenset({"groups"}), row.id)


def _checked(session: Session, draft: GroupDraft, row: ResidentialGroup) -> GroupDraft:
    remarks = Remarks()
    remarks.required("name", draft.name, _("Type the name of the residential group."))
    if are_taken(session, Named((draft.name,), draft.started_on, row.ended_on), but=[draft.id or ""]):
        remarks.problem("name", _("There is a residential group of this name already."))
    if draft.started_on and row.ended_on and draft.started_on > row.ended_on:
        remarks.problem("started_on", _("The group ends before it begins."))
    followed = select(GroupSuccession.day).where(GroupSuccession.new_id == (draft.id or ""))
    if draft.started_on != row.started_on and session.scalar(followed.limit(1)):
        remarks.problem("started_on", _("This group came of a split or merge; its first day follows from that."))
    remarks.settle({})
    return draft
