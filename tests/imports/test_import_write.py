"""Writing a household workbook: all of it or nothing, as previewed; taken back as a whole until it was used."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.household_history import history
from hn_desk.actions.household_merging import merge, merges, unmerge
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, ROWS, SAME
from hn_desk.actions.import_failures import failures_name
from hn_desk.actions.imports import (
    batches,
    delete_template,
    open_file,
    preview,
    save_template,
    suggest,
    templates,
    undo_import,
    with_template,
    write,
)
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.actions.query import Query
from hn_desk.actions.retention import erase_person
from hn_desk.errors import DeskError, StorageError
from hn_desk.intake.opening import Cell, Opened, Sheet, open_table
from hn_desk.models.tables import AuditEntry, HouseholdBusiness, ImportRow, PacketRecord, PacketRow
from tests.actions.test_household_merging import draft_of
from tests.imports.tables import records, rows
from tests.imports.workbooks import PHO, TRA, planned, taken_in, workbook


def kept(office: Office, name: str) -> HouseholdDraft:
    (found,) = household_ids(office, Query(text=name))
    return household(office, found).draft


def test_what_is_written_is_found_shown_and_has_its_history(office: Office) -> None:
    done = taken_in(office, {**PHO, "industry": "5610 - Nhà hàng; 4711"}, TRA)

    draft = kept(office, "phơ ga anh")
    assert (draft.name, draft.owner.name, draft.owner.id_number) == ("Phở gà Ánh", "Nguyễn Thị Ánh", "001180012345")
    assert (draft.capital, draft.status, draft.version) == (50_000_000, "active", 1)
    assert [(one.code, one.is_main) for one in draft.industries] == [("5610", True), ("4711", False)]
    assert household_ids(office, Query(text="0987654321")) == household_ids(office, Query(text="Trần Bình"))
    assert [one.way for one in history(office, draft.id or "")] == ["import"]
    assert done.totals[NEW] == 2
    assert done.failures is None
    with office.database.read() as session:
        assert session.scalars(select(HouseholdBusiness.origin)).all() == ["import", "import"]


def test_an_update_keeps_what_stood_before_in_the_history(office: Office) -> None:
    taken_in(office, PHO)
    taken_in(office, {**PHO, "capital": 70_000_000, "owner_phone": "0900000000"})

    draft = kept(office, "Phở gà")
    changes = {one.field: (one.before, one.after) for one in history(office, draft.id or "")[0].changes}
    assert draft.capital == 70_000_000
    assert draft.owner.phone == "0900000000"
    assert changes.keys() == {"capital", "owner.phone"}
    assert changes["owner.phone"] == ("0912345678", "0900000000")


def test_the_log_has_one_entry_with_counts_and_hash(office: Office) -> None:
    opened = workbook(PHO, PHO)
    done = write(office, opened, planned(office, opened))

    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("imports.%"))).all()
    assert [(one.action, one.record_id) for one in entries] == [("imports.write", done.batch_id)]
    assert entries[0].content == {ROWS: 2, NEW: 1, SAME: 1, "sha256": opened.sha256}


def test_a_file_with_nothing_new_writes_nothing(office: Office) -> None:
    taken_in(office, PHO)
    before = rows(office)
    done = taken_in(office, PHO)

    assert (done.batch_id, done.totals[SAME], done.changed.subjects) == ("", 1, frozenset())
    assert rows(office) == before


def test_it_is_told_who_took_the_file_in_before(office: Office, tmp_path: Any) -> None:
    path = tmp_path / "hộ.csv"
    path.write_text("Tên hộ kinh doanh;Chủ hộ\nQuán An;Lê An\n", encoding="utf-8")
    first = open_file(office, path)
    plan = suggest(office, first.opened, "households")
    done = write(office, first.opened, plan)
    (told,) = open_file(office, path).imported
    undo_import(office, done.batch_id)

    assert first.imported == ()
    assert (told.officer_name, told.file_name, told.at[:10]) == ("Nguyễn Thị Lan", "hộ.csv", "2026-11-20")
    assert open_file(office, path).imported == ()


def test_a_file_that_is_too_large_or_missing_is_said_so(office: Office, tmp_path: Path) -> None:
    with (tmp_path / "large.xlsx").open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)

    with pytest.raises(DeskError) as refused:
        open_file(office, tmp_path / "large.xlsx")
    assert refused.value.reason == "workbook-large"
    with pytest.raises(StorageError):
        open_file(office, tmp_path / "none.xlsx")


def test_an_asked_for_group_is_made_once_and_goes_with_the_import(office: Office) -> None:
    before = records(office)
    done = taken_in(
        office, {**PHO, "group": "Tổ 77"}, {**TRA, "group": "tổ 77"}, accepted={"group.unknown:to 77": "new"}
    )

    made = [one for one in list_groups(office) if one.name == "Tổ 77"]
    assert len(made) == 1
    assert kept(office, "Trà đá").group_id == made[0].id
    undo_import(office, done.batch_id)
    assert records(office) == before


def test_a_second_business_of_a_known_owner_stands_under_the_same_person(office: Office) -> None:
    taken_in(office, PHO)
    told = {**PHO, "name": "Bún Ánh", "business_code": None, "tax_code": None, "owner_phone": "0900000000"}
    taken_in(office, told, choices={3: "new"})

    assert kept(office, "Bún Ánh").owner.id == kept(office, "Phở gà").owner.id
    assert kept(office, "Phở gà").owner.phone == "0900000000"


def test_the_rows_not_taken_in_are_a_workbook_that_gives_just_these_again(office: Office) -> None:
    opened = workbook(PHO, {**TRA, "owner_id": "00108"}, {**TRA, "address": "nt", "registered_on": "40/1/2020"})
    done = write(office, opened, planned(office, opened))
    assert done.failures is not None

    again = open_table(failures_name(opened.name), done.failures)
    plan = suggest(office, again, "households")
    found = preview(office, again, plan)
    assert again.name == "danh-sach-loi.xlsx"
    assert again.sheets[0].rows[1][-1] == "Lý do"
    assert [row.outcome for row in found.rows] == [ERROR, ERROR]
    assert [row.values.get("address") for row in found.rows] == ["Số 9 phố Láng Hạ", "Số 9 phố Láng Hạ"]
    mended = replace(plan, edits={(3, "owner_id"): "001085054321", (4, "registered_on"): "4/1/2020"})
    assert [row.outcome for row in preview(office, again, mended).rows] == [NEW, POSSIBLE]


def test_letters_no_workbook_can_hold_are_left_out_of_the_rows_not_taken_in(office: Office) -> None:
    odd = "\x01\x0b\x1f\ufffe\ud7ff"
    text = f"Tên hộ kinh doanh,Họ và tên chủ hộ,Số CCCD,Địa chỉ kinh doanh,Ghi{odd} chú\nPhở Ánh,Ánh,12,Số 5,g{odd}hi\n"
    opened = open_table("a.csv", text.encode())
    done = write(office, opened, planned(office, opened))
    again = open_table("a.xlsx", done.failures or b"").sheets[0].rows
    assert (again[1][4], again[2][4]) == ("Ghi \ud7ff chú", "g\ud7ffhi")


def test_nothing_is_written_when_the_rows_not_taken_in_cannot_be_handed_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("hn_desk.actions.imports.failures_workbook", broken)
    with pytest.raises(RuntimeError):
        taken_in(office, PHO)
    assert (household_ids(office, Query()), batches(office)) == ((), ())


def test_a_row_not_taken_in_keeps_its_days_as_days(office: Office) -> None:
    opened = workbook({**PHO, "owner_id": "00108", "registered_on": date(2020, 3, 5), "tax_code": "0100109106"})
    done = write(office, opened, planned(office, opened))

    cells = open_table("x.xlsx", done.failures or b"").sheets[0].rows[2]
    assert date(2020, 3, 5) in [one.date() if isinstance(one, datetime) else one for one in cells]
    assert {"00108", "0100109106", 50_000_000} <= set(cells)


def test_rows_not_taken_in_say_alone_what_they_said_in_their_list(office: Office) -> None:
    """Units above the table, parts of a million, days counted from 1904, "nt" below what is wrong or counted."""
    heads = ("Tên hộ kinh doanh", "Địa chỉ", "Chủ hộ", "Số CCCD", "Vốn", "Ngày cấp", "Ghi chú")
    lines: tuple[tuple[Cell, ...], ...] = (
        ("DANH SÁCH HỘ KINH DOANH",),
        ("Đơn vị tính: triệu đồng",),
        heads,
        ("Quán A", "1 Huế", "Lê An", "108", 1.5, 31412.0, ""),
        ("Quán B", "nt", "Lê Bê", "nt", "nt", "nt", "x"),
        ("Quán C", "3 Huế", "Lê Xê", "001180012345", 0.3, "xx/2020", "y"),
        ("Quán D", "4 Huế", "Lê Dê", "001180012346", "nt", "nt", "z"),
    )
    opened = Opened("a.xls", "xls", "0", (Sheet("S", lines, is_1904=True),))
    plan = planned(office, opened)
    save_template(office, replace(plan, mapping={k: v for k, v in plan.mapping.items() if k != "note"}), "Mẫu")
    found = preview(office, opened, plan)
    again = open_table("a-loi.xlsx", write(office, opened, plan).failures or b"")
    followed = suggest(office, again, "households")
    cells = again.sheets[0].rows

    assert [row.outcome for row in found.rows] == [ERROR] * 4
    assert (followed.template, followed.fingerprint) == ("Mẫu", plan.fingerprint)
    seen = preview(office, again, replace(followed, mapping=plan.mapping))
    assert [(row.outcome, row.values, row.reasons) for row in seen.rows] == [
        (row.outcome, row.values, row.reasons) for row in found.rows
    ]
    assert [row.values.get("capital") for row in seen.rows] == [1_500_000, 1_500_000, 300_000, 300_000]
    assert (cells[2][4], cells[3][3], cells[5][5]) == (1.5, "108", "xx/2020")
    assert seen.rows[0].values["registered_on"] == seen.rows[1].values["registered_on"] == date(1990, 1, 1)


def test_a_template_is_found_again_by_its_headings(office: Office) -> None:
    opened = workbook(PHO)
    plan = planned(office, opened)
    mapping = {field: column for field, column in plan.mapping.items() if field != "note"}
    kept_id = save_template(office, replace(plan, mapping=mapping), "Danh sách thuế").id

    again = suggest(office, workbook(TRA), "households")
    assert (again.mapping, again.template) == (mapping, "Danh sách thuế")
    assert with_template(office, plan, "danh sách thuế").mapping == mapping
    with pytest.raises(DeskError, match="headings"):
        with_template(office, replace(plan, fingerprint="other"), "Danh sách thuế")
    with pytest.raises(DeskError, match="No template"):
        with_template(office, plan, "khác")
    assert [one.name for one in templates(office)] == ["Danh sách thuế"]
    delete_template(office, kept_id)
    assert templates(office) == ()
    assert suggest(office, opened, "households").template == ""


def _edit(office: Office) -> None:
    draft = kept(office, "Phở gà")
    save_household(office, replace(draft, capital=1, accepted={"tax_code.unusual": "x"}))


def _contact(office: Office) -> None:
    household_id = kept(office, "Phở gà").id or ""
    save_contact(office, ContactDraft(household_id=household_id, day=date(2026, 11, 1), way="home", intention="agreed"))


def _second_business(office: Office) -> None:
    owner = kept(office, "Phở gà").owner
    save_household(office, HouseholdDraft(name="Quán khác", owner=owner, accepted={"owner.id_number.twin_owner": "x"}))


def _merge(office: Office) -> None:
    pair = (kept(office, "Phở gà").id or "", kept(office, str(TRA["name"])).id or "")
    merge(office, draft_of(office, pair))


def _merge_and_part(office: Office) -> None:
    _merge(office)
    unmerge(office, merges(office)[0].id)


def _sent(office: Office) -> None:
    with office.write() as session:
        packet = PacketRow(desk="STC", epoch=1, number=1, kind="full", previous_hash="", sha256="0", inner=b"")
        packet.file_name, packet.made_at, packet.made_by, packet.up_to_change, packet.rows = "g.xlsx", "", "", 1, 1
        session.add(packet)
        session.flush()
        household_id = session.scalars(select(HouseholdBusiness.id)).first()
        session.add(
            PacketRecord(
                packet_id=packet.id, subject="households", record_id=household_id, record_version=1, digest="0"
            )
        )


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (_sent, "Records of it were sent"),
        (_edit, "1 of its records"),
        (_contact, "1 of its records"),
        (_second_business, "1 of its records"),
        (_merge, "A household business of it was merged"),
        (_merge_and_part, "A household business of it was merged"),
    ],
)
def test_an_import_that_was_used_cannot_be_undone(office: Office, use: Callable[[Office], None], sentence: str) -> None:
    done = taken_in(office, PHO, TRA)
    use(office)
    before = rows(office)

    (told,) = batches(office, "households")
    assert not told.can_undo
    assert told.why.startswith(sentence)
    with pytest.raises(DeskError) as refused:
        undo_import(office, done.batch_id)
    assert refused.value.reason == "changed-since"
    assert rows(office) == before


def test_of_an_erased_person_an_import_keeps_no_values(office: Office) -> None:
    taken_in(office, PHO)
    done = taken_in(office, {**PHO, "owner_phone": "0900000000", "address": "Số 6 phố Huế"})
    with office.write() as session:
        erase_person(session, office, str(session.scalar(select(HouseholdBusiness.owner_id))))

    with office.database.read() as session:
        kept_of = [str(records) for records in session.scalars(select(ImportRow.records))]
    assert len(kept_of) == 2
    assert not [one for one in kept_of if "0912345678" in one or "Hàng Bông" in one]
    assert [one.why[:3] for one in batches(office) if one.id == done.batch_id] == ["2 o"]


def test_an_import_is_undone_once(office: Office) -> None:
    done = taken_in(office, PHO)
    undo_import(office, done.batch_id)

    with pytest.raises(DeskError) as refused:
        undo_import(office, done.batch_id)
    assert refused.value.reason == "undone"
    with office.database.read() as session:
        assert session.scalars(select(ImportRow)).all() == []
