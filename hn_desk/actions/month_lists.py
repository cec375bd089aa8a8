"""How far the police list of a month has come, for the deadline that asks for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_listing import applications_with
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, LoanApplication
from hn_desk.rules.credit import ISSUED, REFUSED, SENT, WITHDRAWN, state_label
from hn_desk.rules.programme import BY_LIST

DONE: Final = frozenset({ISSUED, SENT})
READS: Final = "credit.read"


@dataclass(frozen=True, slots=True)
class MonthList:
    """The lists of a month in words; `is_begun` when there is one, `is_done` when each has its number."""

    words: str
    is_begun: bool
    is_done: bool


def is_listed(office: Office, topic: str) -> bool:
    """Whether a topic is a programme with police lists whose state this officer may know."""
    programme = office.book.programmes.get(topic)
    kinds = {rules.confirmation for rules in programme.applicants.values()} if programme else set()
    return BY_LIST in kinds and office.may(READS) and office.keys.second is not None


def month_lists(session: Session, programme: str, days: Sequence[date]) -> list[MonthList]:
    """The lists of the months in which `days` lie, in their order; those withdrawn or replaced don't count."""
    table = BeneficiaryList
    columns = (table.id, table.programme, table.month, table.state, table.police_number, table.police_on)
    rows = [row for row in session.execute(select(*columns)) if row.programme == programme and row.state != WITHDRAWN]
    asked = {f"{day:%Y-%m}" for day in days}
    wanted = [row for row in rows if row.month in asked]
    counts = _lines(session, frozenset(row.id for row in wanted)) if wanted else {}
    return [_told(day, [row for row in wanted if row.month == f"{day:%Y-%m}"], counts) for day in days]


def _told(day: date, rows: Sequence[Any], counts: Mapping[str, int]) -> MonthList:
    if not rows:
        return MonthList(_("No list of {month} yet.").format(month=f"{day:%m/%Y}"), is_begun=False, is_done=False)
    told = [
        _("List {number}: {state}, {n} lines.").format(
            number=row.police_number, state=state_label(row.state).lower(), n=counts.get(row.id, 0)
        )
        for row in sorted(rows, key=lambda row: (row.police_on, row.id))
    ]
    return MonthList(" ".join(told), is_begun=True, is_done=all(row.state in DONE for row in rows))


def _lines(session: Session, lists: frozenset[str]) -> Counter[str]:
    found = applications_with(session, LoanApplication.list_id, LoanApplication.state)
    return Counter(of for _id, of, state in found if of in lists and state not in (WITHDRAWN, REFUSED))
