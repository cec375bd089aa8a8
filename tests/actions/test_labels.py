"""Every code that a screen can meet has its label."""

from hn_desk.actions import labels
from hn_desk.actions.office import Office
from hn_desk.rules.conversion import STATES
from hn_desk.rules.identifiers import SEXES
from hn_desk.rules.roles import ROLES


def test_every_code_of_the_program_has_a_label(office: Office) -> None:
    assert set(labels.sexes()) == set(SEXES)
    assert set(labels.household_statuses()) == set(labels.STATUSES)
    assert set(labels.event_states()) == set(labels.EVENT_STATES)
    assert set(labels.conversion_states()) == set(STATES)
    assert set(labels.roles(office)) == set(ROLES)


def test_labels_of_the_data_come_in_its_order(office: Office) -> None:
    data = office.book.conversion
    assert list(labels.contact_ways(office)) == [choice.code for choice in data.ways]
    assert labels.intentions(office)["agreed"] == "Đồng ý"
    assert list(labels.enterprise_kinds(office)) == [kind.code for kind in data.kinds]
