"""Targets that an office was assigned: kept with their paper, one of a kind for each year and quarter."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.office import Office
from hn_desk.actions.targets import TargetDraft, delete_target, save_target, targets
from hn_desk.errors import DeskError, InputError, RoleError

YEAR = TargetDraft(year=2026, kind="registered", number=40, source="QĐ 12/QĐ-UBND ngày 05/01/2026")


def test_a_target_is_kept_changed_and_taken_out(office: Office, as_officer: Callable[[str], Office]) -> None:
    id_ = save_target(office, YEAR).id
    save_target(office, replace(YEAR, quarter=1, number=10))
    assert [(row.quarter, row.number) for row in targets(office)] == [(0, 40), (1, 10)]
    save_target(office, replace(YEAR, id=id_, version=1, number=44))
    assert targets(office)[0].number == 44
    delete_target(office, id_, 2)
    assert [row.quarter for row in targets(office)] == [1]
    entry = audit_log(as_officer("anh"))[0]
    assert entry.action_label == "Target deleted"
    assert "40" not in entry.detail
    assert "44" in entry.detail


def test_a_second_target_of_the_same_kind_and_time_is_refused(office: Office) -> None:
    save_target(office, YEAR)
    with pytest.raises(InputError) as refused:
        save_target(office, replace(YEAR, number=50))
    assert [problem.field for problem in refused.value.problems] == ["kind"]


def test_every_wrong_field_is_named(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_target(office, TargetDraft(year=1999, quarter=5, kind="sold", number=0))
    assert [problem.field for problem in refused.value.problems] == ["year", "quarter", "kind", "number", "source"]
    with pytest.raises(InputError) as refused:
        save_target(office, TargetDraft())
    assert [problem.field for problem in refused.value.problems] == ["year", "kind", "number", "source"]


def test_what_another_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    id_ = save_target(office, YEAR).id
    save_target(office, replace(YEAR, id=id_, version=1, number=41))
    with pytest.raises(DeskError) as refused:
        save_target(office, replace(YEAR, id=id_, version=1))
    assert refused.value.reason == "stale"
    with pytest.raises(DeskError) as refused:
        delete_target(office, id_, 1)
    assert refused.value.reason == "stale"
    assert targets(office)[0].number == 41


def test_the_leader_reads_targets_and_does_not_write_them(as_officer: Callable[[str], Office]) -> None:
    save_target(as_officer("mai"), YEAR)
    assert len(targets(as_officer("hung"))) == 1
    with pytest.raises(RoleError):
        save_target(as_officer("hung"), replace(YEAR, quarter=2))
