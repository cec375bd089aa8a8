"""Figures of policy credit: loans by stage as the report of demand counts them, lists of beneficiaries.

Hidden columns: rows are read and looked at in Python.
"""

from collections.abc import Iterator

from sqlalchemy import select

from hn_desk.models.tables import BeneficiaryList
from hn_desk.reports.corrections import copying_lists
from hn_desk.reports.counting import Counting, Options, Records, admits, each, valued
from hn_desk.reports.demand import STAGES, Loan
from hn_desk.rules.bank import RECOVERY, REFUSED, REPAID
from hn_desk.rules.credit import ISSUED, SENT

IN_THE_PERIOD = {"bank_refused": REFUSED, "recovered": RECOVERY, "repaid": REPAID}


def loans(of: Counting, options: Options) -> Records:
    """Loans that count at a stage."""
    return each(loan.id for loan, _amount in _at_stage(of, options))


def loan_sum(of: Counting, options: Options) -> Records:
    """Their đồng, as the stage counts them."""
    return valued((loan.id, amount) for loan, amount in _at_stage(of, options))


def lists(of: Counting, options: Options) -> Records:
    """Lists of beneficiaries in force that got their number in the period."""
    table = BeneficiaryList
    copying = copying_lists(of.session)
    found = of.session.execute(select(table.id, table.programme, table.state).order_by(table.file_code))
    return each(
        id_
        for id_, programme, state in found
        if state in (ISSUED, SENT)
        and id_ not in copying
        and programme in options["programmes"]
        and of.holds(of.loans.issued.get(id_))
    )


def _at_stage(of: Counting, options: Options) -> Iterator[tuple[Loan, int]]:
    (stage,) = options["stage"]
    if stage not in of.loans_at:
        amounts = ((loan, _amount(of, loan, stage)) for loan in of.loans.all)
        of.loans_at[stage] = tuple((loan, amount) for loan, amount in amounts if amount is not None)
    for loan, amount in of.loans_at[stage]:
        programme, applicant, _purpose = loan.key
        if programme in options["programmes"] and admits(options, "applicants", applicant):
            yield loan, amount


def _amount(of: Counting, loan: Loan, stage: str) -> int | None:
    """The đồng of a loan at a stage; None when it doesn't count there."""
    if stage in STAGES:
        return loan.amount(stage, of.period)
    if stage in IN_THE_PERIOD:
        entries = [one for one in loan.course.live if one.kind == IN_THE_PERIOD[stage] and of.holds(one.day)]
        return sum(one.amount or 0 for one in entries) if entries else None
    then = loan.course.until(of.ends_on)
    return then.owed if then.debt is not None and then.debt.debt == stage else None
