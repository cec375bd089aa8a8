"""Whatever is typed: nothing is issued without its papers, another's confirmation and a number of its own.

One office takes random applications and random acts by random officers; what the actions refuse is refused, and after
every act the rows themselves are asked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hn_desk.actions.confirmations import (
    NumberDraft,
    Subject,
    confirm,
    mark_sent,
    next_number,
    record_number,
    record_signature,
)
from hn_desk.actions.credit import ApplicationDraft, EstablishmentDraft, check, present, save_application
from hn_desk.actions.lists import present_list, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.errors import DeskError, InputError
from hn_desk.models import audit
from hn_desk.models.tables import Confirmation, LoanApplication, RegisterNumber
from hn_desk.rules.credit import ISSUED, SENT, SIGNED
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import (
    GAP,
    LISTED_FACTS,
    PLAN_FACTS,
    POLICE_LIST,
    TODAY,
    WORK_FACTS,
    As,
    signed_on_paper,
)

IN_FORCE: Final = (ISSUED, SENT)
SERIES: Final = ("XN-UBND", "DS-UBND")
CLERKS: Final = ("lan", "hung", "mai")
"""Economy and social clerk; approver; records clerk and head of office."""
GOOD: Final[dict[tuple[str, str], Mapping[str, object]]] = {
    ("gqvl", "person"): WORK_FACTS,
    ("qd22", "person"): LISTED_FACTS,
    ("qd22", "establishment"): PLAN_FACTS,
}
BAD: Final[dict[str, st.SearchStrategy[Any]]] = {
    "amount": st.sampled_from([None, 0, 100_000_001, 200_000_001, 2_000_000_001]),
    "term_months": st.sampled_from([None, 0, 121]),
    "documents": st.sampled_from([None, frozenset(), {"loan_plan"}, {"priority_paper"}, {"training_paper"}]),
    "resides_here": st.sampled_from([None, False]),
    "priority_group": st.sampled_from([None, "none"]),
    "purpose": st.sampled_from([None, "training", "keep"]),
    "completed_on": st.dates(date(2021, 11, 1), date(2026, 12, 1)),
    "obeys_law": st.sampled_from([None, False]),
    "open_loan_purposes": st.sampled_from([None, {"business"}]),
    "is_lawful": st.sampled_from([None, False]),
    "plan_here": st.sampled_from([None, False]),
    "workers_qualifying": st.sampled_from([None, 0, 4, 42]),
}
ACTS: Final = ("check", "present", "confirm", "sign", "number", "send")
HELPFUL: Final = (
    ("check", "lan"),
    ("present", "lan"),
    ("confirm", "hung"),
    ("number", "mai"),
    ("send", "mai"),
)
ANY_ACT: Final = st.tuples(st.sampled_from(ACTS), st.sampled_from(CLERKS))
NUMBERS: Final = st.sampled_from([-1, 0, 1, 2, 3, 7])
REASONS: Final = st.sampled_from([GAP, GAP, {}, {"number.gap": " "}])


@st.composite
def asked_for(draw: st.DrawFn) -> tuple[ApplicationDraft, bool]:
    """An application, up to two of its facts spoiled at random, and whether it stands on a police list."""
    programme, applicant = draw(st.sampled_from(sorted(GOOD)))
    known = dict(GOOD[programme, applicant])
    for name in draw(st.sets(st.sampled_from(sorted(known.keys() & BAD.keys())), max_size=2)):
        known[name] = draw(BAD[name])
    facts = {name: value for name, value in known.items() if value is not None}
    draft = ApplicationDraft(programme=programme, applicant=applicant, facts=facts)
    return draft, programme == "qd22" and applicant == "person"


class Ground:
    """An office, its officers, and the frozen bytes of every confirmation as they were first seen."""

    def __init__(self, office: Office, as_officer: As) -> None:
        self.officers = {login: as_officer(login) for login in CLERKS}
        self.office = office
        self.frozen: dict[str, tuple[str, str]] = {}
        self.people = 0
        self.reached: set[str] = set()
        self.gaps: set[int] = set()

    def save(self, draft: ApplicationDraft, *, is_listed: bool) -> Subject | None:
        """Keep it for somebody new, each doubt with a reason; a line with a list of its own. None when refused."""
        self.people += 1
        if draft.applicant == "establishment":
            typed = replace(draft, establishment=EstablishmentDraft(name=f"Cơ sở số {self.people}"))
        else:
            typed = replace(draft, person=PersonDraft(name=f"Nguyễn Văn {self.people}", birth="1980"))
        accepted = {f"check.{name}": "Đã đối chiếu" for name in ("priority_group_one_of", "years_since")}
        list_id = save_list(self.office, POLICE_LIST).id if is_listed else None
        try:
            kept = save_application(self.office, replace(typed, list_id=list_id, accepted=accepted)).id
        except InputError:
            return None
        if list_id is not None:
            return Subject("list", list_id)
        return Subject("application" if draft.applicant == "person" else "plan", kept)

    def act(self, name: str, login: str, subject: Subject, number: tuple[int, str, Mapping[str, str]]) -> None:
        """One act by one officer; a refusal is an answer too."""
        office, ids = self.officers[login], self._applications(subject)
        step, series, reasons = number
        try:
            if name == "check":
                for one in ids:
                    check(office, one)
            elif name == "present" and subject.kind == "list":
                present_list(office, subject.id)
            elif name == "present":
                present(office, ids)
            elif name == "confirm":
                confirm(office, (subject,), PASSPHRASE)
            elif name == "sign":
                record_signature(office, signed_on_paper(subject), PASSPHRASE)
            elif name == "number":
                proposed = next_number(office, series, TODAY.year) - 1 + step
                record_number(office, NumberDraft(subject, proposed, TODAY.year, series, TODAY, reasons))
            else:
                mark_sent(office, subject)
        except DeskError:
            return

    def look(self) -> None:
        """Ask the rows: everything that is in force was earned."""
        with self.office.database.read() as session:
            for row in session.scalars(select(Confirmation)):
                self._look_at_frozen(row)
                self.reached.add(row.state)
                if row.state in (SIGNED, *IN_FORCE):
                    assert row.confirmed_by or row.recorded_by
                if row.state in IN_FORCE:
                    self._look_at_issued(session, row)
            self._look_at_register(list(session.scalars(select(RegisterNumber))))

    def _look_at_frozen(self, row: Confirmation) -> None:
        text = json.dumps(row.frozen, sort_keys=True)
        assert audit.sha256_of(row.frozen) == row.hash
        assert self.frozen.setdefault(row.id, (row.hash, text)) == (row.hash, text)

    def _look_at_issued(self, session: Any, row: Confirmation) -> None:
        assert row.number
        assert (row.series, row.year) in {(series, TODAY.year) for series in SERIES}
        entered = {line["id"] for line in row.frozen["lines"]}
        assert entered
        for one in entered:
            kept = session.get_one(LoanApplication, one)
            assert {row.confirmed_by, row.recorded_by} - {""}
            assert kept.entered_by not in {row.confirmed_by, row.recorded_by}
            assert {finding["verdict"] for finding in kept.findings} <= {"pass", "warn"}
            assert all(finding["accepted_reason"] for finding in kept.findings if finding["verdict"] == "warn")
            rules = self.office.book.programmes[kept.programme].applicants[kept.applicant]
            needed = {
                document.code
                for document in rules.documents
                if document.is_required and (not document.purposes or kept.purpose in document.purposes)
            }
            assert needed <= set(kept.facts["documents"])

    def _look_at_register(self, rows: list[RegisterNumber]) -> None:
        for series in SERIES:
            of_series = [row for row in rows if (row.series, row.year) == (series, TODAY.year)]
            numbers = [row.number for row in of_series]
            assert len(numbers) == len(set(numbers))
            given = [row.confirmation_id for row in of_series]
            assert len(given) == len(set(given))
            for row in of_series:
                before = [one.number for one in of_series if one.id < row.id]
                if before and row.number > max(before) + 1:
                    assert row.note
                    self.gaps.add(row.id)

    def _applications(self, subject: Subject) -> tuple[str, ...]:
        if subject.kind != "list":
            return (subject.id,)
        with self.office.database.read() as session:
            rows = session.execute(select(LoanApplication.id, LoanApplication.list_id))
            return tuple(row.id for row in rows if row.list_id == subject.id)


@pytest.fixture
def ground(office: Office, as_officer: As) -> Iterator[Ground]:
    """One office for all examples; in the end something was issued, and something was not."""
    made = Ground(office, as_officer)
    yield made
    assert {"issued", "sent"} & made.reached
    assert made.people > len(made.frozen)


@settings(
    max_examples=24,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_nothing_is_issued_that_was_not_earned(ground: Ground, data: st.DataObject) -> None:
    draft, is_listed = data.draw(asked_for())
    subject = ground.save(draft, is_listed=is_listed)
    if subject is None:
        return
    others = data.draw(st.lists(ANY_ACT, max_size=3))
    for act in (*others, *HELPFUL):
        number = (data.draw(NUMBERS), data.draw(st.sampled_from(SERIES)), data.draw(REASONS))
        ground.act(*act, subject, number)
    ground.look()
