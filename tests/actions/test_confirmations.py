"""The signature in both ways, the number, the sending; never by who entered it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import (
    Subject,
    confirm,
    confirmation,
    mark_sent,
    next_number,
    record_number,
    record_signature,
    usual_series,
)
from hn_desk.actions.credit import (
    application,
    check,
    present,
    return_to_enterer,
    save_application,
    withdraw,
)
from hn_desk.actions.office import Office
from hn_desk.actions.people import person, save_person
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import AuditEntry
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import (
    MAN,
    PLAN,
    TODAY,
    WOMAN,
    WORK,
    As,
    issued,
    numbered,
    presented,
    presented_list,
    signed_on_paper,
    with_facts,
)


def both(office: Office) -> Office:
    """The same officer with every role that credit knows: only the rule about the enterer is left."""
    roles = frozenset({"social", "approver", "records", "head"})
    return replace(office, officer=replace(office.officer, roles=roles))


def test_the_approver_confirms_in_the_window(office: Office, as_officer: As) -> None:
    subject = presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.state, kept.way, kept.signed_on) == ("signed", "window", TODAY)
    assert (kept.signer_name, kept.signer_title) == ("Trần Văn Hùng", "Phó Chủ tịch")
    assert application(office, subject.id).state == "signed"


def test_several_are_confirmed_at_once(office: Office, as_officer: As) -> None:
    subjects = (presented(office), presented(office, PLAN), presented_list(office, MAN)[0])
    confirm(as_officer("hung"), subjects, PASSPHRASE)
    kept = [confirmation(office, one) for one in subjects]
    assert [one.state for one in kept if one] == ["signed"] * 3


def test_the_enterer_can_not_confirm_even_with_the_role(office: Office) -> None:
    subject = presented(office)
    assert "confirm" not in application(both(office), subject.id).may
    with pytest.raises(RoleError, match="entered"):
        confirm(both(office), (subject,), PASSPHRASE)
    with pytest.raises(RoleError, match="entered"):
        record_signature(both(office), signed_on_paper(subject), PASSPHRASE)
    assert application(office, subject.id).state == "presented"


def test_who_only_mended_an_application_can_not_confirm_it(office: Office, as_officer: As) -> None:
    subject = presented(office)
    return_to_enterer(as_officer("mai"), subject.id, "Thiếu thời hạn")
    mai = both(as_officer("mai"))
    save_application(mai, with_facts(application(mai, subject.id).draft, term_months=36))
    check(office, subject.id)
    present(office, (subject.id,))
    with pytest.raises(RoleError, match="entered"):
        confirm(mai, (subject,), PASSPHRASE)


def test_who_entered_a_line_can_not_confirm_the_list(office: Office) -> None:
    subject, _lines = presented_list(office, MAN)
    with pytest.raises(RoleError, match="entered"):
        confirm(both(office), (subject,), PASSPHRASE)


def test_who_edited_the_applicant_elsewhere_can_not_confirm(office: Office, as_officer: As) -> None:
    kept = save_application(office, WORK).id
    assert kept
    applicant = application(office, kept).draft.person
    assert applicant is not None
    hung = both(as_officer("hung"))
    save_person(hung, replace(applicant, address="Số 14 phố Hàng Bông"))
    check(office, kept)
    present(office, (kept,))
    with pytest.raises(RoleError, match="entered"):
        confirm(hung, (Subject("application", kept),), PASSPHRASE)


def test_who_edited_a_person_before_the_application_may_confirm_it(office: Office, as_officer: As) -> None:
    hung = both(as_officer("hung"))
    known = person(office, save_person(hung, WOMAN).id).draft
    subject = presented(office, replace(WORK, person=known))
    confirm(hung, (subject,), PASSPHRASE)
    assert application(office, subject.id).state == "signed"


def test_one_refused_subject_leaves_all_unconfirmed(office: Office, as_officer: As) -> None:
    good, draft = presented(office), Subject("plan", save_application(office, PLAN).id)
    with pytest.raises(DeskError) as refused:
        confirm(as_officer("hung"), (good, draft), PASSPHRASE)
    assert refused.value.reason == "not-presented"
    assert application(office, good.id).state == "presented"


def test_a_clerk_has_not_the_approvers_role(office: Office) -> None:
    with pytest.raises(RoleError):
        confirm(office, (presented(office),), PASSPHRASE)


def test_the_records_clerk_records_a_signature_on_paper(office: Office, as_officer: As) -> None:
    subject = presented(office)
    assert "record_signature" in application(as_officer("mai"), subject.id).may
    record_signature(as_officer("mai"), signed_on_paper(subject), PASSPHRASE)
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.state, kept.way, kept.signer_name) == ("signed", "paper", "Hoàng Minh Đức")


def test_the_wet_signature_is_added_to_a_confirmation_in_the_window(office: Office, as_officer: As) -> None:
    subject = presented(office)
    in_window = replace(signed_on_paper(subject), way="window")
    with pytest.raises(DeskError) as refused:
        record_signature(as_officer("mai"), in_window, PASSPHRASE)
    assert refused.value.reason == "not-confirmed"
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    record_signature(as_officer("mai"), in_window, PASSPHRASE)
    assert application(office, subject.id).state == "signed"
    with pytest.raises(DeskError) as again:
        record_signature(as_officer("mai"), signed_on_paper(subject), PASSPHRASE)
    assert again.value.reason == "step"


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2026, 11, 21)])
def test_a_signature_lies_between_the_presenting_and_today(office: Office, as_officer: As, day: date) -> None:
    draft = replace(signed_on_paper(presented(office), day), signer_name="", signer_title=" ", way="fax")
    with pytest.raises(InputError) as refused:
        record_signature(as_officer("mai"), draft, PASSPHRASE)
    assert {one.field for one in refused.value.problems} == {"signer_name", "signer_title", "way", "signed_on"}


def test_a_numbered_paper_is_issued_and_then_sent(office: Office, as_officer: As) -> None:
    subject = issued(office, as_officer, presented(office))
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.state, kept.number_text, kept.issued_on) == ("issued", "125/XN-UBND", TODAY)
    mark_sent(as_officer("mai"), subject)
    sent = confirmation(office, subject)
    assert sent is not None
    assert (sent.state, sent.sent_on) == ("sent", TODAY)
    assert application(office, subject.id).may == {"print", "scans"}


def test_a_number_is_proposed_and_never_given_twice_in_a_year_and_series(office: Office, as_officer: As) -> None:
    assert next_number(office, "XN-UBND", 2026) == 1
    issued(office, as_officer, presented(office))
    assert next_number(office, "xn-ubnd", 2026) == 126
    assert next_number(office, "XN-UBND", 2025) == 1
    other = presented(office, PLAN)
    confirm(as_officer("hung"), (other,), PASSPHRASE)
    with pytest.raises(InputError) as refused:
        record_number(as_officer("mai"), numbered(other))
    assert [problem.field for problem in refused.value.problems] == ["number"]
    record_number(as_officer("mai"), replace(numbered(other), series="DS-UBND"))


def test_a_number_fits_its_year_and_day(office: Office, as_officer: As) -> None:
    subject = presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    wrong = replace(numbered(subject, 0), series=" ", year=2025, issued_on=date(2026, 11, 1))
    with pytest.raises(InputError) as refused:
        record_number(as_officer("mai"), wrong)
    assert {one.field for one in refused.value.problems} == {"number", "series", "year", "issued_on"}


def test_an_unsigned_paper_gets_no_number_and_an_unnumbered_one_is_not_sent(office: Office, as_officer: As) -> None:
    subject = presented(office)
    with pytest.raises(DeskError) as unsigned:
        record_number(as_officer("mai"), numbered(subject))
    with pytest.raises(DeskError) as unnumbered:
        mark_sent(as_officer("mai"), subject)
    assert [unsigned.value.reason, unnumbered.value.reason] == ["step", "step"]


def test_each_kind_of_paper_has_its_usual_series(office: Office) -> None:
    assert [usual_series(office, kind) for kind in ("application", "plan", "list")] == [
        *("XN-UBND", "XN-UBND", "DS-UBND"),
    ]


def test_an_issued_confirmation_is_withdrawn_with_a_reason(office: Office, as_officer: As) -> None:
    subject = issued(office, as_officer, presented(office))
    with pytest.raises(RoleError):
        withdraw(office, subject.id, "Hồ sơ kê khai không đúng")
    withdraw(as_officer("hung"), subject.id, "Hồ sơ kê khai không đúng")
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.state, kept.reason) == ("withdrawn", "Hồ sơ kê khai không đúng")


def test_what_was_never_presented_has_no_confirmation(office: Office) -> None:
    assert confirmation(office, Subject("application", save_application(office, WORK).id)) is None


def test_every_act_stands_in_the_log_without_a_name(office: Office, as_officer: As) -> None:
    subject = issued(office, as_officer, presented(office))
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.record_id == subject.id)).all()
    assert [entry.action for entry in entries] == [
        *("applications.save", "applications.check", "applications.present"),
        *("confirmations.confirm", "confirmations.number"),
    ]
    assert "Bình" not in str([entry.content for entry in entries])
