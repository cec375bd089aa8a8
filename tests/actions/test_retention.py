"""Records whose time is over: proposed on their day, deleted so that nothing is left, the log whole after it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from openpyxl import load_workbook
from sqlalchemy import delete, func, select

from hn_desk.actions.confirmations import confirmation
from hn_desk.actions.confirmed_check import check_confirmed
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.credit import refuse, withdraw
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.household_history import history
from hn_desk.actions.household_merging import MergeDraft, merge, unmerge
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.log_check import check_office_log
from hn_desk.actions.office import DATABASE_FILE, Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.actions.retention import delete_due, due_deletions
from hn_desk.actions.rights import answer_request, export_held, find_people, held_on, requests, take_request
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import Contact, Erasure, HouseholdBusiness, HouseholdMerge, LoanApplication, Person
from hn_desk.rules.credit import LOCKED
from tests.actions.credit_samples import MAN, TODAY, WOMAN, issued, listed, presented, presented_list
from tests.imports.workbooks import PHO, taken_in

AsOfficer = Callable[[str], Office]
PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16
OWNER = PersonDraft(name="Quách Thị Thúy Vân", birth="1971", phone="0987650001", address="Ngách 7 Đội Cấn")


def at(office: Office, day: date) -> Office:
    moment = datetime(day.year, day.month, day.day, 3, tzinfo=office.clock().tzinfo)
    return replace(office, clock=lambda: moment)


def kept_household(office: Office) -> str:
    return save_household(office, HouseholdDraft(name="Quán Vân Đình", owner=OWNER, status="closed")).id


def pages(folder: Path, key: bytes) -> bytes:
    """Every page of the encrypted file in the clear, free ones too: what its reader could find."""
    data = (folder / DATABASE_FILE).read_bytes()
    clear = []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        page = page[SALT:] if start == 0 else page
        body, iv = page[:-RESERVE], page[-RESERVE : -RESERVE + IV]
        reader = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        clear.append(reader.update(body) + reader.finalize())
    return b"".join(clear)


def left_of(office: Office, *texts: str) -> list[str]:
    clear = pages(office.folder, office.keys.database_keys[0])
    assert "Tổ dân phố".encode() in clear, "the pages are read"
    return [text for text in texts if any(one.encode() in clear for one in (text, json.dumps(text)[1:-1]))]


def count(office: Office, table: Any) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_closed_household_is_proposed_on_its_day_and_not_before(office: Office, as_officer: AsOfficer) -> None:
    household_id = kept_household(office)
    head = as_officer("mai")
    assert due_deletions(at(head, date(2031, 11, 19))) == ()
    found = due_deletions(at(head, date(2031, 11, 20)))
    assert [(one.subject, one.id, one.name) for one in found] == [("households", household_id, "Quán Vân Đình")]


def test_nothing_is_left_of_a_deleted_household_and_its_owner(office: Office, as_officer: AsOfficer) -> None:
    household_id = kept_household(office)
    save_contact(
        office, ContactDraft(household_id=household_id, day=date(2026, 11, 3), way="phone", said="Nói về thuế")
    )
    household(office, household_id)
    assert left_of(office, "Quách", "Quán Vân Đình", "0987650001", "Nói về thuế")
    head = at(as_officer("mai"), date(2032, 1, 1))
    delete_due(head, [("households", household_id)])
    assert (count(office, HouseholdBusiness), count(office, Contact), count(office, Person)) == (0, 0, 0)
    assert left_of(office, "Quách", "quach", "Quán Vân Đình", "van", "0987650001", "Nói về thuế", "Ngách 7") == []
    assert check_office_log(as_officer("anh")).is_whole


def test_what_is_not_due_is_not_deleted(office: Office, as_officer: AsOfficer) -> None:
    household_id = kept_household(office)
    with pytest.raises(DeskError) as refused:
        delete_due(as_officer("mai"), [("households", household_id)])
    assert (refused.value.reason, count(office, HouseholdBusiness)) == ("not-due", 1)


def test_a_clerk_deletes_nothing_for_good(office: Office) -> None:
    with pytest.raises(RoleError):
        delete_due(office, [])


def test_a_confirmed_application_stays_ten_years_and_goes_with_its_person(
    office: Office, as_officer: AsOfficer
) -> None:
    subject = issued(office, as_officer, presented(office))
    head = as_officer("mai")
    assert due_deletions(at(head, date(2036, 11, 19))) == ()
    late = at(head, date(2036, 11, 20))
    assert ("applications", subject.id) in [(one.subject, one.id) for one in due_deletions(late)]
    delete_due(late, [("applications", subject.id)])
    assert (count(office, LoanApplication), count(office, Person)) == (0, 0)
    assert left_of(office, WOMAN.name, WOMAN.id_number, WOMAN.address) == []
    assert check_office_log(as_officer("anh")).is_whole


def test_a_line_waits_for_the_rest_of_its_list(office: Office, as_officer: AsOfficer) -> None:
    _list_id, lines = listed(office, WOMAN, MAN)
    refuse(office, lines[0], "Không đủ điều kiện")
    late = at(as_officer("mai"), date(2033, 1, 1))
    assert lines[0] not in [one.id for one in due_deletions(late)]
    refuse(office, lines[1], "Không đủ điều kiện")
    assert {lines[0], lines[1]} <= {one.id for one in due_deletions(late)}


def test_the_words_of_old_log_entries_go_and_the_chain_stays(office: Office, as_officer: AsOfficer) -> None:
    kept_household(office)
    late = at(as_officer("mai"), date(2037, 1, 1))
    due = next(one for one in due_deletions(late) if one.subject == "log")
    delete_due(late, [("log", due.id)])
    assert check_office_log(at(as_officer("anh"), late.today())).is_whole
    assert not [one for one in due_deletions(late) if one.subject == "log"]


def test_everything_held_on_a_person_is_told_with_who_looked_at_it(
    office: Office, as_officer: AsOfficer, tmp_path: Path
) -> None:
    household_id = kept_household(office)
    person_id = str(household(office, household_id).draft.owner.id)
    head = as_officer("mai")
    told = {(one.section, one.name): one.value for one in held_on(head, person_id)}
    assert told["Person", "Telephone"] == "0987650001"
    assert told["Household business", "Name"] == "Quán Vân Đình"
    assert any("Nguyễn Thị Lan: Household business looked at" in one.value for one in held_on(head, person_id))
    export_held(head, person_id, tmp_path / "held.xlsx")
    cells = [cell.value for row in load_workbook(tmp_path / "held.xlsx").worksheets[0] for cell in row]
    assert OWNER.name in cells


def test_a_request_has_its_day_and_is_late_after_it(office: Office, as_officer: AsOfficer) -> None:
    person_id = str(household(office, kept_household(office)).draft.owner.id)
    head = as_officer("mai")
    assert find_people(head, "quach van")[0][0] == person_id
    take_request(head, person_id, "show", date(2026, 11, 20))
    assert [(one.due_on, one.is_late) for one in requests(head)] == [(date(2026, 11, 30), False)]
    assert requests(at(head, date(2026, 12, 1)))[0].is_late
    answer_request(head, requests(head)[0].id, requests(head)[0].version)
    assert requests(head)[0].done_on == head.today()


def test_a_request_of_tomorrow_is_refused(office: Office, as_officer: AsOfficer) -> None:
    person_id = str(household(office, kept_household(office)).draft.owner.id)
    with pytest.raises(InputError) as refused:
        take_request(as_officer("mai"), person_id, "none", date(2026, 11, 21))
    assert [one.field for one in refused.value.problems] == ["kind", "received_on"]


def test_on_request_a_person_is_erased_unless_a_paper_binds(office: Office, as_officer: AsOfficer) -> None:
    head = as_officer("mai")
    free = str(household(office, kept_household(office)).draft.owner.id)
    bound = issued(office, as_officer, presented(office))
    with office.database.read() as session:
        row = session.get(LoanApplication, bound.id)
        assert row is not None
        bound_person = str(row.person_id)
    for person_id in (free, bound_person):
        take_request(head, person_id, "erase", date(2026, 11, 20))
    by_person = {one.person_id: one for one in requests(head)}
    answer_request(head, by_person[free].id, by_person[free].version)
    assert left_of(office, OWNER.name, OWNER.phone) == []
    with pytest.raises(DeskError) as refused:
        answer_request(head, by_person[bound_person].id, by_person[bound_person].version)
    assert (refused.value.reason, left_of(office, WOMAN.name)) == ("retention", [WOMAN.name])


def erase(head: Office, person_id: str) -> None:
    take_request(head, person_id, "erase", TODAY)
    (asked,) = requests(head)
    answer_request(head, asked.id, asked.version)


@pytest.mark.parametrize("state", sorted(LOCKED))
def test_nobody_with_a_confirmed_loan_is_erased(office: Office, as_officer: AsOfficer, state: str) -> None:
    subject = issued(office, as_officer, presented(office))
    with office.write() as session:
        row = session.scalars(select(LoanApplication)).one()
        row.state, person_id = state, row.person_id or ""
    with pytest.raises(DeskError) as caught:
        erase(as_officer("mai"), person_id)
    assert caught.value.reason == "retention"
    assert confirmation(office, subject) is not None


def test_a_line_that_was_erased_is_not_missed_in_its_list(office: Office, as_officer: AsOfficer) -> None:
    subject, lines = presented_list(office, MAN, WOMAN)
    issued(office, as_officer, subject)
    with office.database.read() as session:
        person_id = session.scalars(select(LoanApplication.person_id).where(LoanApplication.id == lines[0])).one()
    withdraw(as_officer("hung"), lines[0], "Người vay xin rút.")
    erase(as_officer("mai"), person_id or "")
    with office.database.read() as session:
        assert session.get(LoanApplication, lines[0]) is None
        assert check_confirmed(session, office) == []
    with office.write() as session:
        session.execute(delete(Erasure))
    with office.database.read() as session:
        assert [one.column for one in check_confirmed(session, office)] == ["loan_applications.id"]


def test_a_former_owner_who_is_erased_leaves_the_history_too(office: Office, as_officer: AsOfficer) -> None:
    first = save_household(office, HouseholdDraft(name="Quán X", owner=OWNER)).id
    draft = household(office, first).draft
    former = str(draft.owner.id)
    save_household(office, replace(draft, owner=replace(draft.owner, phone="0987650009")))
    draft = household(office, first).draft
    save_household(office, replace(draft, owner=PersonDraft(name="Lý Thị Mới", phone="0911000000")))
    draft = household(office, first).draft
    save_household(office, replace(draft, owner=replace(draft.owner, phone="0911000001")))
    assert left_of(office, OWNER.name, OWNER.phone, "0987650009") == [OWNER.name, OWNER.phone, "0987650009"]
    today = " ".join(one.value for one in held_on(as_officer("mai"), str(draft.owner.id)))
    assert "0911000000 → 0911000001" in today
    assert OWNER.phone not in today
    erase(as_officer("mai"), former)
    assert left_of(office, OWNER.name, OWNER.phone, "0987650009") == []
    told = [{one.field: (one.before, one.after) for one in entry.changes} for entry in history(office, first)]
    assert told[0] == {"owner.phone": ("0911000000", "0911000001")}
    assert told[1]["owner.name"] == ("", "Lý Thị Mới")


def test_a_household_stands_as_its_remaining_contacts_say(office: Office, as_officer: AsOfficer) -> None:
    household_id = save_household(office, HouseholdDraft(name="Quán X", owner=OWNER)).id
    older = ContactDraft(household_id=household_id, day=date(2026, 11, 2), way="home", intention="agreed")
    newest = ContactDraft(household_id=household_id, day=date(2026, 11, 5), way="home", intention="refused")
    ids = [save_contact(office, one).id for one in (older, newest)]
    late = at(as_officer("mai"), date(2040, 1, 1))
    delete_due(late, [("contacts", ids[1])])
    assert stands(office, household_id) == ("agreed", date(2026, 11, 2))
    delete_due(late, [("contacts", ids[0])])
    assert stands(office, household_id) == ("not_asked", None)


def test_of_a_deleted_contact_a_merge_keeps_nothing(office: Office, as_officer: AsOfficer) -> None:
    kept, gone = (
        save_household(office, HouseholdDraft(name=f"Quán {n}", owner=PersonDraft(name=f"Chủ {n}"))).id for n in "AB"
    )
    said = ContactDraft(household_id=gone, day=date(2026, 11, 5), way="home", intention="refused")
    contact_id = save_contact(office, replace(said, obstacles=frozenset({"cost"}))).id
    versions = [household(office, one).draft.version or 0 for one in (kept, gone)]
    merged = merge(office, MergeDraft(kept, gone, versions[0], versions[1], 1, 1))
    delete_due(at(as_officer("mai"), date(2040, 1, 1)), [("contacts", contact_id)])
    assert [stands(office, one) for one in (kept, gone)] == [("not_asked", None)] * 2
    with office.database.read() as session:
        assert "refused" not in str(session.scalars(select(HouseholdMerge.content)).all())
    unmerge(office, merged.id)
    assert [stands(office, one) for one in (kept, gone)] == [("not_asked", None)] * 2


def stands(office: Office, household_id: str) -> tuple[str, date | None]:
    with office.database.read() as session:
        row = session.get(HouseholdBusiness, household_id)
        assert row is not None
        return row.intention, row.last_contact_on


def test_the_answer_to_a_request_is_whole(office: Office, as_officer: AsOfficer) -> None:
    taken_in(office, PHO)
    taken_in(office, {**PHO, "owner_phone": "0977123123", "address": "Số 6 phố Huế", "workers": 7, "industry": "4711"})
    (household_id,) = household_ids(office, Query())
    said = ContactDraft(household_id=household_id, day=date(2026, 11, 5), way="home", intention="refused", said="Bận")
    said = replace(said, obstacles=frozenset({"cost"}), supports=frozenset({"credit"}), capital_demand=70_000_000)
    save_contact(office, replace(said, next_on=date(2026, 12, 1), next_step="Gọi lại chị Bí"))
    draft = household(office, household_id).draft
    save_household(office, replace(draft, note="Ghi chú mới", owner=replace(draft.owner, sex="female")))
    person_id = str(draft.owner.id)
    lines = held_on(as_officer("mai"), person_id)
    told = {(one.section, one.name): one.value for one in lines}
    assert told["Household business", "Workers in the business"] == "7"
    assert told["Contact", "05/11/2026 · Next step"] == "01/12/2026 · Gọi lại chị Bí"
    assert told["Contact", "05/11/2026 · Capital"] == "70.000.000"
    assert {"05/11/2026 · Obstacles", "05/11/2026 · Support wanted"} <= {one.name for one in lines}
    assert told["From a workbook", "Owner's phone"] == "0912345678"
    assert told["From a workbook", "Address"] == PHO["address"]
    assert "0912345678 → 0977123123" in [one.value for one in lines if one.section == "History"]
    assert told["Person", "Sex"]
    assert "4711" in told["Household business", "Industries"]
