"""Applications: kept, judged live, mended, presented, left."""

from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.credit import (
    ApplicationDraft,
    application,
    application_ids,
    application_rows,
    check,
    fields,
    judge,
    present,
    programmes,
    refuse,
    return_to_enterer,
    save_application,
    withdraw,
)
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError
from tests.actions.credit_samples import LINE, MAN, PLAN, WOMAN, WORK, As, presented, with_facts


def test_programmes_are_offered_by_their_neutral_names(office: Office) -> None:
    offered = {one.code: one for one in programmes(office)}
    assert set(offered) == {"gqvl", "qd08", "qd22"}
    assert offered["qd22"].name == "Chương trình 22"
    assert offered["qd22"].confirmations == {"person": "list", "establishment": "plan"}


def test_the_screen_is_asked_for_facts_that_the_office_can_not_answer_itself(office: Office) -> None:
    asked = {field.name: field for field in fields(office, "qd22", "person")}
    assert asked.keys().isdisjoint({"born", "listed", "list_confirmed"})
    assert asked["completed_on"].is_required
    assert not asked["training_months"].is_required
    assert [choice.code for choice in asked["purpose"].choices] == ["training", "business"]


def test_an_application_is_kept_with_its_findings_and_a_neutral_file_code(office: Office) -> None:
    kept = application(office, save_application(office, WORK).id)
    assert (kept.state, kept.verdict, kept.file_code) == ("draft", "pass", "2026-000001")
    assert kept.draft.facts == WORK.facts
    assert kept.draft.person is not None
    assert kept.draft.person.name == WOMAN.name
    assert {finding.verdict for finding in kept.findings} == {"pass"}
    assert [step.state for step in kept.history] == ["draft"]
    assert kept.may == {"save", "check", "withdraw", "refuse"}


def test_file_codes_run_on(office: Office) -> None:
    codes = [application(office, save_application(office, one).id).file_code for one in (WORK, LINE, PLAN)]
    assert codes == ["2026-000001", "2026-000002", "2026-000003"]


def test_a_half_typed_draft_is_judged_without_being_kept(office: Office) -> None:
    judged = judge(office, replace(WORK, person=PersonDraft(birth="ba mươi"), facts={"purpose": "create"}))
    assert judged.verdict == "ask"
    assert application_ids(office, Query()) == ()


def test_a_figure_below_ten_percent_refuses_while_typing(office: Office) -> None:
    judged = judge(office, with_facts(PLAN, workers_total=41, workers_qualifying=4))
    share = next(finding for finding in judged.findings if finding.check == "worker_share_at_least")
    assert judged.verdict == "refuse"
    assert share.figure == "4/41 lao động = 9,76 % < 10 %"


def test_every_wrong_field_is_named_at_once(office: Office) -> None:
    wrong = replace(
        with_facts(WORK, purpose="racing", amount=-1, resides_here="yes", loan_on="mai", documents={"song"}),
        person=replace(WOMAN, name="", id_number="12345678901"),
        received_on=date(2027, 1, 1),
        review_on=date(2027, 1, 1),
        review_present=-1,
        list_id="nowhere",
    )
    with pytest.raises(InputError) as refused:
        save_application(office, wrong)
    assert {problem.field for problem in refused.value.problems} == {
        *("purpose", "amount", "resides_here", "documents", "person.name", "person.id_number"),
        *("received_on", "review_on", "review_present", "list_id"),
    } | ({"loan_on"})
    assert application_ids(office, Query()) == ()


@pytest.mark.parametrize(
    ("draft", "field"),
    [(ApplicationDraft(programme="gone"), "programme"), (ApplicationDraft(programme="gqvl"), "applicant")],
)
def test_an_application_needs_a_programme_and_an_applicant(office: Office, draft: ApplicationDraft, field: str) -> None:
    with pytest.raises(InputError) as refused:
        save_application(office, draft)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_an_establishment_needs_a_name_and_a_code_that_can_be_one(office: Office) -> None:
    assert PLAN.establishment is not None
    bad = replace(PLAN, establishment=replace(PLAN.establishment, name=" ", code="?", own_capital=-5))
    with pytest.raises(InputError) as refused:
        save_application(office, bad)
    assert {p.field for p in refused.value.problems} == {
        *("establishment.name", "establishment.code", "establishment.own_capital"),
    }


def test_a_doubtful_check_needs_a_reason_and_keeps_it(office: Office) -> None:
    doubtful = with_facts(WORK, priority_group="none")
    with pytest.raises(WarningsError) as asked:
        save_application(office, doubtful)
    (warning,) = asked.value.warnings
    assert (warning.code, warning.field) == ("check.priority_group_one_of", "priority_group")
    reason = {warning.code: "Vay theo lãi suất thông thường"}
    kept = application(office, save_application(office, replace(doubtful, accepted=reason)).id)
    assert kept.draft.accepted == reason
    assert kept.verdict == "warn"
    check(office, kept.draft.id or "")


def test_a_doubtful_number_of_the_person_needs_a_reason(office: Office) -> None:
    doubtful = replace(WORK, person=replace(WOMAN, sex="male"))
    with pytest.raises(WarningsError) as asked:
        save_application(office, doubtful)
    code = asked.value.warnings[0].code
    assert code.startswith("person.")
    save_application(office, replace(doubtful, accepted={code: "Đã đối chiếu thẻ"}))


def test_a_stale_save_is_refused(office: Office) -> None:
    first = application(office, save_application(office, WORK).id).draft
    save_application(office, with_facts(first, amount=50_000_000))
    with pytest.raises(DeskError) as refused:
        save_application(office, with_facts(first, amount=60_000_000))
    assert refused.value.reason == "stale"


def test_an_establishment_is_mended_in_place(office: Office) -> None:
    kept = application(office, save_application(office, PLAN).id).draft
    assert kept.establishment is not None
    save_application(office, replace(kept, establishment=replace(kept.establishment, name="Cơ sở mộc An Bình")))
    rows = application_rows(office, application_ids(office, Query("an binh")))
    assert [row.applicant_name for row in rows] == ["Cơ sở mộc An Bình"]
    assert application_ids(office, Query("hoa binh")) == ()


def test_applications_are_found_without_marks_and_sorted_by_given_name(office: Office) -> None:
    for draft in (WORK, LINE, PLAN):
        save_application(office, draft)
    rows = application_rows(office, application_ids(office, Query()))
    assert [row.applicant_name for row in rows] == [MAN.name, WOMAN.name, "Cơ sở mộc Hòa Bình"]
    assert len(application_ids(office, Query("nguyen binh"))) == 1
    assert len(application_ids(office, Query(filters={"programme": "qd22"}))) == 2


def test_a_row_shows_labels_and_no_codes(office: Office) -> None:
    (row,) = application_rows(office, [save_application(office, WORK).id])
    assert (row.programme_name, row.purpose, row.amount) == ("Chương trình việc làm", "Tạo việc làm", 100_000_000)
    assert (row.list_name, row.until) == ("", None)


def test_a_monthly_amount_counts_for_each_month_of_training(office: Office) -> None:
    training = with_facts(LINE, purpose="training", amount=None, amount_per_month=3_000_000, training_months=6)
    (row,) = application_rows(office, [save_application(office, training).id])
    assert row.amount == 18_000_000


def test_an_application_that_a_check_refuses_stays_a_draft(office: Office) -> None:
    kept = save_application(office, with_facts(WORK, amount=300_000_000)).id
    with pytest.raises(DeskError) as refused:
        check(office, kept)
    assert refused.value.reason == "refused-by-check"
    assert "300.000.000" in refused.value.what
    assert application(office, kept).state == "draft"


def test_missing_facts_are_asked_for_before_it_is_checked(office: Office) -> None:
    kept = save_application(office, with_facts(WORK, term_months=None)).id
    with pytest.raises(DeskError) as refused:
        check(office, kept)
    assert refused.value.reason == "facts-missing"


def test_a_draft_is_not_presented_unchecked(office: Office) -> None:
    kept = save_application(office, WORK).id
    with pytest.raises(DeskError) as refused:
        present(office, (kept,))
    assert refused.value.reason == "step"


def test_presenting_is_all_or_none(office: Office) -> None:
    good, draft = save_application(office, WORK).id, save_application(office, PLAN).id
    check(office, good)
    with pytest.raises(DeskError):
        present(office, (good, draft))
    assert application(office, good).state == "checked"
    assert application(office, good).confirmation is None


def test_what_is_presented_can_not_be_changed(office: Office) -> None:
    subject = presented(office)
    with pytest.raises(DeskError) as refused:
        save_application(office, application(office, subject.id).draft)
    assert refused.value.reason == "presented"


def test_a_mended_application_is_presented_again_as_a_new_edition(office: Office, as_officer: As) -> None:
    subject = presented(office)
    before = application(office, subject.id).confirmation
    return_to_enterer(as_officer("hung"), subject.id, "Thiếu thời hạn vay")
    returned = application(office, subject.id)
    assert (returned.state, returned.history[-1].reason) == ("returned", "Thiếu thời hạn vay")
    assert returned.confirmation is not None
    assert returned.confirmation.state == "returned"
    save_application(office, with_facts(returned.draft, term_months=48))
    check(office, subject.id)
    present(office, (subject.id,))
    after = application(office, subject.id).confirmation
    assert before is not None
    assert after is not None
    assert (after.edition, after.state) == (2, "presented")
    assert after.hash != before.hash


def test_a_checked_application_that_is_mended_must_be_checked_again(office: Office) -> None:
    kept = save_application(office, WORK).id
    check(office, kept)
    save_application(office, with_facts(application(office, kept).draft, amount=90_000_000))
    assert application(office, kept).state == "draft"


def test_a_return_needs_a_reason(office: Office, as_officer: As) -> None:
    subject = presented(office)
    with pytest.raises(InputError) as refused:
        return_to_enterer(as_officer("hung"), subject.id, "  ")
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_the_clerk_refuses_a_draft_and_the_approver_what_is_presented(office: Office, as_officer: As) -> None:
    draft = save_application(office, WORK).id
    refuse(office, draft, "Không cư trú trên địa bàn")
    assert application(office, draft).state == "refused"
    subject = presented(office, PLAN)
    with pytest.raises(RoleError):
        refuse(office, subject.id, "Không đủ điều kiện")
    refuse(as_officer("hung"), subject.id, "Không đủ điều kiện")
    kept = application(office, subject.id).confirmation
    assert kept is not None
    assert (kept.state, kept.reason) == ("refused", "Không đủ điều kiện")


def test_an_applicant_withdraws_and_nothing_can_follow(office: Office) -> None:
    kept = save_application(office, WORK).id
    withdraw(office, kept, "Người vay xin rút")
    assert application(office, kept).may == frozenset()
    with pytest.raises(DeskError) as refused:
        check(office, kept)
    assert refused.value.reason == "step"


def test_a_listed_programme_asks_for_the_list_first(office: Office) -> None:
    kept = save_application(office, LINE).id
    assert application(office, kept).verdict == "refuse"
    with pytest.raises(DeskError) as refused:
        check(office, kept)
    assert refused.value.reason == "not-listed"


def test_the_administrator_sees_no_case(office: Office, as_officer: As) -> None:
    kept = save_application(office, WORK).id
    with pytest.raises(RoleError):
        application(as_officer("anh"), kept)
    with pytest.raises(RoleError):
        application_rows(as_officer("anh"), [kept])


def test_the_approver_does_not_enter(office: Office, as_officer: As) -> None:
    with pytest.raises(RoleError):
        save_application(as_officer("hung"), WORK)


def test_an_application_that_is_gone_is_said_so(office: Office) -> None:
    with pytest.raises(DeskError) as refused:
        application(office, "nowhere")
    assert refused.value.reason == "gone"
    with pytest.raises(DeskError) as again:
        save_application(office, replace(WORK, id="nowhere", version=1))
    assert again.value.reason == "gone"
