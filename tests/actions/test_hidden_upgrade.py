"""What version 0.1 kept of police lists, answers and its log is read through the actions after it was hidden."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.city_states import NEEDS_ANSWER, city_state
from hn_desk.actions.confirmations import Subject, confirmation
from hn_desk.actions.credit import application, application_ids
from hn_desk.actions.lists import beneficiary_list, lists
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office, unlock
from hn_desk.actions.older_keys import older_id
from hn_desk.actions.query import Query
from hn_desk.models.audit import shown_content
from hn_desk.models.audit_check import first_break
from hn_desk.models.tables import AuditEntry, Conversion, PacketRow, ReceiptRow
from tests.actions.conftest import NOW
from tests.actions.test_second_key import RELEASE

TOLD: dict[str, Any] = json.loads((RELEASE / "expected.json").read_text(encoding="utf-8"))
LIST = "0d6a1f0e-0000-4000-8000-00000000abcd"
LINE = "0d6a1f0e-0000-4000-8000-0000000011fe"
LISTED = f"""
INSERT INTO beneficiary_lists (id, file_code, programme, month, police_number, police_on, state, entered_by, reason,
  edition, corrects_id, version, change, written_by, written_at, instance)
SELECT '{LIST}', '2026-000077', 'qd22', '2026-10', '15/DS', '2026-10-04', 'returned', entered_by, 'Thiếu một người', 1,
  NULL, 3, change, written_by, written_at, instance FROM loan_applications;
CREATE TEMP TABLE line AS SELECT * FROM loan_applications;
UPDATE line SET id = '{LINE}', file_code = '2026-000078', programme = 'qd22', list_id = '{LIST}', state = 'listed',
  facts = '{{}}', amount = NULL, eligible_until = '2030-06-01', review_place = 'Nhà văn hóa';
INSERT INTO loan_applications SELECT * FROM line;
INSERT INTO findings (application_id, position, "check", verdict, sentence, figure, article, until, accepted_reason)
  VALUES ('{LINE}', 0, 'years_since', 'warn', 'Câu', '3', 'Điều 4', '2030-06-01', 'Đã xem giấy');
INSERT INTO application_steps (application_id, position, state, at, officer_id, reason)
  VALUES ('{LINE}', 0, 'listed', '2026-10-05T01:00:00Z', '', '');
CREATE TEMP TABLE paper AS SELECT * FROM confirmations;
UPDATE paper SET id = '{LIST}', kind = 'list', subject_id = '{LIST}', state = 'returned', number = NULL;
INSERT INTO confirmations SELECT * FROM paper;
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """What version 0.1 left, with a police list and answers of the city besides, as this version opens it."""
    folder = Path(shutil.copytree(RELEASE / "office", tmp_path / "office"))
    keys = office_keys.load(folder / KEY_FILE)
    opened = office_keys.open_older(keys, older_id(TOLD["login"]), TOLD["passphrase"])
    with closing(sqlcipher3.connect(str(folder / DATABASE_FILE), isolation_level=None)) as older:
        older.execute(f"PRAGMA key=\"x'{opened.database_keys[0].hex()}'\"")
        older.executescript(LISTED)
        ask_about(older, "SELECT id FROM conversions ORDER BY id LIMIT 1")
    with closing(unlock(folder, TOLD["login"], TOLD["passphrase"], clock=lambda: NOW)) as upgraded:
        yield upgraded


def ask_about(older: Any, which: str) -> None:
    """Let the receipt that was read ask about a record."""
    (record,) = older.execute(which).fetchone()
    (content,) = older.execute("SELECT content FROM receipts").fetchone()
    said = json.loads(content)
    said["questions"] = [{"record": record, "text": "?"}, {"record": TOLD["loan"]["id"], "text": "?"}]
    older.execute("UPDATE receipts SET content = ?", (json.dumps(said),))


def test_a_list_and_its_lines_are_as_they_were(office: Office) -> None:
    (row,) = lists(office)
    assert (row.police_number, row.police_on, row.month, row.lines, row.state) == (
        *("15/DS", date(2026, 10, 4), "2026-10", 1, "returned"),
    )
    kept = beneficiary_list(office, LIST)
    assert (kept.reason, kept.draft.version, [line.id for line in kept.lines]) == ("Thiếu một người", 3, [LINE])
    found = confirmation(office, Subject("list", LIST))
    assert found is not None
    assert (found.id, found.number, found.state) == (LIST, None, "returned")


def test_an_application_keeps_findings_days_and_history(office: Office) -> None:
    line = application(office, LINE)
    assert (line.state, line.until, line.list_name, line.draft.review_place) == (
        *("listed", date(2030, 6, 1), "15/DS · 04/10/2026", "Nhà văn hóa"),
    )
    assert [(one.check, one.until, one.accepted_reason) for one in line.findings] == [
        ("years_since", date(2030, 6, 1), "Đã xem giấy")
    ]
    assert [step.state for step in line.history] == ["listed"]
    assert application_ids(office, Query(filters={"list": LIST})) == (LINE,)


def test_what_the_city_asked_of_open_records_is_told_without_the_rest(office: Office) -> None:
    with office.database.read() as session:
        conversion = session.scalars(select(Conversion.id).order_by(Conversion.id)).first() or ""
        receipt = session.scalars(select(ReceiptRow)).one()
        assert receipt.open_answers == [[None, conversion]]
        assert len(receipt.content["questions"]) == 2
        assert session.scalars(select(PacketRow.state).where(PacketRow.receipt_id == receipt.id)).all() == ["received"]
        assert city_state(session, "conversions", conversion) == NEEDS_ANSWER


def test_the_log_of_the_first_version_is_whole_and_read_by_who_holds_the_key(office: Office) -> None:
    with office.database.read() as session:
        assert first_break(session) is None
        saved = session.scalars(select(AuditEntry.content).where(AuditEntry.action == "applications.save")).first()
        assert saved is not None
        assert set(saved) == {"hidden"}
        assert (shown_content(session, saved) or {})["file_code"].startswith("2026-")
