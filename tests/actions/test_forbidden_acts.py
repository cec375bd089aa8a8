"""Acts that may not be done, written down one by one without the table of roles: each is refused and logged."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.confirmations import Subject, confirm, confirmation, next_number, record_number, record_signature
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.conversions import ConversionDraft, advice_slip, move_conversion
from hn_desk.actions.credit import (
    application,
    application_ids,
    check,
    present,
    refuse,
    return_to_enterer,
    save_application,
    withdraw,
)
from hn_desk.actions.home import today
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.keyring import make_request, saved_request
from hn_desk.actions.lists import beneficiary_list, present_list, withdraw_list
from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.outreach import event, save_event
from hn_desk.actions.packets import copy_packet, packet_password, receive, seal_packet, streams
from hn_desk.actions.papers import event_minutes, note_printed, print_form
from hn_desk.actions.people import PersonDraft, people_ids, person, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.reporting import export_report, report
from hn_desk.actions.staff import GroupDraft, OfficerDraft, list_staff, save_group, save_officer
from hn_desk.errors import RoleError, SignInError
from hn_desk.models.changes import last_change
from tests.actions.conftest import PASSPHRASE, QUICK
from tests.actions.credit_samples import TODAY, WORK, signed_on_paper
from tests.actions.role_cases import YEAR
from tests.actions.role_ground import Ground, changes, cost_of_a_refusal, newest, opened
from tests.pair import KEY_PASSPHRASE, at_now, pair_template

__all__ = ["pair_template"]

Act = Callable[[Ground, Office], object]
GROUP = GroupDraft(name="Tổ dân phố số 99")
ECONOMY = frozenset({"economy"})
NEWCOMER = OfficerDraft(name="Vũ Thị Hoa", login="hoa", passphrase=PASSPHRASE, roles=frozenset({"approver"}))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, pair_template: Path) -> Iterator[Ground]:
    with ExitStack() as stack:
        yield opened(pair_template, tmp_path_factory.mktemp("forbidden"), stack)


@pytest.fixture
def ground(tmp_path: Path, pair_template: Path) -> Iterator[Ground]:
    with ExitStack() as stack:
        yield opened(pair_template, tmp_path, stack)


def in_state(kind: str, state: str) -> Callable[[Ground], str]:
    return lambda ground: ground.subject(kind, state).id


WAITING = in_state("applications", "presented")

FORBIDDEN: tuple[tuple[str, str, Act], ...] = (
    ("economy", "reads an application", lambda g, o: application(o, WAITING(g))),
    ("economy", "looks for applicants", lambda _, o: application_ids(o, Query(text="nguyen"))),
    ("economy", "reads a police list", lambda g, o: beneficiary_list(o, g.subject("lists", "draft").id)),
    ("economy", "prints a beneficiary list", lambda g, o: print_form(o, g.subject("lists", "signed"))),
    ("economy", "notes a print of a beneficiary list", lambda g, o: _note(o, "list", g.subject("lists", "signed").id)),
    ("economy", "sees the loans in a report", lambda _, o: report(o, "loans", YEAR)),
    ("economy", "exports the loans", lambda g, o: export_report(o, "loans", YEAR, g.place() / "x.xlsx")),
    ("economy", "enters an application", lambda g, o: save_application(o, replace(WORK, person=g.person()))),
    ("economy", "asks for the next number", lambda _, o: next_number(o, "XN-UBND", 2026)),
    ("social", "reads a household business", lambda g, o: household(o, g.household())),
    ("social", "saves a household business", lambda g, o: save_household(o, HouseholdDraft(owner=g.person()))),
    ("social", "notes a contact", lambda g, o: save_contact(o, ContactDraft(household_id=g.household()))),
    ("social", "moves a conversion on", lambda g, o: move_conversion(o, _listed(g))),
    ("social", "prints an advice slip", lambda g, o: advice_slip(o, g.household(), "tnhh1")),
    ("social", "confirms in the window", lambda g, o: confirm(o, [g.subject("applications", "presented")], PASSPHRASE)),
    ("social", "records a signature", lambda g, o: _record(g, o, "applications")),
    ("social", "refuses what lies before the approver", lambda g, o: refuse(o, WAITING(g), "x")),
    ("social", "seals a packet", lambda _, o: seal_packet(o, "STC", KEY_PASSPHRASE)),
    ("police", "reads a household business", lambda g, o: household(o, g.household())),
    ("police", "saves an event", lambda g, o: save_event(o, g.event_draft())),
    ("police", "reads an event", lambda g, o: event(o, g.event())),
    ("police", "presents a list", lambda g, o: present_list(o, g.subject("lists", "checked").id)),
    ("police", "prints an application's paper", lambda g, o: print_form(o, g.subject("applications", "signed"))),
    ("police", "withdraws what is presented", lambda g, o: withdraw(o, WAITING(g), "x")),
    ("head", "confirms in the window", lambda g, o: confirm(o, [g.subject("lists", "presented")], PASSPHRASE)),
    ("head", "enters an application", lambda g, o: save_application(o, replace(WORK, person=g.person()))),
    ("head", "seals a packet", lambda _, o: seal_packet(o, "NHCS", KEY_PASSPHRASE)),
    ("head", "gives a number", lambda g, o: record_number(o, g.number(g.subject("applications", "signed")))),
    ("records", "confirms in the window", lambda g, o: confirm(o, [g.subject("plans", "presented")], PASSPHRASE)),
    ("records", "checks an application", lambda g, o: check(o, g.application("applications", "draft"))),
    ("records", "presents an application", lambda g, o: present(o, [in_state("applications", "checked")(g)])),
    ("records", "reads a household business", lambda g, o: household(o, g.household())),
    ("records", "makes the office's key", lambda _, o: make_request(o, KEY_PASSPHRASE, bits=2048)),
    ("approver", "records a signature on paper", lambda g, o: _record(g, o, "lists")),
    ("approver", "gives a number", lambda g, o: record_number(o, g.number(g.subject("plans", "signed")))),
    ("approver", "enters an application", lambda g, o: save_application(o, replace(WORK, person=g.person()))),
    ("approver", "saves an officer", lambda _, o: save_officer(o, NEWCOMER, cost=QUICK)),
    ("approver", "reads a receipt in", lambda g, o: receive(o, g.receipt())),
    ("administrator", "reads a person", lambda g, o: person(o, g.owner())),
    ("administrator", "looks for people", lambda _, o: people_ids(o, Query())),
    ("administrator", "reads a household business", lambda g, o: household(o, g.household())),
    ("administrator", "lists household businesses", lambda _, o: household_ids(o, Query())),
    ("administrator", "reads an application", lambda g, o: application(o, WAITING(g))),
    ("administrator", "reads a confirmation", lambda g, o: confirmation(o, g.subject("lists", "presented"))),
    ("administrator", "reads an event", lambda g, o: event(o, g.event())),
    ("administrator", "prints minutes", lambda g, o: event_minutes(o, g.event())),
    ("administrator", "reads a report", lambda _, o: report(o, "coverage", YEAR)),
    ("administrator", "sees what is sent", lambda _, o: streams(o)),
    ("administrator", "sees a packet's password", lambda g, o: packet_password(o, g.packet(), "x")),
    ("administrator", "reads the log", lambda _, o: audit_log(o)),
    ("auditor", "saves a residential group", lambda _, o: save_group(o, GROUP)),
    ("auditor", "saves an officer", lambda _, o: save_officer(o, NEWCOMER, cost=QUICK)),
    ("auditor", "saves a person", lambda g, o: save_person(o, g.person())),
    ("auditor", "reads a person", lambda g, o: person(o, g.owner())),
    ("auditor", "reads an application", lambda g, o: application(o, WAITING(g))),
    ("auditor", "copies a packet", lambda g, o: copy_packet(o, g.packet(), g.place())),
    ("auditor", "gets the key's request", lambda _, o: saved_request(o)),
    ("auditor", "begins a new numbering", lambda _, o: begin_numbering(o, "x")),
    ("administrator auditor", "read an application together", lambda g, o: application(o, WAITING(g))),
    (
        "economy social police",
        "confirm together",
        lambda g, o: confirm(o, [g.subject("lists", "presented")], PASSPHRASE),
    ),
    ("head approver", "seal together", lambda _, o: seal_packet(o, "STC", KEY_PASSPHRASE)),
    (
        "head records approver",
        "withdraw a draft together",
        lambda g, o: withdraw(o, in_state("plans", "draft")(g), "x"),
    ),
    ("social police", "take an issued list back", lambda g, o: withdraw_list(o, g.subject("lists", "issued").id, "x")),
    ("", "sees the day", lambda _, o: today(o)),
    ("", "sees colleagues", lambda _, o: list_staff(o)),
)


def _note(office: Office, kind: str, record_id: str) -> object:
    return note_printed(office, kind, record_id, copies=1)


def _listed(ground: Ground) -> ConversionDraft:
    return ConversionDraft(ground.household(), "listed", TODAY)


def _record(ground: Ground, office: Office, kind: str) -> object:
    return record_signature(office, signed_on_paper(ground.subject(kind, "presented")), PASSPHRASE)


def with_roles(office: Office, *roles: str) -> Office:
    return replace(office, officer=replace(office.officer, roles=frozenset(roles)))


def kept(office: Office) -> tuple[int, int]:
    """The number of the last transaction that kept a record, and the log's length."""
    with office.database.read() as session:
        change = last_change(session)
    return change, newest(office).sequence


def state_of(ground: Ground, application_id: str) -> str:
    return application(ground.office, application_id).state


def refused(office: Office, act: Callable[[], object], action: str, kind: str) -> None:
    """The act is refused, nothing of it is kept, and the log says which action on which kind of record."""
    change, entries = kept(office)
    with pytest.raises(RoleError):
        act()
    assert kept(office) == (change, entries + 1)
    entry = newest(office)
    assert (entry.action, entry.officer_id, entry.subject) == ("denied", office.officer.id, kind)
    assert entry.content == {"action": action}


@pytest.mark.parametrize(
    ("roles", "what", "act"), FORBIDDEN, ids=[f"{who or 'nobody'} {what}" for who, what, _ in FORBIDDEN]
)
def test_it_is_refused_and_the_second_time_nothing_but_the_log_is_written(
    roles: str, what: str, act: Act, shared: Ground
) -> None:
    office, alone = shared.acting(roles.split()), cost_of_a_refusal(shared.office)
    with pytest.raises(RoleError):
        act(shared, office)
    before = changes(office)

    with pytest.raises(RoleError):
        act(shared, office)

    entry = newest(office)
    assert (entry.action, entry.officer_id) == ("denied", office.officer.id)
    assert entry.subject
    assert changes(office) - before == alone


def test_forty_acts_are_tried() -> None:
    assert len({(roles, what) for roles, what, _act in FORBIDDEN}) == len(FORBIDDEN) > 40


def test_who_entered_an_application_may_not_confirm_it_with_an_approver_s_role(ground: Ground) -> None:
    subject = ground.subject("applications", "presented")
    enterer = with_roles(ground.office, "social", "approver")

    refused(enterer, lambda: confirm(enterer, [subject], PASSPHRASE), "credit.confirm", "applications")

    assert state_of(ground, subject.id) == "presented"


def test_who_entered_a_line_may_not_confirm_its_list(ground: Ground) -> None:
    subject = ground.subject("lists", "presented")
    enterer = with_roles(ground.office, "social", "approver")

    refused(enterer, lambda: confirm(enterer, [subject], PASSPHRASE), "credit.confirm", "lists")


def test_who_entered_a_plan_may_not_record_its_signature(ground: Ground) -> None:
    subject = ground.subject("plans", "presented")
    enterer = with_roles(ground.office, "social", "records")

    refused(
        enterer,
        lambda: record_signature(enterer, signed_on_paper(subject), PASSPHRASE),
        "credit.record_signature",
        "applications",
    )


def test_one_own_application_among_others_confirms_none_of_them(ground: Ground) -> None:
    approver = with_roles(ground.login("hung"), "social", "approver")
    other = ground.subject("applications", "presented")
    own = save_application(approver, replace(WORK, person=ground.person())).id
    check(approver, own)
    present(approver, [own])

    refused(
        approver,
        lambda: confirm(approver, [other, Subject("application", own)], PASSPHRASE),
        "credit.confirm",
        "applications",
    )

    assert state_of(ground, other.id) == state_of(ground, own) == "presented"


def test_who_mended_the_applicant_s_name_since_may_not_confirm(ground: Ground) -> None:
    subject = ground.subject("applications", "presented")
    clerk = with_roles(ground.login("mai"), "economy", "approver")
    applicant = application(ground.office, subject.id).draft.person
    assert applicant is not None
    save_person(clerk, replace(applicant, name="Nguyễn Văn Khác"))

    refused(clerk, lambda: confirm(clerk, [subject], PASSPHRASE), "credit.confirm", "applications")


def test_two_roles_of_one_officer_add_up(ground: Ground) -> None:
    both = with_roles(ground.login("mai"), "head", "records")

    present(both, [ground.application("applications", "checked")])
    record_signature(both, signed_on_paper(ground.subject("plans", "presented")), PASSPHRASE)

    assert return_to_enterer(both, ground.application("applications", "presented"), "x").id


def test_an_officer_who_left_may_not_sign_in(ground: Ground) -> None:
    administrator = ground.login("anh")
    row = next(row for row in list_staff(administrator) if row.login == "lan")
    names = ("id", "version", "name", "login", "position", "roles")
    save_officer(administrator, OfficerDraft(**{name: getattr(row, name) for name in names}, is_active=False))
    ground.office.close()

    with pytest.raises(SignInError):
        unlock(ground.office.folder, "lan", PASSPHRASE, clock=at_now)


def test_a_role_that_was_taken_away_is_gone_at_the_next_sign_in(ground: Ground) -> None:
    administrator = ground.login("anh")
    row = next(row for row in list_staff(administrator) if row.login == "lan")
    names = ("id", "version", "name", "login", "position")
    save_officer(administrator, OfficerDraft(**{name: getattr(row, name) for name in names}, roles=ECONOMY))
    police_list = ground.subject("lists", "draft").id
    ground.office.close()

    clerk = unlock(ground.office.folder, "lan", PASSPHRASE, clock=at_now)
    ground.pair.stack.callback(clerk.close)

    refused(clerk, lambda: beneficiary_list(clerk, police_list), "credit.read", "lists")


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_the_home_page_of_who_sees_no_case_data_counts_none(role: str, shared: Ground) -> None:
    shared.subject("applications", "presented")
    shared.event()

    day = today(shared.acting([role]))

    assert (dict(day.counts), day.waiting, day.unreceipted) == ({}, (), ())
    assert (day.coverage.groups, day.coverage.active) == ((), 0)


def test_a_refusal_keeps_nothing_of_what_was_typed(shared: Ground) -> None:
    auditor = shared.acting(["auditor"])

    refused(
        auditor,
        lambda: save_person(auditor, PersonDraft(name="Bí Mật", id_number="001080099999")),
        "households.write",
        "people",
    )

    assert "Bí Mật" not in str(vars(newest(auditor)))
