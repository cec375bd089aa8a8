"""Workers, representative, papers and the intake's receipt: checked, kept, judged by, frozen, hidden."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.confirmed_check import check_confirmed
from hn_desk.actions.credit import (
    ApplicationDraft,
    Intake,
    Paper,
    Representative,
    application,
    check,
    judge,
    save_application,
)
from hn_desk.actions.frozen_lines import paper_of
from hn_desk.actions.frozen_records import LATE, application_record, changed_columns
from hn_desk.actions.lists import present_list, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import InputError
from hn_desk.forms.facts import BeneficiaryList, PersonConfirmation
from hn_desk.models.tables import Confirmation, LoanApplication
from hn_desk.rules.workers import Worker
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import LINE, PLAN, POLICE_LIST, WOMAN, WORK, presented, with_facts

As = Callable[[str], Office]
MOTHER = Representative("Lê Thị Cúc", "001188012349", "mẹ", "0912 345 678")
CHILD = replace(WOMAN, birth="2010-05-03", id_number="001310012345")
YOUNG = replace(WORK, person=CHILD)
CONTRACTED = Worker("Trần Văn Ân", "1985", "12/HĐLĐ", date(2025, 2, 1))
FOUR_OF_41 = tuple(
    replace(CONTRACTED, name=f"Trần Văn Ân {n}", contract_number=f"{n}/HĐLĐ", is_qualifying=n < 4) for n in range(41)
)
PLANT = replace(with_facts(PLAN, workers_total=None, workers_qualifying=None), programme="qd08", workers=FOUR_OF_41)
CERTIFICATE = Paper("đặc xá", "15/GCN", date(2025, 6, 1), "Trại giam số 6")


def problems(office: Office, draft: ApplicationDraft) -> dict[str, str]:
    """The fields that are refused, each with its sentence."""
    with pytest.raises(InputError) as refusal:
        save_application(office, draft)
    return {problem.field: problem.what for problem in refusal.value.problems}


def kept(office: Office, draft: ApplicationDraft) -> ApplicationDraft:
    return application(office, save_application(office, draft).id).draft


def share_of(office: Office, draft: ApplicationDraft) -> tuple[str, str]:
    """Verdict and figure of the check on workers."""
    found = judge(office, draft).findings
    return next((one.verdict, one.figure) for one in found if one.check == "worker_share_at_least")


def test_the_numbers_follow_from_the_workers_named(office: Office) -> None:
    assert share_of(office, PLANT) == ("refuse", "4/41 lao động = 9,76 % < 10 %")
    new = replace(CONTRACTED, name="Lê Thị Cúc", is_qualifying=True)
    assert share_of(office, replace(PLANT, workers=(*FOUR_OF_41, new)))[0] == "pass"
    without = replace(new, contract_number="", contract_on=None)
    assert share_of(office, replace(PLANT, workers=(*FOUR_OF_41, without)))[0] == "refuse"


def test_without_names_the_two_numbers_stay_as_typed(office: Office) -> None:
    draft = kept(office, replace(PLAN, programme="qd08"))
    assert (draft.facts["workers_total"], draft.facts["workers_qualifying"], draft.workers) == (41, 5, ())


def test_workers_are_kept_in_their_order_and_replaced_as_a_whole(office: Office) -> None:
    draft = kept(office, PLANT)
    assert draft.workers == FOUR_OF_41
    assert draft.facts["workers_total"] == 41
    fewer = kept(office, replace(draft, workers=(draft.workers[7], draft.workers[0])))
    assert fewer.workers == (FOUR_OF_41[7], FOUR_OF_41[0])


def test_a_change_of_one_worker_alone_is_a_new_version(office: Office) -> None:
    draft = kept(office, PLANT)
    renamed = replace(draft.workers[0], name="Trần Văn Ấn")
    assert (kept(office, replace(draft, workers=(renamed, *draft.workers[1:]))).version or 0) > (draft.version or 0)


@pytest.mark.parametrize(
    ("worker", "told"),
    [
        (replace(CONTRACTED, name=" "), "name is missing"),
        (replace(CONTRACTED, contract_on=None), "day is missing"),
        (replace(CONTRACTED, contract_on=date(2026, 12, 1)), "future"),
        (replace(CONTRACTED, born="2100"), "future"),
    ],
)
def test_a_wrong_worker_is_named_with_the_line(office: Office, worker: Worker, told: str) -> None:
    with pytest.raises(InputError) as refusal:
        save_application(office, replace(PLANT, workers=(CONTRACTED, worker)))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.row) == ("workers", 1)
    assert told in problem.what


def test_a_worker_named_twice_wants_a_reason(office: Office) -> None:
    twice = replace(PLANT, workers=(*FOUR_OF_41, FOUR_OF_41[0]), accepted={"check.worker_share_at_least": "x"})
    with pytest.raises(WarningsError) as doubt:
        save_application(office, twice)
    assert [warning.code for warning in doubt.value.warnings] == ["workers.duplicate"]


def test_a_minor_needs_a_representative_and_has_one_once_named(office: Office) -> None:
    def verdict(draft: ApplicationDraft) -> str:
        return next(one.verdict for one in judge(office, draft).findings if one.check == "representative_if_under")

    assert verdict(YOUNG) == "ask"
    assert verdict(replace(YOUNG, representative=MOTHER)) == "pass"


def test_a_representative_is_kept_whole(office: Office) -> None:
    draft = kept(office, replace(YOUNG, representative=MOTHER))
    assert draft.representative == replace(MOTHER, phone="0912345678")
    assert kept(office, replace(draft, representative=Representative())).representative == Representative()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (Representative(name="Lê Thị Cúc"), {"representative.id_number", "representative.relation"}),
        (Representative(phone="0912345678"), {f"representative.{n}" for n in ("name", "id_number", "relation")}),
        (replace(MOTHER, id_number=CHILD.id_number), {"representative.id_number"}),
        (replace(MOTHER, id_number="001310099999"), {"representative.id_number"}),
        (replace(MOTHER, id_number="12345"), {"representative.id_number"}),
    ],
)
def test_a_representative_is_somebody_of_age_and_known(office: Office, typed: Representative, fields: set[str]) -> None:
    assert set(problems(office, replace(YOUNG, representative=typed))) == fields


def test_papers_are_kept_for_what_is_ticked(office: Office) -> None:
    papers = {"completion_certificate": CERTIFICATE, "training_paper": Paper(number="9")}
    assert kept(office, replace(LINE, papers=papers)).papers == {"completion_certificate": CERTIFICATE}
    ahead = {"completion_certificate": replace(CERTIFICATE, on=date(2027, 1, 1))}
    assert problems(office, replace(LINE, papers=ahead)) == {"documents": "A paper's day lies in the future."}


def test_the_intake_is_kept_and_its_day_comes_after_receiving(office: Office) -> None:
    intake = Intake("H29.12-261120-0007", date(2026, 11, 25))
    assert kept(office, replace(WORK, intake=intake)).intake == intake
    early = replace(WORK, received_on=date(2026, 11, 20), intake=replace(intake, answer_on=date(2026, 11, 19)))
    assert set(problems(office, early)) == {"intake.answer_on"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"review_place": "Nhà văn hóa"}, "review_on"),
        ({"review_result": "Đồng ý"}, "review_on"),
        ({"review_on": date(2026, 11, 18), "review_present": 0}, "review_present"),
    ],
)
def test_a_review_meeting_is_whole(office: Office, told: dict[str, Any], field: str) -> None:
    assert set(problems(office, replace(WORK, **told))) == {field}


def test_a_meeting_after_the_file_was_received_wants_a_reason(office: Office) -> None:
    late = replace(WORK, received_on=date(2026, 11, 18), review_on=date(2026, 11, 19), review_present=12)
    with pytest.raises(WarningsError) as doubt:
        save_application(office, late)
    assert [warning.code for warning in doubt.value.warnings] == ["review_on.late"]
    assert kept(office, replace(late, accepted={"review_on.late": "Nộp trước, họp sau"})).review_present == 12


def test_the_paper_names_who_signs(office: Office) -> None:
    presented(office, replace(YOUNG, representative=MOTHER))
    with office.database.read() as session:
        facts = paper_of(session.scalars(select(Confirmation)).one().frozen)
    assert isinstance(facts, PersonConfirmation)
    assert facts.representative
    assert (facts.representative.name, facts.representative.citizen_id) == (MOTHER.name, MOTHER.id_number)


def test_what_was_confirmed_covers_the_parts(office: Office, as_officer: As) -> None:
    plan = replace(PLAN, workers=(replace(CONTRACTED, is_qualifying=True),), facts={**PLAN.facts, "amount": 90_000_000})
    confirm(as_officer("hung"), (presented(office, plan),), PASSPHRASE)
    with office.database.read() as session:
        assert check_confirmed(session, office) == []
    with office.write() as session:
        row = session.scalars(select(LoanApplication)).one()
        (worker,) = row.workers or []
        row.workers = [["Người khác", *worker[1:]]]
    with office.database.read() as session:
        assert [one.column for one in check_confirmed(session, office)] == ["loan_applications.workers"]


def test_what_was_frozen_before_the_parts_is_compared_without_them(office: Office) -> None:
    save_application(office, replace(YOUNG, representative=MOTHER))
    with office.database.read() as session:
        row = session.scalars(select(LoanApplication)).one()
        record = application_record(row, "ab")
        old = {name: digest for name, digest in record.items() if name not in LATE}
        assert changed_columns(row, record, "ab") == changed_columns(row, old, "ab") == []
        row.representative = None
        assert changed_columns(row, record, "ab") == ["representative"]
        session.rollback()


def test_a_list_s_line_remarks_who_signs(office: Office) -> None:
    list_id = save_list(office, POLICE_LIST).id
    line = save_application(office, replace(LINE, list_id=list_id, representative=MOTHER)).id
    check(office, line)
    present_list(office, list_id)
    with office.database.read() as session:
        facts = paper_of(session.scalars(select(Confirmation)).one().frozen)
    assert isinstance(facts, BeneficiaryList)
    assert [row.note for row in facts.rows] == ["Người đại diện: Lê Thị Cúc"]


def test_nothing_of_the_parts_can_be_read_without_the_second_key(office: Office) -> None:
    save_application(office, replace(YOUNG, representative=MOTHER))
    save_application(office, PLANT)
    with office.database.read() as session:
        stored = session.execute(text("select representative, papers, intake, workers from loan_applications")).all()
    raw = b"".join(bytes(cell) for row in stored for cell in row)
    assert MOTHER.name.encode() not in raw
    assert "HĐLĐ".encode() not in raw
