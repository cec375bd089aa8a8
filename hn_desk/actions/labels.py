"""What the screens call the codes of records: from the rules' data where it says so, else from here."""

from collections.abc import Mapping, Sequence
from typing import Final

from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.conversion import STATES, state_label
from hn_desk.rules.identifiers import FEMALE, MALE
from hn_desk.rules.programme import Choice

ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"
CLOSED: Final = "closed"
CONVERTED: Final = "converted"
STATUSES: Final = (ACTIVE, SUSPENDED, CLOSED, CONVERTED)
PLANNED: Final = "planned"
DONE: Final = "done"
CANCELLED: Final = "cancelled"
EVENT_STATES: Final = (PLANNED, DONE, CANCELLED)
SIGN_FOR: Final = ("TM.", "KT.", "TUQ.")


def sexes() -> Mapping[str, str]:
    """Sexes by code."""
    return {MALE: _("Male"), FEMALE: _("Female")}


def household_statuses() -> Mapping[str, str]:
    """Statuses of a household business by code."""
    return {
        ACTIVE: _("In business"),
        SUSPENDED: _("Business suspended"),
        CLOSED: _("Business closed"),
        CONVERTED: _("Became an enterprise"),
    }


def event_states() -> Mapping[str, str]:
    """States of an outreach event by code."""
    return {PLANNED: _("Event planned"), DONE: _("Held"), CANCELLED: _("Event cancelled")}


def conversion_states() -> Mapping[str, str]:
    """States of a conversion by code."""
    return {state: state_label(state) for state in STATES}


def contact_ways(office: Office) -> Mapping[str, str]:
    """Ways of a contact by code."""
    return by_code(office.book.conversion.ways)


def intentions(office: Office) -> Mapping[str, str]:
    """What a household intends, by code."""
    return by_code(office.book.conversion.intentions)


def obstacles(office: Office) -> Mapping[str, str]:
    """What keeps a household from converting, by code."""
    return by_code(office.book.conversion.obstacles)


def supports(office: Office) -> Mapping[str, str]:
    """What support a household wants, by code."""
    return by_code(office.book.conversion.supports)


def enterprise_kinds(office: Office) -> Mapping[str, str]:
    """Kinds of enterprise by code."""
    return {kind.code: kind.label for kind in office.book.conversion.kinds}


def revenue_bands(office: Office) -> Mapping[str, str]:
    """Revenue bands of today's law by code."""
    return {band.code: band.label for band in office.book.conversion.revenue_bands.on(office.today())}


def roles(office: Office) -> Mapping[str, str]:
    """Roles by code."""
    return office.book.roles.labels


def by_code(choices: Sequence[Choice]) -> dict[str, str]:
    """Labels by code, in the data's order."""
    return {choice.code: choice.label for choice in choices}
