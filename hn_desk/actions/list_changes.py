"""What a corrected list changes against the one it replaces, as its paper and the screen say it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.confirmation_rows import newest, number_text
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import in_parts
from hn_desk.actions.freezing import form_of, list_on_paper, thaw
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError
from hn_desk.forms import facts as paper
from hn_desk.forms import list_beneficiaries
from hn_desk.forms.list_correction import Pair, Replaced, changes_in
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.programme import BY_LIST


def correction_of(session: Session, office: Office, row: BeneficiaryList, lines: Sequence[LoanApplication]) -> str:
    """What the list with these lines changes in the list that it corrects; "" for a first list or for no change."""
    kept = newest(session, Subject(BY_LIST, row.corrects_id)) if row.corrects_id else None
    if kept is None:
        return ""
    _form, before = thaw(kept.frozen)
    assert isinstance(before, paper.BeneficiaryList), "the confirmation of a list holds a list"
    now = list_on_paper(session, office, row, lines)
    standing = _by_person(session, kept, before)
    coming = {line.person_id or "": shown for line, shown in zip(lines, now.rows, strict=True)}
    pairs = [Pair(standing.get(one), coming.get(one)) for one in dict.fromkeys((*standing, *coming))]
    form = form_of(office, list_beneficiaries.LAYOUT)
    return changes_in(form, Replaced(number_text(kept), kept.issued_on, before), now, pairs)


def required_correction(
    session: Session, office: Office, row: BeneficiaryList, lines: Sequence[LoanApplication]
) -> str:
    """As `correction_of`. DeskError when a correction changes nothing."""
    said = correction_of(session, office, row, lines)
    if row.corrects_id and not said:
        raise DeskError(
            _("Nothing differs from the list that this one corrects."),
            do=_("Change, add or withdraw a line first; or withdraw this correction."),
            reason="no-change",
        )
    return said


def _by_person(session: Session, kept: Confirmation, facts: paper.BeneficiaryList) -> Mapping[str, paper.ListRow]:
    """The frozen lines by the person they are about."""
    ids = [line["id"] for line in kept.frozen["lines"]]
    owners: dict[str, str | None] = {}
    for part in in_parts(ids):
        columns = select(LoanApplication.id, LoanApplication.person_id).where(LoanApplication.id.in_(part))
        owners.update(dict(session.execute(columns).all()))
    return {owners.get(one) or one: shown for one, shown in zip(ids, facts.rows, strict=True)}
