"""Who has the database key and not the second key learns of no person which programme, and of no file what it says."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.confirmations import Subject, confirmation, mark_sent
from hn_desk.actions.credit import application, application_ids, application_rows, check, present, save_application
from hn_desk.actions.credit_facts import ApplicationDraft
from hn_desk.actions.home import today
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.lists import ListDraft, beneficiary_list, lists, present_list, save_list
from hn_desk.actions.office import DATABASE_FILE, Office, unlock
from hn_desk.actions.packets import packet_rows, preview_packet, seal_packet
from hn_desk.actions.papers import note_printed, print_form
from hn_desk.actions.people import PersonDraft, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.reporting import Period, report
from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.sample import TRAINING_PASSPHRASE
from hn_desk.errors import DeskError
from hn_desk.models.hidden import use_keys
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.credit import LIST_STATES, STATES
from hn_desk.rules.workers import Worker
from tests.actions.bare_pages import Bare, decrypted, laid_bare
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.credit_samples import (
    LINE,
    LISTED_FACTS,
    MAN,
    PLAN,
    POLICE_LIST,
    WORK,
    WORK_FACTS,
    issued,
    presented,
)
from tests.city.conftest import pair, pair_template
from tests.pair import KEY_PASSPHRASE, Pair

__all__ = ["pair", "pair_template"]

RELEASE = Path(__file__).parents[1] / "releases" / "0.1.0"
LOGGED = 4 * ((512 + 12 + 16 + 2) // 3)
"""Digits of a padded content of the log."""
OTHER = replace(MAN, name="Phạm Thị Ngọc", sex="female", id_number="001185012346")
ASKED = {"amount": 77_300_000, "term_months": 48}
FACTS = {
    "gqvl": {**WORK_FACTS, **ASKED},
    "qd22": {**LISTED_FACTS, **ASKED},
    "qd08": {
        "decision_on": date(2024, 6, 1),
        "obeys_law": True,
        "purpose": "business",
        "open_loan_purposes": frozenset[str](),
        "documents": frozenset({"completion_paper", "loan_application"}),
        **ASKED,
    },
}
PLANT_FACTS: dict[str, Mapping[str, object]] = {
    "gqvl": {
        "is_lawful": True,
        "plan_here": True,
        "workers_supported": 5,
        "purpose": "keep",
        "documents": frozenset({"loan_plan"}),
        **ASKED,
    },
    "qd22": {**PLAN.facts, **ASKED},
    "qd08": {**PLAN.facts, **ASKED},
}
FORTY_ONE = tuple(
    Worker(f"Nguyễn Thị Thùy Dương {n}", "1985-05-03", f"{n}/2025/HĐLĐ", date(2025, 2, 1), is_qualifying=n < 5)
    for n in range(41)
)
WORKERS = {"gqvl": (), "qd22": FORTY_ONE, "qd08": FORTY_ONE}
DIFFERING = frozenset({"beneficiary_lists", "audit_entries", "sqlite_master"})
"""Lists stand in a table of their own; the log has a test of its own."""
LISTS_OWN = ("lists.save", "lists.read")
"""What is done to a list alone: it says that the office keeps lists, and of nobody that he stands on one."""


def lived(pair: Pair, programme: str, *people: PersonDraft) -> Bare:
    """The database after these people's applications went from the desk to the bank and into its packet."""
    office = pair.office
    drafts = [
        ApplicationDraft(programme=programme, applicant="person", person=person, facts=FACTS[programme])
        for person in people
    ]
    return gone_on(pair, (by_list if programme != "gqvl" else one_by_one)(office, drafts))


def gone_on(pair: Pair, subjects: Iterable[Subject]) -> Bare:
    """The database after what was presented went to the bank and into its packet."""
    office = pair.office
    for number, subject in enumerate(subjects, 1):
        issued(office, pair.as_officer, subject, number)
        print_form(office, subject)
        note_printed(office, subject.kind, subject.id, copies=1)
        mark_sent(pair.clerk, subject)
    seal_packet(pair.clerk, "NHCS", KEY_PASSPHRASE)
    return laid_bare(office)


def one_by_one(office: Office, drafts: list[ApplicationDraft]) -> Iterator[Subject]:
    ids = [save_application(office, draft).id for draft in drafts]
    for one in ids:
        application(office, one)
        check(office, one)
    present(office, ids)
    yield from (Subject("application", one) for one in ids)


def by_list(office: Office, drafts: list[ApplicationDraft]) -> Iterator[Subject]:
    draft = ListDraft(
        programme=drafts[0].programme, month="2026-11", police_number="15/DS", police_on=date(2026, 11, 4)
    )
    kept = save_list(office, draft).id
    ids = [save_application(office, replace(one, list_id=kept)).id for one in drafts]
    for one in ids:
        application(office, one)
        check(office, one)
    beneficiary_list(office, kept)
    present_list(office, kept)
    yield Subject("list", kept)


def telling() -> frozenset[str]:
    """Words that give a programme or a state of a file away, and what was asked for."""
    words = {*STATES, *LIST_STATES, "77300000", "15/DS", "completion_certificate"}
    for programme in rule_book().programmes.values():
        words |= {programme.code, programme.name, programme.legal_name, programme.legal_basis}
        for rules in programme.applicants.values():
            words |= {choice.code for choice in rules.purposes} | {choice.label for choice in rules.purposes}
            words |= {one.article for one in rules.checks} | {one.name for one in rules.checks}
    return frozenset(words - {"", "business", "training"}) | {"priority_group", "obeys_law"}


@pytest.fixture(scope="module")
def lives(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bare]:
    """The same life of the same person under each programme."""
    return {programme: apart(pair_template, tmp_path_factory, programme, MAN) for programme in FACTS}


@pytest.fixture(scope="module")
def common_lives(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bare]:
    """The same life of two people, who stand on one list where there are lists."""
    return {programme: apart(pair_template, tmp_path_factory, programme, MAN, OTHER) for programme in FACTS}


@pytest.fixture(scope="module")
def plants(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bare]:
    """The same life of an establishment under each programme, its workers named where the programme asks for them."""
    return {programme: plant_apart(pair_template, tmp_path_factory, programme) for programme in PLANT_FACTS}


def plant_apart(template: Path, places: pytest.TempPathFactory, programme: str) -> Bare:
    with moved_in(template, places, programme) as pair:
        draft = replace(PLAN, programme=programme, facts=PLANT_FACTS[programme], workers=WORKERS[programme])
        return gone_on(pair, [presented(pair.office, draft)])


def apart(template: Path, places: pytest.TempPathFactory, programme: str, *people: PersonDraft) -> Bare:
    with moved_in(template, places, programme) as pair:
        return lived(pair, programme, *people)


@contextmanager
def moved_in(template: Path, places: pytest.TempPathFactory, name: str) -> Iterator[Pair]:
    """A copy of the pair of an office and a city, with the clerk signed in."""
    folder = places.mktemp(name) / "pair"
    shutil.copytree(template, folder)
    with ExitStack() as stack:
        office = unlock(folder / "office", "lan", PASSPHRASE, clock=lambda: NOW)
        stack.callback(office.close)
        yield Pair(office, folder / "city", stack)


@pytest.mark.parametrize("programme", FACTS)
def test_nothing_in_tables_or_pages_names_a_programme_or_says_how_a_file_stands(
    lives: dict[str, Bare], programme: str
) -> None:
    assert lives[programme].telling(telling()) == []


def test_the_search_finds_what_is_planted_in_the_clear(office: Office) -> None:
    with office.write() as session:
        session.execute(text("UPDATE residential_groups SET kind = 'qd22' WHERE name LIKE '%1'"))
    assert laid_bare(office).telling(telling()) == ["residential_groups.kind: qd22", "pages: qd22"]


@pytest.mark.parametrize("programme", ["qd22", "qd08"])
def test_rows_of_all_tables_look_the_same_as_under_another_programme(lives: dict[str, Bare], programme: str) -> None:
    single, listed = lives["gqvl"], lives[programme]
    names = single.tables.keys() - DIFFERING
    assert [name for name in sorted(names) if single.shapes(name) != listed.shapes(name)] == []
    assert all(single.shapes(name) for name in ("loan_applications", "confirmations", "packet_records"))


@pytest.mark.parametrize("programme", ["qd22", "qd08"])
def test_files_that_share_a_list_look_like_files_that_do_not(common_lives: dict[str, Bare], programme: str) -> None:
    single, listed = common_lives["gqvl"], common_lives[programme]
    for table in ("people", "loan_applications", "application_steps"):
        assert single.shapes(table) == listed.shapes(table)


@pytest.mark.parametrize("programme", ["qd22", "qd08"])
def test_an_establishment_whose_workers_are_named_looks_like_one_without(
    plants: dict[str, Bare], programme: str
) -> None:
    bare, other = plants["gqvl"], plants[programme]
    assert bare.tables.keys() == other.tables.keys()
    names = bare.tables.keys() - {"audit_entries", "sqlite_master"}
    assert [name for name in sorted(names) if bare.shapes(name) != other.shapes(name)] == []
    assert [row["action"] for row in bare.tables["audit_entries"]] == [
        row["action"] for row in other.tables["audit_entries"]
    ]
    assert bare.shapes("loan_applications")


@pytest.mark.usefixtures("nothing_compiled")
def test_a_column_padded_to_its_own_length_would_be_seen(
    lives: dict[str, Bare], pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LoanApplication.__table__.c.facts.type, "shortest", 1)
    shown = lived(pair, "gqvl", MAN)
    assert shown.shapes("loan_applications") != lives["qd22"].shapes("loan_applications")


def test_the_log_tells_the_same_of_files_on_a_list_and_of_single_ones(common_lives: dict[str, Bare]) -> None:
    told = [
        [(row["action"], row["subject"], len(row["content"] or "")) for row in bare.tables["audit_entries"]]
        for bare in common_lives.values()
    ]
    gqvl, *others = (Counter(entry for entry in entries if entry[0] not in LISTS_OWN) for entries in told)
    assert ("applications.present", "applications", len('{"hidden": ""}') + LOGGED) in gqvl
    assert all(other == gqvl for other in others)


def test_no_clear_value_of_a_list_or_a_paper_is_shared_with_an_application(
    common_lives: dict[str, Bare],
) -> None:
    for bare in common_lives.values():
        files = {value for row in bare.tables["loan_applications"] for value in row.values() if is_moment(value)}
        assert files
        for row in bare.tables["confirmations"] + bare.tables["beneficiary_lists"]:
            assert not files & {value for column, value in row.items() if column != "edition" and is_moment(value)}


def is_moment(value: object) -> bool:
    """Whether a value says when: the number of a transaction, or a time."""
    return isinstance(value, int) or (isinstance(value, str) and value.startswith("2026-11-"))


def without_key(office: Office) -> Office:
    """The same office as a colleague sees it to whom the second key was not handed."""
    use_keys(office.database.engine, ())
    return replace(office, keys=replace(office.keys, seconds=()))


READS: Mapping[str, Callable[[Office, Subject], object]] = {
    "application": lambda office, subject: application(office, subject.id),
    "ids by state": lambda office, _subject: application_ids(office, Query(sort="state")),
    "ids of a programme": lambda office, _subject: application_ids(office, Query(filters={"programme": "qd22"})),
    "rows": lambda office, subject: application_rows(office, (subject.id,)),
    "lists": lambda office, _subject: lists(office),
    "confirmation": confirmation,
    "print": print_form,
    "report": lambda office, _subject: report(office, "loans", Period(date(2026, 1, 1), date(2026, 12, 31))),
    "check": lambda office, subject: check(office, subject.id),
    "save": lambda office, _subject: save_application(office, LINE),
}


@pytest.mark.parametrize("name", READS)
def test_who_was_not_handed_the_key_is_told_so_in_a_plain_sentence(office: Office, name: str) -> None:
    subject = presented(office)
    save_list(office, POLICE_LIST)
    with pytest.raises(DeskError) as refused:
        READS[name](without_key(office), subject)
    assert refused.value.reason == "second-key"
    assert refused.value.do


def test_packets_are_not_made_or_previewed_without_the_key(pair: Pair) -> None:
    present(pair.office, [saved(pair.office)])
    clerk = without_key(pair.clerk)
    for act in (lambda: preview_packet(clerk, "NHCS"), lambda: seal_packet(clerk, "NHCS", KEY_PASSPHRASE)):
        with pytest.raises(DeskError) as refused:
            act()
        assert refused.value.reason == "second-key"
    assert packet_rows(clerk) == ()


def saved(office: Office) -> str:
    kept = save_application(office, WORK).id
    check(office, kept)
    return kept


def test_the_home_page_of_who_waits_for_the_key_says_that_it_is_missing(office: Office) -> None:
    presented(office)
    waiting = today(without_key(office)).waiting
    assert [(one.kind, one.text) for one in waiting] == [
        ("second_key", "The key to the credit files has not been handed to you yet.")
    ]


def test_the_administrator_signs_in_reads_the_log_and_finds_nothing_hidden_in_it(
    office: Office, office_folder: Path
) -> None:
    presented(office)
    office.close()
    with closing(unlock(office_folder, "anh", PASSPHRASE, clock=lambda: NOW)) as admin:
        assert admin.keys.second is None
        assert today(admin).waiting == ()
        told = [row.action_label for row in audit_log(admin)]
        details = " ".join(row.detail for row in audit_log(admin))
    assert len(told) > len(set(told)) > 2
    assert "2026-000001" not in details


def test_people_and_households_are_kept_without_the_key(office: Office) -> None:
    presented(office)
    clerk = without_key(office)
    assert save_household(clerk, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id
    assert save_person(clerk, PersonDraft(name="Vũ Bình")).id


def test_what_was_kept_in_the_clear_by_the_first_version_is_nowhere_after_the_upgrade(tmp_path: Path) -> None:
    told = json.loads((RELEASE / "expected.json").read_text(encoding="utf-8"))
    shutil.copytree(RELEASE / "office", tmp_path / "office")
    office = unlock(tmp_path / "office", told["login"], told["passphrase"], clock=lambda: NOW)
    key = office.keys.database_keys[0]
    old = b"".join(decrypted((RELEASE / "office" / DATABASE_FILE).read_bytes(), key))
    words = frozenset({"gqvl", "priority_group", "amount_at_most", "338/2025/NĐ-CP"})
    new = laid_bare(office)
    assert all(word.encode() in old for word in words)
    assert new.sought(words) == words
    assert new.telling(words) == []


def test_an_administrator_who_comes_first_after_the_upgrade_is_told_to_wait(tmp_path: Path) -> None:
    shutil.copytree(RELEASE / "office", tmp_path / "office")
    before = (tmp_path / "office" / DATABASE_FILE).read_bytes()
    with pytest.raises(DeskError) as refused:
        unlock(tmp_path / "office", "anh", TRAINING_PASSPHRASE, clock=lambda: NOW)
    assert refused.value.reason == "second-key"
    assert (tmp_path / "office" / DATABASE_FILE).read_bytes() == before
