"""What the checks said of a kept application, and what they say of it today."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.credit_draft import judged_by, list_facts
from hn_desk.actions.credit_facts import Judgement, KeptFinding
from hn_desk.actions.office import Office
from hn_desk.actions.people import draft_of
from hn_desk.actions.same_person import Asking, other_applications
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.credit import CHECKED, DRAFT, LISTED, PRESENTED, RETURNED
from hn_desk.rules.facts import facts_from
from hn_desk.rules.findings import WARN, Finding

UNDECIDED: Final = frozenset({DRAFT, LISTED, CHECKED, PRESENTED, RETURNED})


def keep_findings(row: LoanApplication, judged: Judgement, accepted: Mapping[str, str]) -> None:
    """Keep what the checks said beside the application, with the reasons why warnings were accepted."""
    row.verdict, row.eligible_until = judged.verdict, judged.until
    row.findings = [
        {
            "check": finding.check,
            "verdict": finding.verdict,
            "sentence": finding.sentence,
            "figure": finding.figure,
            "article": finding.article,
            "until": finding.until.isoformat() if finding.until else None,
            "accepted_reason": accepted.get(code, "").strip() if finding.verdict == WARN else "",
            "on": judged.day.isoformat() if judged.day else None,
        }
        for code, finding in zip(judged.codes, judged.findings, strict=True)
    ]


def kept_findings(row: LoanApplication) -> tuple[KeptFinding, ...]:
    """What the checks said when the application was last saved or decided."""
    return tuple(
        KeptFinding(**{**said, "until": _day(said["until"]), "on": _day(said.get("on"))}) for said in row.findings
    )


def judged_today(session: Session, office: Office, row: LoanApplication) -> Judgement:
    """What today's law says of what is kept, and which other applications there are of the same person."""
    others: tuple[Finding, ...] = ()
    if row.person is not None:
        others = other_applications(session, office, Asking(row.programme, draft_of(row.person), row.id, row.list_id))
    return judged_by_law(session, office, row, others)


def judged_by_law(
    session: Session, office: Office, row: LoanApplication, others: tuple[Finding, ...] = ()
) -> Judgement:
    """What today's law alone says of what is kept, and `others`."""
    known = {**row.facts, **list_facts(session, row.list_id)}
    if row.person is not None:
        known["born"] = row.person.birth or None
    return judged_by(office.book.programmes[row.programme], facts_from(known), office.today(), others)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
