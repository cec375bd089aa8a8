"""What each desk of the city gets of one office that has something of everything, and nothing else."""

import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hn_desk.actions.office import unlock
from hn_desk.actions.office_report_facts import ReportFreeze, ReportNumber, ReportSending, ReportTexts
from hn_desk.actions.office_report_freezing import freeze, number_report, save_texts, send_report
from hn_desk.actions.office_reports import composed
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.register_difficulties import save_difficulty
from hn_desk.actions.register_examples import delete_example, examples, save_example
from hn_desk.actions.register_instructions import save_instruction
from hn_desk.city.collect import collect
from hn_desk.city.overview import records
from hn_desk.errors import StorageError
from hn_desk.models.tables import GroupSuccession, OfficeReport, ResidentialGroup
from hn_desk.packets.archive import Packed
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.subjects import Row
from hn_desk.ui.city.record_words import shown, words
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import MAN, WOMAN, issued, presented, presented_list
from tests.actions.records import add_contact, add_conversion, add_event, add_household, group_ids
from tests.actions.register_cases import DIFFICULTY, EXAMPLE, REQUEST
from tests.actions.test_registers import PERSON
from tests.city.conftest import pair, pair_template
from tests.packets.real_packet import cover
from tests.pair import KEY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]
OTHER = replace(WOMAN, name="Lê Thị Hoa", id_number="001190012399", address="Số 40 Hàng Gai")
APPLICANTS = {WOMAN.name, OTHER.name, MAN.name}
NAMES = {*APPLICANTS, "Nguyễn Văn An", "Lý Văn Tài", "Quách Thị Vân", "Đào Thị Kín", "Phùng Văn Thầm", "Mạc Thị Lặng"}
SHEETS = {
    "STC": {"groups", "group_successions", "events", "event_groups", "conversions", "contact_counts", "figures"},
    "CATP-MT": {"events", "cases", "figures", "officers"},
    "CATP-THA": {"events", "cases", "figures", "example_counts", "officers"},
    "VPUB": {"figures"},
    "SNV": {"cases", "figures", "officers"},
    "NHCS": {"papers", "paper_lines", "officers"},
}
"""By desk, as PACKET §1 says who receives what."""
TOPICS = {"STC": {"sme"}, "CATP-MT": {"qd08"}, "CATP-THA": {"qd22", "kh296", "kh297"}}
REPORTS = {"STC": "sme", "CATP-MT": "qd08", "CATP-THA": "kh297", "VPUB": "kh297", "SNV": "gqvl"}
NUMBERS = {"sme": "131", "qd08": "132", "kh297": "133", "gqvl": "134", "month": "135"}
DAY = date(2026, 11, 20)
HELD = ("events", 1), ("people", 45), ("groups", 2)
CREDIT = {
    "CATP-THA": {"qd22.cases": 2, "qd22.amount": 160_000_000},
    "SNV": {"gqvl.cases": 1, "gqvl.amount": 100_000_000},
}


@dataclass(frozen=True, slots=True)
class Filled:
    """The office, its events by topic, the residential group that was split and what followed it."""

    pair: Pair
    events: dict[str, str]
    old: str
    new: str

    def rows(self, desk: str) -> dict[str, list[Any]]:
        with self.pair.office.database.read() as session:
            found = rows_of(Source(session, self.pair.office, self.pair.office.book.desks[desk]))
        return {subject: list(rows) for subject, rows in found.items()}


@pytest.fixture(scope="module")
def filled(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Made once: the tests that use it only read, or seal."""
    folder = Path(shutil.copytree(pair_template, tmp_path_factory.mktemp("desks") / "pair"))
    with ExitStack() as stack:
        office = unlock(folder / "office", "lan", PASSPHRASE, clock=at_now)
        stack.callback(office.close)
        yield fill(Pair(office, folder / "city", stack))


def fill(pair: Pair) -> Filled:
    """Something of everything."""
    office = pair.office
    protected = ("kh297", "qd22", "qd08", "gqvl")
    events = {topic: add_event(office, f"Gặp anh Lý Văn Tài, {topic}", topic) for topic in protected}
    events |= {topic: add_event(office, topic=topic) for topic in ("sme", "kh296")}
    household = add_household(office)
    add_contact(office, household)
    add_conversion(office, household)
    issued(office, pair.as_officer, presented(office), 125)
    issued(office, pair.as_officer, presented_list(office, OTHER, MAN)[0], 126)
    for example in (EXAMPLE, PERSON, replace(EXAMPLE, topic="qd08", groups=frozenset({"employers"}))):
        save_example(office, replace(example, story="Do bà Đào Thị Kín lập"))
    save_difficulty(office, replace(DIFFICULTY, topic="qd22", text="Ông Phùng Văn Thầm chưa trả"))
    old, new = split(pair)
    standing = replace(REQUEST, kind="standing", duty="D12", report="gqvl", due_day=14, due_month=12)
    save_instruction(office, standing)
    for code in NUMBERS:
        report(pair, code, "2026-10" if code == "month" else "2026", is_sent=True)
    report(pair, "kh297", "2026-H1", is_sent=False)
    return Filled(pair, events, old, new)


def split(pair: Pair) -> tuple[str, str]:
    """The second residential group, reached on 5/10, becomes another on 1/11."""
    with pair.office.write() as session:
        old = session.get_one(ResidentialGroup, group_ids(session)[1])
        old.is_active, old.ended_on = False, date(2026, 10, 31)
        new = ResidentialGroup(name="Tổ dân phố số 6", sort_key="zz", started_on=date(2026, 11, 1))
        session.add(new)
        session.flush()
        session.add(GroupSuccession(old_id=old.id, new_id=new.id, day=date(2026, 11, 1)))
        return old.id, new.id


def report(pair: Pair, code: str, period: str, *, is_sent: bool) -> None:
    """A report with free words that name somebody, frozen, and sent or not."""
    office, clerk = pair.office, pair.clerk
    slot = composed(office, code, period).slots[0].code
    save_texts(office, ReportTexts(code, period, {slot: "Bà Mạc Thị Lặng"}))
    typed = composed(office, code, period)
    freeze(office, ReportFreeze(code, period, typed.id, typed.version))
    if is_sent:
        frozen = composed(clerk, code, period)
        number = ReportNumber(str(frozen.id), frozen.version, NUMBERS[code], DAY)
        number_report(clerk, number)
        version = composed(clerk, code, period).version
        send_report(clerk, ReportSending(str(frozen.id), version, DAY, "Sở", "Trục liên thông"))


def opened(rows: dict[str, list[Row]]) -> str:
    """All text of the workbook that these rows make."""
    parts = build_workbook(cover(), rows).values()
    plain = [zlib.decompress(part.data, -zlib.MAX_WBITS) if isinstance(part, Packed) else part for part in parts]
    return b"\n".join(plain).decode()


def figures_owed(filled: Filled, desk: str) -> set[tuple[Any, ...]]:
    """What figures the desk is owed, told from the records that the fixture made."""
    own = {"STC": ["sme"], "SNV": ["gqvl"], "VPUB": ["kh297"]}.get(desk) or sorted(TOPICS[desk])
    owed = {("outreach", "2026", f"{topic}.{key}", value, "count", None) for topic in own for key, value in HELD}
    if desk == "STC":
        owed.add(("outreach", "2026", "sme.groups_owed", 5, "count", None))
    for key, value in CREDIT.get(desk, {}).items():
        owed.add(("credit", "2026", key, value, "money" if key.endswith("amount") else "count", None))
    code = REPORTS[desk]
    sent = composed(filled.pair.office, code, "2026")
    return owed | {(code, "2026", one.code, one.value, one.unit, NUMBERS[code]) for one in sent.figures}


@pytest.mark.parametrize("desk", SHEETS)
def test_a_desk_gets_its_own_and_nothing_else(filled: Filled, desk: str) -> None:
    rows = filled.rows(desk)
    assert rows.keys() == SHEETS[desk]
    if "events" in rows:
        assert {row.id for row in rows["events"]} == {filled.events[topic] for topic in TOPICS[desk]}
    if "figures" in rows:
        told = [(row.report, row.period, row.key, row.value, row.unit, row.number) for row in rows["figures"]]
        assert len(told) == len(set(told))
        assert set(told) == figures_owed(filled, desk)
    if "cases" in rows:
        assert {row.programme for row in rows["cases"]} == {"CATP-THA": {"qd22"}, "SNV": {"gqvl"}}.get(desk, set())
    said = opened(rows)
    assert {name for name in NAMES if name in said} == (APPLICANTS if desk == "NHCS" else set())
    assert WOMAN.id_number not in said or desk == "NHCS"


def test_sme_desk_counts_groups_that_were_split_as_the_office_does(filled: Filled) -> None:
    rows = filled.rows("STC")
    assert [(row.old_id, row.new_id, row.day) for row in rows["group_successions"]] == [
        (filled.old, filled.new, date(2026, 11, 1))
    ]
    lives = {row.id: (row.started_on, row.ended_on) for row in rows["groups"]}
    assert (len(lives), lives[filled.old][1], lives[filled.new][0]) == (6, date(2026, 10, 31), date(2026, 11, 1))
    visited = {row.group_id for row in rows["event_groups"] if row.event_id == filled.events["sme"]}
    followed = {row.old_id: row.new_id for row in rows["group_successions"]}
    reached = {followed.get(group, group) for group in visited}
    owed = {group for group in lives if group not in followed}
    told = {row.key: row.value for row in rows["figures"] if row.report == "outreach"}
    assert (told["sme.groups"], told["sme.groups_owed"]) == (len(reached & owed), len(owed)) == (2, 5)


def test_models_and_persons_travel_as_counts_and_a_withdrawn_consent_lowers_them(pair: Pair) -> None:
    for example in (EXAMPLE, replace(EXAMPLE, ended_on=date(2026, 5, 1)), PERSON):
        save_example(pair.office, example)
    assert counted(pair) == [
        ("kh297", 2026, "model", 2, 8, "group_sentence=2"),
        ("kh297", 2026, "person", 1, 4, "group_sentence=1"),
    ]
    delete_example(pair.office, next(row for row in examples(pair.office) if row.kind == "person"))
    assert [row[2] for row in counted(pair)] == ["model"]


def counted(pair: Pair) -> list[tuple[Any, ...]]:
    rows: list[Any] = Filled(pair, {}, "", "").rows("CATP-THA")["example_counts"]
    return [(row.topic, row.year, row.kind, row.examples, row.helped, row.groups) for row in rows]


def test_the_city_takes_them_and_shows_them(filled: Filled) -> None:
    desk = filled.pair.desk("STC")
    collected = collect(desk, seal_packet(filled.pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())
    assert (collected.decision, collected.refused) == ("applied", 0)
    figures = records(desk, "figures")
    told = [dict(zip(figures.fields, row, strict=True)) for row in figures.rows]
    sent = [one for one in told if one["report"] == "sme"]
    frozen = composed(filled.pair.office, "sme", "2026")
    assert {(one["number"], one["issued_on"], one["hash"]) for one in sent} == {("131", "2026-11-20", frozen.sha256)}
    assert [one["value"] for one in sent] == [one.value for one in frozen.figures]
    called = words(filled.pair.office.book)
    assert shown("figures", "issued_on", "2026-11-20", called) == "20/11/2026"
    assert shown("figures", "unit", "money", called) == "đồng"
    followed = records(desk, "group_successions")
    assert followed.total == 1
    assert "Tổ dân phố số 6" in json.dumps(followed.rows, ensure_ascii=False)


def test_a_frozen_report_that_was_changed_in_the_database_is_not_packed(pair: Pair) -> None:
    report(pair, "sme", "2026", is_sent=True)
    with pair.office.write() as session:
        row = session.scalars(select(OfficeReport)).one()
        row.content = {**row.content, "figures": []}
    with pytest.raises(StorageError):
        Filled(pair, {}, "", "").rows("STC")
