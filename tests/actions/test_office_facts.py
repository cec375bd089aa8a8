"""The office's words and its residential groups."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hn_desk.actions.office import Office
from hn_desk.actions.staff import (
    GroupDraft,
    OfficeFactsDraft,
    list_groups,
    office_facts,
    save_group,
    save_office_facts,
)
from hn_desk.errors import DeskError, InputError, RoleError

BLOCK = OfficeFactsDraft(
    1, "Hà Nội", "UBND THÀNH PHỐ HÀ NỘI", "KT.", approver_title="Phó Chủ tịch", approver_name="Trần Văn Hùng"
)


def test_the_sign_block_is_kept(as_officer: Callable[[str], Office]) -> None:
    administrator = as_officer("anh")
    save_office_facts(administrator, BLOCK)
    facts = office_facts(administrator)
    assert (facts.sign_for, facts.approver_title, facts.version) == ("KT.", "Phó Chủ tịch", 2)
    assert (facts.code, facts.environment) == ("00070", "training")


def test_a_wrong_or_stale_sign_block_is_refused(as_officer: Callable[[str], Office]) -> None:
    administrator = as_officer("anh")
    with pytest.raises(InputError) as refused:
        save_office_facts(administrator, replace(BLOCK, place_name=" ", sign_for="XX."))
    assert [problem.field for problem in refused.value.problems] == ["place_name", "sign_for"]
    with pytest.raises(DeskError, match="meantime"):
        save_office_facts(administrator, replace(BLOCK, version=9))


def test_only_the_administrator_changes_the_sign_block(office: Office) -> None:
    with pytest.raises(RoleError):
        save_office_facts(office, BLOCK)


def test_groups_are_listed_in_order_and_kept(office: Office) -> None:
    save_group(office, GroupDraft(name="Cụm dân cư  Ánh Dương", kind="cụm dân cư"))
    names = [group.name for group in list_groups(office)]
    assert names[:2] == ["Cụm dân cư Ánh Dương", "Tổ dân phố số 1"]


def test_a_group_is_mended_once(office: Office) -> None:
    first = list_groups(office)[0]
    draft = GroupDraft(first.id, first.version, "Tổ dân phố số 1A", is_active=False)
    save_group(office, draft)
    assert list_groups(office)[0] == replace(first, version=2, name="Tổ dân phố số 1A", is_active=False)
    with pytest.raises(DeskError, match="meantime"):
        save_group(office, draft)
    with pytest.raises(DeskError, match="no longer there"):
        save_group(office, replace(draft, id="no", name="Khác"))


@pytest.mark.parametrize("name", [" ", "TO DAN PHO SO 2"])
def test_a_group_has_a_name_of_its_own(office: Office, name: str) -> None:
    with pytest.raises(InputError) as refused:
        save_group(office, GroupDraft(name=name))
    assert [problem.field for problem in refused.value.problems] == ["name"]


def test_the_approver_changes_no_group(as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        save_group(as_officer("hung"), GroupDraft(name="Mới"))
