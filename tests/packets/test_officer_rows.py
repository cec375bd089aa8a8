"""A row that an officer signed is taken as it was signed, and refused for its own reason when anything differs."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hn_desk.officer_keys import Signer, new_signer
from hn_desk.packets.officer_rows import KnownKey, Registered, known_key, plain, problem_of
from hn_desk.packets.officer_signatures import APPROVAL, ISSUE, LINE, canonical, commitment, fingerprint, sign
from hn_desk.packets.subjects import CaseRow, OfficerKeyRow, PaperLineRow, PaperRow, Row
from tests.packets.real_packet import identifier

DAY = date(2026, 11, 20)
APPROVER, CLERK = new_signer(), new_signer()
SALT = "5a" * 16
ISSUE_FACTS = {"number": "125", "series": "DS-UBND", "year": 2026, "issued_on": "2026-11-20"}
SIGNED_ON_PAPER = {"signed_on": "2026-11-20", "signer": "Trần Văn Hùng"}
PAPER_FACTS = {"police_number": "15/DS", "police_on": "2026-11-04", "hash": "ab" * 32}
ESTABLISHMENT = {"establishment_name": None, "establishment_code": None, "establishment_address": None}
PERSON = {
    "name": "Trần Văn Ân",
    "birth": "1985",
    "sex": "Nam",
    "id_number": "001085012346",
    "address": "Số 3 ngõ Hội Vũ",
    "purpose": "Kinh doanh",
    "completed_on": "2025-06-01",
}
CASE_FACTS = {
    "programme": "qd22",
    "applicant": "person",
    "sex": "male",
    "age_band": "40-49",
    "purpose": "business",
    "amount": 80_000_000,
    "term_months": 60,
}


def registered(**changes: Any) -> Registered:
    approver = KnownKey(APPROVER.public, frozenset({"approver"}), DAY - timedelta(days=9))
    clerk = KnownKey(CLERK.public, frozenset({"records"}), DAY)
    return Registered("00070", {APPROVER.key_id: replace(approver, **changes), CLERK.key_id: clerk})


def line_message(private: dict[str, Any]) -> dict[str, Any]:
    return {
        **CASE_FACTS,
        "office": "00070",
        "confirmation": identifier(7),
        "edition": 1,
        "application": identifier(1),
        "decided_on": "2026-11-20",
        "approved_on": "2026-11-20",
        "commitment": commitment(SALT, private),
    }


def case(signer: Signer = APPROVER) -> CaseRow:
    signed = sign(signer, LINE, line_message(PERSON))
    return CaseRow(
        id=identifier(1),
        version=1,
        operation="put",
        **CASE_FACTS,  # type: ignore[arg-type]  # by name
        state="issued",
        decided_on=DAY,
        confirmation_id=identifier(7),
        edition=1,
        approved_on=DAY,
        private_commitment=signed.message["commitment"],
        key_id=signed.key_id,
        signature=signed.signature,
    )


def line() -> PaperLineRow:
    private = {"line": 1, **PERSON, "record": "cd" * 32}
    signed = sign(APPROVER, LINE, line_message(private))
    facts = {**PERSON, "completed_on": date(2025, 6, 1)}
    return PaperLineRow(
        id=identifier(2),
        version=1,
        operation="put",
        paper_id=identifier(7),
        line=1,
        amount=80_000_000,
        term_months=60,
        open=canonical(signed.message).decode(),
        private=canonical(private).decode(),
        salt=SALT,
        key_id=signed.key_id,
        signature=signed.signature,
        **facts,  # type: ignore[arg-type]  # by name
    )


def paper() -> PaperRow:
    private = {**PAPER_FACTS, **ESTABLISHMENT, "presented_by": "x"}
    message = {
        "office": "00070",
        "confirmation": identifier(7),
        "edition": 1,
        "programme": "qd22",
        "kind": "list",
        "lines": 1,
        "amount": 80_000_000,
        "decided_on": "2026-11-20",
        "approved_on": "2026-11-20",
        "commitment": commitment(SALT, private),
    }
    signed = sign(APPROVER, APPROVAL, message)
    issue = {
        **ISSUE_FACTS,
        **SIGNED_ON_PAPER,
        "office": "00070",
        "confirmation": identifier(7),
        "approval": fingerprint(signed.signature),
    }
    issued = sign(CLERK, ISSUE, issue)
    return PaperRow(
        id=identifier(7),
        version=1,
        operation="put",
        programme="qd22",
        kind="list",
        number="125",
        series="DS-UBND",
        year=2026,
        signed_on=DAY,
        signer="Trần Văn Hùng",
        police_number="15/DS",
        police_on=date(2026, 11, 4),
        lines=1,
        amount=80_000_000,
        hash="ab" * 32,
        open=canonical(signed.message).decode(),
        private=canonical(private).decode(),
        salt=SALT,
        key_id=signed.key_id,
        signature=signed.signature,
        issued_on=DAY,
        issue_key_id=issued.key_id,
        issue_signature=issued.signature,
    )


@pytest.mark.parametrize("row", [case(), line(), paper()], ids=["case", "line", "paper"])
def test_a_signed_row_is_taken(row: Row) -> None:
    assert problem_of(row, registered()) is None


def test_what_nobody_signs_and_what_is_withdrawn_is_taken() -> None:
    assert problem_of(CaseRow(id=identifier(1), version=2, operation="withdraw"), registered()) is None


@pytest.mark.parametrize(
    ("row", "changes", "code", "field"),
    [
        (case(), {"signature": None}, "row-unsigned", "signature"),
        (case(), {"amount": 90_000_000}, "row-signature", "signature"),
        (case(), {"sex": "female"}, "row-signature", "signature"),
        (case(), {"id": identifier(9)}, "row-signature", "signature"),
        (case(), {"edition": 2}, "row-signature", "signature"),
        (case(), {"decided_on": DAY - timedelta(days=1)}, "row-signature", "signature"),
        (case(), {"private_commitment": "0" * 64}, "row-signature", "signature"),
        (case(), {"signature": "zz"}, "row-signature", "signature"),
        (case(), {"key_id": "0" * 32}, "row-key", "key_id"),
        (case(), {"approved_on": DAY - timedelta(days=10)}, "row-key-ended", "key_id"),
        (case(), {"approved_on": None}, "row-key-ended", "key_id"),
        (line(), {"name": "Trần Văn Ẩn"}, "row-private", "name"),
        (line(), {"completed_on": None}, "row-private", "completed_on"),
        (line(), {"amount": 90_000_000}, "row-private", "amount"),
        (line(), {"paper_id": identifier(8)}, "row-private", "paper_id"),
        (line(), {"salt": "00" * 16}, "row-private", "private"),
        (line(), {"salt": "?"}, "row-private", "private"),
        (line(), {"private": "{}"}, "row-private", "private"),
        (line(), {"open": "[]"}, "row-key-ended", "key_id"),
        (paper(), {"police_number": "16/DS"}, "row-private", "police_number"),
        (paper(), {"hash": "ff" * 32}, "row-private", "hash"),
        (paper(), {"lines": 2}, "row-private", "lines"),
        (paper(), {"id": identifier(9)}, "row-private", "id"),
        (paper(), {"number": "126"}, "row-signature", "issue_signature"),
        (paper(), {"signer": "Lê Văn Ba"}, "row-signature", "issue_signature"),
        (paper(), {"issued_on": DAY - timedelta(days=1)}, "row-key-ended", "issue_key_id"),
        (paper(), {"issue_key_id": APPROVER.key_id}, "row-key", "issue_key_id"),
        (paper(), {"issue_signature": None}, "row-signature", "issue_signature"),
    ],
)
def test_a_changed_row_is_refused_for_its_own_reason(row: Row, changes: dict[str, Any], code: str, field: str) -> None:
    hostile = row.model_copy(update=changes)
    assert hostile != row
    assert problem_of(hostile, registered()) == (code, field)


def test_a_row_of_another_office_is_refused() -> None:
    elsewhere = replace(registered(), office="00071")
    assert [problem_of(row, elsewhere) for row in (case(), line(), paper())] == [
        ("row-signature", "signature"),
        ("row-signature", "open"),
        ("row-signature", "open"),
    ]


def test_a_row_signed_after_the_key_ended_is_refused() -> None:
    assert problem_of(case(), registered(until=DAY - timedelta(days=1))) == ("row-key-ended", "key_id")
    assert problem_of(case(), registered(until=DAY)) is None


def test_a_key_that_may_not_approve_signs_nothing() -> None:
    assert problem_of(case(), registered(roles=frozenset({"head"}))) == ("row-key", "key_id")
    assert problem_of(case(new_signer()), registered()) == ("row-key", "key_id")


def test_a_registered_key_bears_its_own_name() -> None:
    row = OfficerKeyRow(
        id=identifier(3),
        version=1,
        operation="put",
        key_id=CLERK.key_id,
        roles="approver records",
        public_key=CLERK.public.hex(),
        valid_from=DAY,
    )
    assert known_key(row) == KnownKey(CLERK.public, frozenset({"approver", "records"}), DAY)
    assert problem_of(row, registered()) is None
    for wrong in ({"public_key": APPROVER.public.hex()}, {"public_key": "?"}, {"valid_from": None}):
        assert problem_of(row.model_copy(update=wrong), registered()) == ("row-key", "key_id")


def test_days_are_signed_as_they_are_written() -> None:
    assert plain(DAY) == "2026-11-20"
