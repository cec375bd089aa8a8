"""What is put into a packet comes out of it; a bad row is refused by itself."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import opc
from hn_desk.packets.archive import read_archive
from hn_desk.packets.contents import RefusedRow, build_workbook, read_contents, read_cover
from hn_desk.packets.cover import COVER_HEAD, cover_rows
from hn_desk.packets.sheet_profile import Value
from hn_desk.packets.subjects import SUBJECTS, CaseRow, EventRow, GroupRow, Row
from tests.packets import keyring
from tests.packets.odd_sheets import send
from tests.packets.real_packet import AT, GROUPS, cover, identifier, judge, office_sends, real, resigned, signed

TITLES = st.text("aàđỹ =+-@&<>\n", max_size=20)
GROUP: tuple[Value, ...] = (identifier(1), 1, "put", "Tổ 1", "tdp", 1, None, None)
EVENT: tuple[Value, ...] = (identifier(1), 1, "put", *[None] * (len(SUBJECTS["events"].fields) - 3))


def sent(subject: str, *lines: tuple[Value, ...]) -> bytes:
    facts = cover(rows={subject: len(lines)})
    return send([(COVER_HEAD, cover_rows(facts)), (SUBJECTS[subject].head, list(lines))])


def refused(subject: str, line: tuple[Value, ...], **changes: Value) -> RefusedRow:
    fields = SUBJECTS[subject].fields
    changed = tuple(changes.get(field, value) for field, value in zip(fields, line, strict=True))
    packet = judge(sent(subject, changed))
    assert packet.rows == {subject: ()}
    return packet.refused[0]


@given(st.lists(TITLES, max_size=5), st.dates(date(1990, 1, 1)), st.integers(0, 10**15 - 1))
@settings(max_examples=25, deadline=None)
def test_rows_come_back_as_they_were(titles: list[str], day: date, cost: int) -> None:
    events = [
        EventRow(id=identifier(number), version=1, operation="put", title=title, starts_on=day, cost=cost)
        for number, title in enumerate(titles)
    ]

    packet = judge(signed(cover(), {"events": events}))

    assert packet.rows == {"events": tuple(events)}
    assert packet.refused == ()


def test_every_subject_travels() -> None:
    empty: dict[str, list[Row]] = {
        key: [subject.rows.model_validate({"id": identifier(1), "version": 1, "operation": "erase"})]
        for key, subject in SUBJECTS.items()
    }

    packet = judge(signed(cover(), empty))

    assert packet.rows == {key: tuple(found) for key, found in empty.items()}
    assert packet.cover.rows == dict.fromkeys(SUBJECTS, 1)


def test_the_cover_is_read_alone() -> None:
    verified = opc.verify(real(), keyring.trust(), AT)

    assert read_cover(verified) == read_contents(verified).cover == cover(rows={"groups": 1, "events": 2, "figures": 1})


def test_an_unknown_subject_is_a_bug() -> None:
    with pytest.raises(KeyError):
        build_workbook(cover(), {"secrets": []})


def test_rows_are_written_as_they_come() -> None:
    stream = (GroupRow(id=identifier(number), version=1, operation="put") for number in range(3))

    assert build_workbook(cover(), {"groups": stream})["xl/worksheets/sheet2.xml"]
    assert next(stream, None) is None


def test_a_bad_row_is_refused_and_the_others_are_taken() -> None:
    wrong = (identifier(2), 1, "drop", *GROUP[3:])
    packet = judge(sent("groups", GROUP, wrong, (identifier(3), *GROUP[1:])))

    assert [row.id for row in packet.rows["groups"]] == [identifier(1), identifier(3)]
    assert [(row.sheet, row.id, row.field, row.code) for row in packet.refused] == [
        ("Tổ dân phố", identifier(2), "operation", "row-operation")
    ]
    assert packet.refused[0].reason
    assert packet.refused[0].do


@pytest.mark.parametrize(
    ("code", "subject", "line", "changes"),
    [
        ("row-id", "groups", GROUP, {"id": "một"}),
        ("row-id", "groups", GROUP, {"id": None}),
        ("row-id", "groups", GROUP, {"id": 7}),
        ("row-version", "groups", GROUP, {"version": 0}),
        ("row-operation", "groups", GROUP, {"operation": None}),
        ("row-text", "groups", GROUP, {"name": 5}),
        ("row-long", "groups", GROUP, {"name": "a" * 501}),
        ("row-characters", "groups", GROUP, {"id": "a\tb"}),
        ("row-choice", "groups", GROUP, {"active": 2}),
        ("row-number", "events", EVENT, {"people": "năm"}),
        ("row-number", "events", EVENT, {"people": -5}),
        ("row-date", "events", EVENT, {"starts_on": "30/02/2026"}),
        ("row-choice", "contact_counts", (identifier(1), 1, "put", *[None] * 10), {"month": "13/2026"}),
    ],
)
def test_a_bad_value_is_named(code: str, subject: str, line: tuple[Value, ...], changes: dict[str, Value]) -> None:
    if code == "row-characters":
        data = sent(subject, line)
        packet = judge(resign(data, identifier(1), "a\tb"))
        row = packet.refused[0]
    else:
        row = refused(subject, line, **changes)

    assert (row.code, row.field) == (code, next(iter(changes)))
    assert (row.id == identifier(1)) == ("id" not in changes)


def resign(data: bytes, old: str, new: str) -> bytes:
    return resigned({name: part.replace(old.encode(), new.encode()) for name, part in read_archive(data).items()})


def test_a_record_that_stands_twice_is_taken_once() -> None:
    packet = judge(sent("groups", GROUP, GROUP, GROUP))

    assert len(packet.rows["groups"]) == 1
    assert [row.code for row in packet.refused] == ["row-duplicate", "row-duplicate"]


@pytest.mark.parametrize("said", [1, 3])
def test_a_sheet_has_as_many_rows_as_the_cover_says(said: int) -> None:
    lines = [GROUP, (identifier(2), *GROUP[1:])]
    data = send([(COVER_HEAD, cover_rows(cover(rows={"groups": said}))), (SUBJECTS["groups"].head, lines)])
    with pytest.raises(PacketError) as wrong:
        judge(data)
    assert wrong.value.reason == "rows-count"


def test_an_empty_row_is_no_row() -> None:
    with pytest.raises(PacketError) as wrong:
        judge(office_sends(GROUPS, "</sheetData>", '<row r="5"></row></sheetData>'))
    assert wrong.value.reason == "sheet-cell"


def test_a_case_has_no_column_for_a_name_a_number_or_an_address() -> None:
    assert not {"name", "id_number", "address", "birth"} & set(CaseRow.model_fields)
