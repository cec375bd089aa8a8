"""The duties as data: what is owed stands once, and a state follows from what there is to show."""

from typing import Any

import pytest

from hn_desk.actions.duties import RULES
from hn_desk.actions.rulebook import read_toml, rule_book
from hn_desk.errors import ResourceError
from hn_desk.rules.desks import Desk
from hn_desk.rules.duties import (
    Duty,
    DutyPart,
    DutyStanding,
    PartRule,
    Shown,
    load_duties,
    standing,
    standing_label,
)
from hn_desk.rules.outreach import topics_with
from hn_desk.settings import resource
from hn_desk.ui.loader import labels

NOTHING, BEGUN, DONE = Shown(False, False), Shown(True, False), Shown(True, True)
LATE, UNASKED = Shown(True, False, True), Shown(False, True)
NEEDED = DutyPart(PartRule.ACTS, "Việc", "reports", True, {})
BESIDE = DutyPart(PartRule.ACTS, "Việc", "reports", False, {})


def told() -> dict[str, Any]:
    return read_toml(resource("duties.toml"))


def duties() -> tuple[Duty, ...]:
    return rule_book().duties


def desks() -> dict[str, Desk]:
    return dict(rule_book().desks)


@pytest.mark.parametrize(
    ("needed", "beside", "is_late", "state"),
    [
        ([NOTHING, NOTHING], [], False, "not_begun"),
        ([NOTHING, UNASKED], [], False, "not_begun"),
        ([NOTHING], [DONE], False, "under_way"),
        ([BEGUN], [], False, "under_way"),
        ([DONE, NOTHING], [], False, "under_way"),
        ([DONE, UNASKED], [NOTHING], False, "done"),
        ([UNASKED], [], False, "done"),
        ([DONE, LATE], [], False, "overdue"),
        ([DONE], [LATE], False, "done"),
        ([DONE], [], True, "overdue"),
    ],
)
def test_a_state_follows_from_the_parts(needed: list[Shown], beside: list[Shown], is_late: bool, state: str) -> None:
    parts = [*((NEEDED, one) for one in needed), *((BESIDE, one) for one in beside)]
    assert standing(parts, is_late=is_late) == state


def test_the_file_names_fifteen_duties_whose_topics_pages_and_codes_are_known() -> None:
    book = rule_book()
    topics = {topic.code: topic for topic in topics_with(book.outreach, book.programmes.values())}
    forms = {form.code for form in book.outreach.forms}
    assert [duty.code for duty in duties()] == [f"D{number}" for number in range(1, 16)]
    for duty in duties():
        assert duty.topic == book.registers.topic_of(duty.code)
        for part in duty.parts:
            assert part.page in labels()
            assert part.over.get("topic", duty.topic) in topics
            assert part.over.get("programme", "qd08") in book.programmes
            assert part.over.get("desk", "STC") in desks()
            assert part.over.get("form", "broadcast") in forms
            assert part.over.get("report", "sme") in book.registers.reports
            asked = part.over.get("audience")
            assert asked is None or asked in {one.code for one in topics[part.over["topic"]].audiences}


def test_each_rule_has_its_code_and_each_state_its_word() -> None:
    assert set(RULES) == set(PartRule)
    assert len({standing_label(state) for state in DutyStanding}) == len(DutyStanding)


def test_a_wrong_file_is_refused_with_every_wrong_key() -> None:
    data = told()
    first, second = data["duties"][:2]
    first["parts"][0]["rule"] = "guess"
    first["roles"] = ["mayor"]
    second["code"] = "D1"
    second["parts"] = []
    with pytest.raises(ResourceError) as refused:
        load_duties(data, "duties.toml")
    fields = {problem.field for problem in refused.value.problems}
    assert fields >= {"duties[1].parts[1].rule", "duties[1].roles", "duties[2].code", "duties[2].parts"}
