"""Kept ways of reading a workbook: which column holds which field, found again by the headings' fingerprint."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hn_desk.actions.import_facts import TemplateRow
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.remarks import gone
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import ImportTemplate
from hn_desk.rules.text import clean_line, fold, text_key


def fitting_template(session: Session, plan: ImportPlan) -> ImportPlan:
    """`plan` as the template for its headings says, when there is one."""
    row = session.scalar(_for_headings(plan))
    return _applied(plan, row) if row else plan


def named_template(session: Session, plan: ImportPlan, name: str) -> ImportPlan:
    """`plan` as the template of that name says. DeskError when there is none, InputError when the headings differ."""
    rows = session.scalars(select(ImportTemplate).where(ImportTemplate.subject == plan.subject)).all()
    row = next((one for one in rows if fold(one.name) == fold(clean_line(name))), None)
    if row is None:
        raise DeskError(
            _("No template is called “{name}”.").format(name=name),
            do=_("Choose one of: {names}.").format(names=", ".join(sorted(one.name for one in rows))),
            reason="no-template",
        )
    if row.fingerprint != plan.fingerprint:
        raise InputError(
            _("The headings of this sheet are not those of the template “{name}”.").format(name=row.name),
            do=_("Choose the columns anew and keep them as another template."),
            reason="other-headings",
        )
    return _applied(plan, row)


def keep_template(session: Session, plan: ImportPlan, name: str) -> str:
    """Keep the plan's columns under its fingerprint; its id. InputError without a name."""
    name = clean_line(name)
    if not name:
        what = _("Type a name for the template.")
        raise InputError(what, problems=(Problem("name", what),))
    row = session.scalar(_for_headings(plan)) or ImportTemplate(subject=plan.subject, fingerprint=plan.fingerprint)
    row.name = name
    row.mapping = dict(plan.mapping)
    session.add(row)
    session.flush()
    audit.log(session, Act("imports.template", "imports", row.id))
    return row.id


def template_rows(session: Session, subjects: Collection[str]) -> tuple[TemplateRow, ...]:
    """The templates of these subjects by name."""
    statement = select(ImportTemplate).where(ImportTemplate.subject.in_(subjects))
    rows = sorted(session.scalars(statement), key=lambda row: (text_key(row.name), row.id))
    return tuple(TemplateRow(row.id, row.version, row.name, row.subject, row.fingerprint, row.mapping) for row in rows)


def template_subject(session: Session, template_id: str) -> str:
    """What a template is for; DeskError when it is gone."""
    subject = session.scalar(select(ImportTemplate.subject).where(ImportTemplate.id == template_id))
    if subject is None:
        raise gone()
    return subject


def without_template(session: Session, template_id: str) -> None:
    """Forget a template; DeskError when gone."""
    row = session.get(ImportTemplate, template_id)
    if row is None:
        raise gone()
    session.delete(row)
    session.flush()
    audit.log(session, Act("imports.template_delete", "imports", template_id))


def _for_headings(plan: ImportPlan) -> Select[ImportTemplate]:
    return select(ImportTemplate).where(
        ImportTemplate.subject == plan.subject, ImportTemplate.fingerprint == plan.fingerprint
    )


def _applied(plan: ImportPlan, row: ImportTemplate) -> ImportPlan:
    return replace(plan, mapping=dict(row.mapping), template=row.name)
