"""The log as the auditor reads it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hn_desk.actions.audit_details import Kept, detail_words
from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.audit_log import LogQuery, audit_log, export_log, log_choices
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.labels import conversion_states
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, person
from hn_desk.actions.staff import GroupDraft, save_group
from hn_desk.errors import RoleError
from hn_desk.models import audit


def test_the_newest_act_comes_first(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An")))
    newest, before, *_first = audit_log(as_officer("anh"))
    assert (newest.action_label, newest.officer_name, newest.subject) == (
        "Household business saved",
        "Nguyễn Thị Lan",
        "households",
    )
    assert (before.action_label, newest.sequence - before.sequence) == ("Signed in", 1)
    assert "Vũ" not in newest.detail


def test_the_log_is_searched_without_marks(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_group(office, GroupDraft(name="Cụm dân cư A"))
    found = audit_log(as_officer("anh"), LogQuery(text="lan nguyen residen"))
    assert [row.action_label for row in found] == ["Residential group saved"]


def test_at_most_the_limit_is_shown(office: Office, as_officer: Callable[[str], Office]) -> None:
    for number in range(3):
        save_group(office, GroupDraft(name=f"Cụm {number}"))
    assert len(audit_log(as_officer("anh"), limit=2)) == 2
    assert len(audit_log(as_officer("anh"), LogQuery(text="residential"), limit=2)) == 2


def test_a_refusal_by_role_is_in_the_log(office: Office, as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        audit_log(office)
    newest = audit_log(as_officer("anh"))[0]
    assert (newest.detail, newest.subject) == ("what was asked for: Xem nhật ký", "log")


def test_looking_at_a_household_business_or_a_person_is_in_the_log(
    office: Office, as_officer: Callable[[str], Office]
) -> None:
    kept = save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id
    owner = household(office, kept).draft.owner.id
    person(office, str(owner))
    newest, before, *_first = audit_log(as_officer("anh"))
    assert (newest.action_label, newest.subject) == ("Person looked at", "people")
    assert (before.action_label, before.officer_name) == ("Household business looked at", "Nguyễn Thị Lan")
    assert "Vũ" not in newest.detail + before.detail


def test_an_unknown_act_shows_its_code() -> None:
    assert action_label("something.new") == "something.new"


def test_the_details_are_words_not_codes(office: Office) -> None:
    roles = office.book.roles
    role_names = detail_words(Kept("staff", {"roles": ["social", "approver"], "active": True}), roles)
    assert role_names == f"roles: {roles.labels['social']}, {roles.labels['approver']}; in use: yes"
    told = detail_words(
        Kept("conversions", {"state": "listed", "accepted": {"tax_code.unusual": "đã xem giấy"}}), roles
    )
    assert told == f"now: {conversion_states()['listed']}; reasons given: đã xem giấy"
    assert detail_words(Kept("events", {"state": "done"}), roles) == "now: Held"
    assert detail_words(Kept("applications", {"verdict": "pass", "accepted": ["a", "b"]}), roles) == (
        "check: Met; reasons given: 2"
    )
    printed = {"paper": "slip", "what": "reprint", "copies": 2, "edition": 0}
    assert (
        detail_words(Kept("slips", printed), roles) == "paper: advice slip; print: printed again; copies: 2; edition: 0"
    )
    posted = {"kind": "xlsx-posted", "from": "2026-01-01", "to": "2026-12-31"}
    assert detail_words(Kept("reports", posted), roles) == (
        "kind: Excel file for posting; from: 01/01/2026; until: 31/12/2026"
    )


def test_what_only_checks_the_log_is_not_shown(office: Office) -> None:
    kept = Kept("contacts", {"household": "90120ea1", "hash": "ab363d44fbfc1b2a89f0", "reason": ""})
    assert detail_words(kept, office.book.roles) == "hash: ab363d44fbfc"


@pytest.mark.parametrize("key", ["file_code", "sha256", "epoch", "environment", "passphrase"])
def test_a_kept_value_is_not_named_by_its_code(office: Office, key: str) -> None:
    assert not detail_words(Kept("", {key: "x"}), office.book.roles).startswith(key)


def test_the_log_is_narrowed_to_an_officer_an_act_a_record_and_days(
    office: Office, as_officer: Callable[[str], Office]
) -> None:
    save_group(office, GroupDraft(name="Cụm dân cư A"))
    auditor, day = as_officer("anh"), office.today()
    choices = log_choices(auditor)
    lan = next(code for code, name in choices.officers if name == "Nguyễn Thị Lan")
    anh = next(code for code, name in choices.officers if name == "Phạm Quốc Anh")
    assert ("groups.save", "Residential group saved") in choices.actions
    assert audit_log(auditor, LogQuery(officer_id=lan, action="groups.save", subject="groups", first=day, last=day))
    assert not audit_log(auditor, LogQuery(officer_id=anh, action="groups.save"))
    assert not audit_log(auditor, LogQuery(first=day + timedelta(days=1)))
    assert not audit_log(auditor, LogQuery(last=day - timedelta(days=1)))


def test_the_log_is_read_page_by_page(office: Office, as_officer: Callable[[str], Office]) -> None:
    for number in range(4):
        save_group(office, GroupDraft(name=f"Cụm {number}"))
    auditor = as_officer("anh")
    whole = audit_log(auditor)
    first = audit_log(auditor, limit=2)
    assert first + audit_log(auditor, LogQuery(before=first[-1].sequence)) == whole


def test_the_log_is_kept_as_a_workbook_with_its_head(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    save_group(office, GroupDraft(name="Cụm dân cư A"))
    auditor = as_officer("anh")
    with auditor.database.read() as session:
        head = audit.head(session)
    export_log(auditor, LogQuery(action="groups.save"), tmp_path / "log.xlsx")
    sheet = load_workbook(tmp_path / "log.xlsx").worksheets[0]
    assert head in str(sheet["A1"].value)
    assert [row[3].value for row in sheet.iter_rows(min_row=3)] == ["Residential group saved"]
    assert audit_log(auditor)[0].action_label == "Log exported"
