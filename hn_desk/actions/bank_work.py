"""What there is to do about the bank: answers that are long in coming, debts that the office helps to recover."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from hn_desk.actions.bank_rows import entries_of, sent_days
from hn_desk.actions.credit_plan import credit_plan
from hn_desk.rules.bank import Course
from hn_desk.rules.credit import AT_RISK, OVERDUE


def unanswered(session: Session, sent: Mapping[str, str], day: date) -> dict[str, int]:
    """What went to the bank too long ago, by the id of the application or list: how many files lack an answer.

    `sent` maps each application without an answer to its list, or to itself.
    """
    waiting: dict[str, int] = defaultdict(int)
    for subject in sent.values():
        waiting[subject] += 1
    days, most = sent_days(session, waiting), credit_plan().answer_days
    return {one: count for one, count in waiting.items() if one in days and (day - days[one]).days > most}


def overdue(session: Session, followed: Collection[str]) -> list[str]:
    """Which of these applications have a debt that is overdue or at risk."""
    debts = ((id_, Course(None, 0, entries).debt) for id_, entries in entries_of(session, followed).items())
    return [id_ for id_, debt in debts if debt is not None and debt.debt in (OVERDUE, AT_RISK)]
