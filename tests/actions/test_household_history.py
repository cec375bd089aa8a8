"""Each change of a household business and its owner stays: who, when, before and after."""

from collections.abc import Callable
from dataclasses import replace

from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.household_history import HistoryEntry, history
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import save_person
from tests.actions.test_households import SHOP

UNCHECKED = {"dossier.missing": "Hồ sơ nộp tại bộ phận một cửa"}


def told(entry: HistoryEntry) -> dict[str, tuple[str, str]]:
    return {one.field: (one.before, one.after) for one in entry.changes}


def test_a_new_household_has_one_entry_that_says_who(office: Office) -> None:
    saved = save_household(office, SHOP)
    (entry,) = history(office, saved.id)
    assert (entry.way, entry.officer_name, entry.changes) == ("typed", "Nguyễn Thị Lan", ())
    assert entry.at.startswith("2026-11-20T03:00:00")


def test_each_changed_field_is_told_before_and_after(office: Office) -> None:
    saved = save_household(office, SHOP)
    kept = household(office, saved.id).draft
    owner = replace(kept.owner, phone="0912345678")
    save_household(office, replace(kept, capital=0, started_on=None, owner=owner, industries=kept.industries[:1]))
    newest, first = history(office, saved.id)
    assert first.changes == ()
    assert told(newest) == {
        "capital": ("200.000.000", "0"),
        "started_on": ("01/06/2020", ""),
        "owner.phone": ("", "0912345678"),
        "industries": ("1410 May trang phục; 4771 Bán lẻ hàng may mặc", "1410 May trang phục"),
    }


def test_a_save_that_changes_nothing_leaves_no_entry(office: Office) -> None:
    saved = save_household(office, SHOP)
    save_household(office, household(office, saved.id).draft)
    assert len(history(office, saved.id)) == 1


def test_an_owner_changed_elsewhere_is_told_with_every_household(office: Office) -> None:
    saved = save_household(office, SHOP)
    owner = household(office, saved.id).draft.owner
    reason = {"owner.id_number.twin_owner": "Hai cơ sở"}
    other = save_household(office, replace(SHOP, name="Quán nước", address="", owner=owner, accepted=reason))
    save_person(office, replace(household(office, saved.id).draft.owner, phone="0912345678"))
    for one in (saved, other):
        assert told(history(office, one.id)[0]) == {"owner.phone": ("", "0912345678")}


def test_who_reads_no_loan_files_is_not_told_who_changed_the_owner_alone(office: Office) -> None:
    saved = save_household(office, SHOP)
    draft = household(office, saved.id).draft
    as_role = {
        role: replace(office, officer=replace(office.officer, roles=frozenset({role})))
        for role in ("police", "economy")
    }
    save_person(as_role["police"], replace(draft.owner, phone="0912345678"))
    draft = household(office, saved.id).draft
    save_household(office, replace(draft, capital=0, owner=replace(draft.owner, phone="0912345679")))
    name = "Nguyễn Thị Lan"
    assert [one.officer_name for one in history(as_role["economy"], saved.id)] == [name, "", name]
    assert [one.officer_name for one in history(office, saved.id)] == [name, name, name]
    assert told(history(as_role["economy"], saved.id)[1]) == {"owner.phone": ("", "0912345678")}


def test_a_registration_is_told_as_the_new_status(office: Office, as_officer: Callable[[str], Office]) -> None:
    saved = save_household(office, SHOP)
    for number, state in enumerate(("listed", "contacted", "agreed", "preparing", "submitted"), 1):
        move_conversion(
            office, ConversionDraft(saved.id, state, office.today().replace(day=number), accepted=UNCHECKED)
        )
    on = office.today().replace(day=6)
    certified = ConversionDraft(saved.id, "registered", on, enterprise_code="0100109106", certificate_on=on)
    move_conversion(office, replace(certified, enterprise_kind="tnhh1"))
    assert told(history(as_officer("hung"), saved.id)[0]) == {"status": ("In business", "Became an enterprise")}
