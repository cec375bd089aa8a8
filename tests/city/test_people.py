"""A person's record at a desk: covered in every list, opened singly with a reason, and that stands in the log."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import records
from hn_desk.city.people import COVER, open_person
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import AuditEntry
from tests.actions.credit_samples import WOMAN
from tests.city.test_withdrawals import sent_application
from tests.pair import KEY_PASSPHRASE, Pair

WHY = "Đối chiếu khoản vay theo công văn 12/NHCS"


def opened(desk: CityDesk) -> list[tuple[str, str, object]]:
    """What the log says of persons' records that were opened."""
    entries = select(AuditEntry.officer_id, AuditEntry.record_id, AuditEntry.content)
    with desk.database.read() as session:
        found = session.execute(entries.where(AuditEntry.action == "city.person")).all()
    return [(row.officer_id, row.record_id, row.content) for row in found]


def test_a_list_covers_persons_and_one_is_opened_with_a_reason_that_is_logged(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    sent_application(pair, bank)
    listed = records(bank, "paper_lines")
    place = listed.fields.index("name")
    assert [row[place] for row in listed.rows] == [COVER]
    assert WOMAN.name not in str(listed)
    key = ("00070", "paper_lines", listed.ids[0])

    person = open_person(bank, key, f"  {WHY} ")

    assert dict(zip(person.fields, person.values, strict=True))["name"] == WOMAN.name
    assert opened(bank) == [(bank.officer.id, listed.ids[0], {"office": "00070", "reason": WHY})]


def test_a_reason_that_says_nothing_opens_nothing(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    for reason in ("", "  \n ", "xem", "x" * 301):
        with pytest.raises(InputError) as refused:
            open_person(bank, ("00070", "paper_lines", "x"), reason)
        assert [problem.field for problem in refused.value.problems] == ["reason"]
    with pytest.raises(DeskError, match="no longer here"):
        open_person(bank, ("00070", "paper_lines", "x"), WHY)
    assert opened(bank) == []


def test_names_stand_at_the_bank_and_at_no_other_desk(pair: Pair) -> None:
    desks = {code: pair.desk(code) for code in ("STC", "CATP-MT", "SNV", "NHCS")}
    sent_application(pair, desks["NHCS"])
    for code in ("STC", "CATP-MT", "SNV"):
        assert collect(desks[code], seal_packet(pair.clerk, code, KEY_PASSPHRASE).path.read_bytes()).is_good
    marks = [mark.encode() for mark in (WOMAN.name, WOMAN.id_number, WOMAN.address)]
    for code, desk in desks.items():
        found = [mark for mark in marks if mark in content(desk)]
        assert found == (marks if code == "NHCS" else []), code


def text_of(value: object) -> str:
    """A stored value as text: JSON with its letters, a packet's workbook with its sheets."""
    if isinstance(value, bytes):
        if not value.startswith(b"PK"):
            return value.decode("latin-1")
        with zipfile.ZipFile(io.BytesIO(value)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(json.loads(value), ensure_ascii=False)
    return str(value)


def content(desk: CityDesk) -> bytes:
    """Everything in the desk's database, packets kept as evidence opened, and every file of its folder."""
    parts: list[str] = []
    with desk.database.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        for table in tables:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            parts += [text_of(value) for row in rows for value in row]
    return "\n".join(parts).encode() + b"".join(p.read_bytes() for p in desk.places.folder.rglob("*") if p.is_file())
