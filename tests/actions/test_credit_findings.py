"""What the checks said is kept with its day; an undecided file is judged again when it is opened, a decided one not."""

from datetime import date

import pytest

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.credit import application, check, present, return_to_enterer, save_application
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError
from hn_desk.rules.finding_changes import finding_changes
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import (
    LINE,
    MAN,
    TODAY,
    WOMAN,
    WORK,
    As,
    presented,
    presented_list,
    under_law,
    with_facts,
)

LATER = date(2026, 12, 1)


def test_findings_are_kept_with_their_day(office: Office) -> None:
    kept = application(office, save_application(office, WORK).id)
    assert {finding.on for finding in kept.findings} == {TODAY}
    assert kept.today is not None
    assert finding_changes(kept.findings, kept.today.findings) == ()


def test_a_lower_ceiling_is_told_when_the_file_is_opened_and_what_is_kept_stays(office: Office) -> None:
    id_ = save_application(office, WORK).id
    opened = application(under_law(office, LATER, "gqvl", person_ceiling=99_999_999), id_)
    assert opened.today is not None
    assert (opened.verdict, opened.today.verdict) == ("pass", "refuse")
    (change,) = finding_changes(opened.findings, opened.today.findings)
    assert change.before is not None
    assert change.now is not None
    assert change.before.figure == "100.000.000 đồng ≤ 200.000.000 đồng"
    assert change.now.figure == "100.000.000 đồng > 99.999.999 đồng"
    assert change.law_since(change.before.on) == LATER


def test_a_window_that_closed_meanwhile_is_told_without_another_law(office: Office) -> None:
    id_ = save_application(office, with_facts(LINE, completed_on=date(2022, 3, 31))).id
    opened = application(under_law(office, date(2027, 4, 1), "qd22"), id_)
    assert opened.today is not None
    (change,) = finding_changes(opened.findings, opened.today.findings)
    assert change.now is not None
    assert (change.now.check, change.now.verdict, change.law_since(TODAY)) == ("years_since", "refuse", None)


def test_a_presented_file_is_judged_for_the_approver_too(office: Office, as_officer: As) -> None:
    subject = presented(office)
    opened = application(under_law(as_officer("hung"), LATER, "gqvl", term_months=59), subject.id)
    assert opened.today is not None
    assert opened.today.verdict == "refuse"


def test_what_is_decided_keeps_the_findings_of_its_day(office: Office, as_officer: As) -> None:
    subject = presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    opened = application(under_law(office, LATER, "gqvl", person_ceiling=99_999_999), subject.id)
    assert (opened.today, opened.verdict, {finding.on for finding in opened.findings}) == (None, "pass", {TODAY})


def test_checking_and_presenting_keep_the_findings_of_their_day(office: Office) -> None:
    id_ = save_application(office, WORK).id
    later = under_law(office, LATER, "gqvl", person_ceiling=150_000_000)
    check(later, id_)
    present(later, (id_,))
    figures = {finding.check: finding.figure for finding in application(later, id_).findings}
    assert figures["amount_at_most"] == "100.000.000 đồng ≤ 150.000.000 đồng"
    assert {finding.on for finding in application(later, id_).findings} == {LATER}


def test_the_rate_follows_the_priority_group(office: Office) -> None:
    plain = application(office, save_application(office, WORK).id).today
    assert plain is not None
    assert plain.rate == 100


def test_what_the_law_refuses_since_it_was_presented_is_not_confirmed(office: Office, as_officer: As) -> None:
    subject = presented(office)
    hung = under_law(as_officer("hung"), LATER, "gqvl", person_ceiling=99_999_999)
    with pytest.raises(DeskError) as refused:
        confirm(hung, (subject,), PASSPHRASE)
    assert refused.value.reason == "refused-by-check"
    assert "100.000.000 đồng > 99.999.999 đồng" in refused.value.what
    assert application(hung, subject.id).state == "presented"
    return_to_enterer(hung, subject.id, "Mức vay đã thay đổi")


def test_a_list_with_a_line_that_the_law_refuses_since_is_not_confirmed(office: Office, as_officer: As) -> None:
    subject, _lines = presented_list(office, MAN, WOMAN)
    hung = under_law(as_officer("hung"), LATER, "qd22", years_since_completion=1)
    with pytest.raises(DeskError) as refused:
        confirm(hung, (subject,), PASSPHRASE)
    assert refused.value.reason == "refused-by-check"


def test_the_last_day_of_a_ceiling_confirms_what_it_allows(office: Office, as_officer: As) -> None:
    subject = presented(office)
    hung = under_law(as_officer("hung"), LATER, "gqvl", person_ceiling=100_000_000)
    confirm(hung, (subject,), PASSPHRASE)
    assert application(hung, subject.id).state == "signed"
