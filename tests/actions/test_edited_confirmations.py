"""What was confirmed stays as it was signed: named when changed, refused before packing and at the city."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import confirm, record_number, record_signature
from hn_desk.actions.confirmed_check import check_confirmed
from hn_desk.actions.confirmed_reading import Broken
from hn_desk.actions.confirmed_start import look_through
from hn_desk.actions.confirming import presented_papers
from hn_desk.actions.credit import application, check, present, return_to_enterer, save_application
from hn_desk.actions.office import Office
from hn_desk.actions.officer_registry import pending_keys
from hn_desk.actions.people import save_person
from hn_desk.actions.sealing import seal_packet
from hn_desk.actions.signatures import approval_of, issue_of, signed_lines
from hn_desk.actions.staff import OfficerDraft, list_staff, save_officer
from hn_desk.city.collect import collect
from hn_desk.errors import DeskError, SignInError
from hn_desk.models.tables import AuditEntry, CityPacket, CityRecord, Confirmation, LoanApplication, OfficerKey
from hn_desk.officer_keys import is_signed
from hn_desk.packets.officer_signatures import APPROVAL, canonical
from tests.actions.conftest import PASSPHRASE, QUICK
from tests.actions.credit_samples import (
    MAN,
    PLAN,
    WOMAN,
    As,
    issued,
    numbered,
    presented,
    presented_list,
    signed_on_paper,
    with_facts,
)
from tests.pair import KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]


def found(office: Office) -> list[Broken]:
    with office.database.read() as session:
        return check_confirmed(session, office)


def only(office: Office) -> Confirmation:
    with office.database.read() as session:
        return session.scalars(select(Confirmation)).one()


def edit(office: Office, **values: object) -> None:
    """Change every application behind the program's back."""
    with office.write() as session:
        for row in session.scalars(select(LoanApplication)):
            for name, value in values.items():
                setattr(row, name, value)


def test_a_confirmation_bears_the_approver_s_signature(office: Office, as_officer: As) -> None:
    hung = as_officer("hung")
    subject, lines = presented_list(office, MAN, WOMAN)
    confirm(hung, (subject,), PASSPHRASE)
    row = only(office)
    approval = approval_of(row)
    assert approval is not None
    assert approval.key_id == hung.keys.signer.key_id
    assert is_signed(hung.keys.signer.public, APPROVAL, canonical(approval.message), bytes.fromhex(approval.signature))
    assert [one.message["application"] for one in signed_lines(row) if one] == [
        line["id"] for line in row.frozen["lines"]
    ]
    assert set(lines) == {line["id"] for line in row.frozen["lines"]}
    assert found(office) == []


def test_the_open_part_names_nobody(office: Office, as_officer: As) -> None:
    confirm(as_officer("hung"), (presented(office),), PASSPHRASE)
    row = only(office)
    approval = approval_of(row)
    assert approval is not None
    told = f"{approval.message} {[one.message for one in signed_lines(row) if one]}"
    for secret in (WOMAN.name, WOMAN.id_number, WOMAN.address, WOMAN.birth):
        assert secret not in told


def test_a_wet_signature_is_signed_by_the_records_clerk_who_writes_it_down(office: Office, as_officer: As) -> None:
    mai = as_officer("mai")
    record_signature(mai, signed_on_paper(presented(office)), PASSPHRASE)
    approval = approval_of(only(office))
    assert approval is not None
    assert approval.key_id == mai.keys.signer.key_id
    assert found(office) == []


def test_the_number_bears_a_second_signature(office: Office, as_officer: As) -> None:
    issued(office, as_officer, presented(office))
    issue = issue_of(only(office))
    assert issue is not None
    assert (issue.key_id, issue.message["number"]) == (as_officer("mai").keys.signer.key_id, "125")


def test_without_the_right_passphrase_nothing_is_signed(office: Office, as_officer: As) -> None:
    subjects = (presented(office), presented(office, PLAN))
    with pytest.raises(SignInError):
        confirm(as_officer("hung"), subjects, "sai mat khau roi")
    with pytest.raises(SignInError):
        record_signature(as_officer("mai"), signed_on_paper(subjects[0]), "sai mat khau roi")
    assert [application(office, one.id).state for one in subjects] == ["presented"] * 2
    with office.database.read() as session:
        acts = session.scalars(select(AuditEntry.action)).all()
    assert acts.count("sign_in.wrong") == 2


def test_another_officer_s_passphrase_signs_nothing(office: Office, as_officer: As) -> None:
    subject = presented(office)
    hung = as_officer("hung")
    with pytest.raises(SignInError):
        confirm(replace(hung, keys=as_officer("mai").keys), (subject,), PASSPHRASE)
    assert application(office, subject.id).state == "presented"


def test_one_passphrase_confirms_several(office: Office, as_officer: As) -> None:
    presented(office)
    presented_list(office, MAN)
    hung = as_officer("hung")
    waiting = presented_papers(hung)
    assert [(one.whose, one.lines) for one in waiting] == [(WOMAN.name, 1), ("15/DS-CAP", 1)]
    confirm(hung, [one.subject for one in waiting], PASSPHRASE)
    assert presented_papers(hung) == ()
    assert found(office) == []


def test_an_edit_makes_a_new_edition_without_the_signature(office: Office, as_officer: As) -> None:
    subject = presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    return_to_enterer(as_officer("mai"), subject.id, "Sửa thời hạn")
    save_application(office, with_facts(application(office, subject.id).draft, term_months=36))
    check(office, subject.id)
    present(office, (subject.id,))
    with office.database.read() as session:
        first, second = session.scalars(select(Confirmation).order_by(Confirmation.edition))
        assert approval_of(first) is not None
        assert approval_of(second) is None
    assert found(office) == []


def test_what_goes_on_by_itself_is_no_edit(office: Office, as_officer: As) -> None:
    subject = issued(office, as_officer, presented(office))
    known = application(office, subject.id).draft.person
    assert known is not None
    save_person(office, replace(known, address="Số 14 phố Hàng Bông"))
    assert found(office) == []


def test_a_changed_column_is_named_with_its_file(office: Office, as_officer: As) -> None:
    issued(office, as_officer, presented(office))
    code = only(office).frozen["facts"]["letter"]["file_code"]
    edit(office, amount=90_000_000)
    (broken,) = found(office)
    assert (broken.file_code, broken.column) == (code, "loan_applications.amount")
    assert code in broken.sentence


def test_a_changed_record_is_told_after_signing_in_and_logged(office: Office, as_officer: As) -> None:
    issued(office, as_officer, presented(office))
    look_through(office)
    edit(office, term_months=12)
    with pytest.raises(DeskError) as told:
        look_through(office)
    assert told.value.reason == "confirmed-broken"
    assert "loan_applications.term_months" in told.value.what
    with office.database.read() as session:
        assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "confirmations.broken")).one()


@pytest.mark.parametrize("is_active", [True, False], ids=["new passphrase", "left"])
def test_what_an_officer_signed_stays_good_when_the_key_ends(
    office: Office, as_officer: As, *, is_active: bool
) -> None:
    issued(office, as_officer, presented(office))
    administrator = as_officer("anh")
    hung = next(one for one in list_staff(administrator) if one.login == "hung")
    draft = OfficerDraft(hung.id, hung.version, hung.name, hung.login, hung.position, hung.roles, is_active=is_active)
    if is_active:
        draft = replace(draft, passphrase="mot cau hoan toan khac", own_passphrase=PASSPHRASE)
    save_officer(administrator, draft, cost=QUICK)
    with office.database.read() as session:
        assert session.scalars(select(OfficerKey).where(OfficerKey.ended_at != "")).one().officer_id == hung.id
    assert found(office) == []


def test_what_was_changed_after_the_presenting_is_not_signed(office: Office, as_officer: As) -> None:
    subject = presented(office)
    edit(office, amount=90_000_000)
    with pytest.raises(DeskError) as refused:
        confirm(as_officer("hung"), (subject,), PASSPHRASE)
    assert refused.value.reason == "changed-since"
    assert application(office, subject.id).state == "presented"


def sealed(pair: Pair, desk: str, **how: str) -> bytes:
    """The next packet for a desk."""
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE, **how).path.read_bytes()  # type: ignore[arg-type]  # by name


def test_nothing_is_packed_when_something_confirmed_was_changed(pair: Pair) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office))
    edit(pair.office, amount=90_000_000)
    with pytest.raises(DeskError) as refused:
        sealed(pair, "SNV")
    assert refused.value.reason == "confirmed-broken"
    assert "loan_applications.amount" in refused.value.what


def test_new_keys_are_shown_before_the_sealing_that_certifies_them(pair: Pair) -> None:
    assert {one.name for one in pending_keys(pair.clerk)} >= {"Trần Văn Hùng", "Đỗ Thị Mai"}
    issued(pair.office, pair.as_officer, presented(pair.office))
    sealed(pair, "SNV")
    assert pending_keys(pair.clerk) == ()
    with pair.office.database.read() as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "keys.certify")).one().content
        assert all(session.scalars(select(OfficerKey.certificate)))


@pytest.mark.parametrize("desk", ["SNV", "NHCS"])
def test_the_city_takes_signed_rows_and_knows_the_officers(pair: Pair, desk: str) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office))
    issued(pair.office, pair.as_officer, presented(pair.office, PLAN), 126)
    issued(pair.office, pair.as_officer, presented_list(pair.office, MAN)[0], 127)
    city = pair.desk(desk)
    taken = collect(city, sealed(pair, desk))
    assert (taken.decision, taken.refused) == ("applied", 0)
    with city.database.read() as session:
        kept = list(session.scalars(select(CityRecord)))
    officers = [row.payload for row in kept if row.subject == "officers"]
    assert sorted(row["roles"] for row in officers) == ["approver", "records"]
    assert {"SNV": {"cases"}, "NHCS": {"papers", "paper_lines"}}[desk] <= {row.subject for row in kept}
    assert "Trần Văn Hùng" not in str(officers)


Hostile = Callable[[Pair], None]


def refused_rows(pair: Pair, desk: str) -> list[tuple[str, str]]:
    """Sheet and field of each row that the city refuses of what the office would send now, its own check left out."""
    city = pair.desk(desk)
    data = sealed(pair, desk)
    assert collect(city, data).decision == "applied"
    with city.database.read() as session:
        rows = session.scalars(select(CityPacket)).one().outcome["refused"]
    return [(row["sheet"], row["field"]) for row in rows]


def test_the_city_refuses_a_changed_row_by_itself(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office's own check is left out, as a hostile office would."""
    monkeypatch.setattr("hn_desk.actions.sealing.refuse_broken", lambda *_words: None)
    subject, _lines = presented_list(pair.office, MAN, replace(WOMAN, name="Ngô Thị Lý"))
    issued(pair.office, pair.as_officer, subject)
    issued(pair.office, pair.as_officer, presented(pair.office, PLAN), 126)
    with pair.office.write() as session:
        for row in session.scalars(select(Confirmation)):
            if row.kind == "list":
                row.number = 500
    assert refused_rows(pair, "NHCS") == [("Văn bản", "issue_signature")]


def test_the_city_refuses_a_row_that_nobody_signed(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Likewise: a case made up by who holds the office's key, but no officer's."""
    monkeypatch.setattr("hn_desk.actions.sealing.refuse_broken", lambda *_words: None)
    subject = presented(pair.office)
    confirm(pair.as_officer("hung"), (subject,), PASSPHRASE)
    record_number(pair.as_officer("mai"), numbered(subject))
    with pair.office.write() as session:
        session.scalars(select(Confirmation)).one().signatures = None
    assert refused_rows(pair, "SNV") == [("Hồ sơ", "id")]
