"""What an officer may choose when putting a question together: subjects, and the words of every value."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions import labels
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import audiences, form_names, topic_names
from hn_desk.actions.unseen import unseen_topics
from hn_desk.i18n import _
from hn_desk.models.tables import OfficerRow, ResidentialGroup
from hn_desk.reports.question_facts import Limits
from hn_desk.reports.question_words import CONTACTS, CONVERSIONS, COVERAGE, EVENTS, HOUSEHOLDS, LOANS, Subject, subjects
from hn_desk.reports.questions import NONE
from hn_desk.rules.credit import STATES, state_label

Words = Mapping[str, Mapping[str, str]]
"""Grouping → value → words, in the order of the screen."""


def question_subjects(office: Office) -> tuple[Subject, ...]:
    """What this officer may ask about."""
    office.require("reports.read")
    return tuple(one for one in subjects().values() if office.may(one.right))


def question_values(office: Office, subject: str) -> Words:
    """The values that each grouping of a subject may have; KeyError for an unknown one."""
    office.require("reports.read")
    office.require(subjects()[subject].right, "reports")
    with office.database.read() as session:
        return values_of(session, office, subject)


def values_of(session: Session, office: Office, subject: str) -> Words:
    """The same within an act."""
    known = _credit(office) if subject == LOANS else _shared(session, office) | _own(office)[subject]
    none = {NONE: _("(not known)")}
    return {group: {**known[group], **none} for group in subjects()[subject].groups}


def unseen_values(office: Office) -> frozenset[str]:
    """Topics, programmes and audiences that stay away from this officer."""
    unseen, topics, programmes = unseen_topics(office), office.book.outreach.topics, office.book.programmes.values()
    audiences = [*((one.code, one.audiences) for one in topics), *((one.code, one.audiences) for one in programmes)]
    helped = [(code, audience.code) for code, those in audiences for audience in those]
    seen = {audience for of, audience in helped if of not in unseen}
    return unseen | {audience for of, audience in helped if of in unseen and audience not in seen}


def limits_of(office: Office) -> Limits:
    """What stays away from this officer, and what is protected."""
    own = {topic.code for topic in office.book.outreach.topics if topic.is_protected}
    programmes = {code for code, one in office.book.programmes.items() if one.is_protected}
    unseen = unseen_topics(office)
    owed = {topic.code for topic in office.book.outreach.topics if topic.is_owed_everywhere}
    return Limits(unseen, frozenset(own | programmes), frozenset(owed - unseen), office.today())


def _shared(session: Session, office: Office) -> dict[str, Mapping[str, str]]:
    groups = select(ResidentialGroup.id, ResidentialGroup.name).order_by(ResidentialGroup.sort_key)
    officers = select(OfficerRow.id, OfficerRow.name).order_by(OfficerRow.sort_key)
    return {
        "group": {row.id: row.name for row in session.execute(groups)},
        "officer": {row.id: row.name for row in session.execute(officers)},
        "industry": {one.code: f"{one.code} {one.name}" for one in office.book.industries},
        "intention": labels.intentions(office),
        "obstacle": labels.obstacles(office),
        "support": labels.supports(office),
        "topic": topic_names(office),
        "kind": labels.enterprise_kinds(office),
    }


def _own(office: Office) -> dict[str, dict[str, Mapping[str, str]]]:
    for_all = {one.code: one.label for topic in topic_names(office) for one in audiences(office, topic)}
    return {
        HOUSEHOLDS: {"status": labels.household_statuses(), "band": labels.revenue_bands(office)},
        CONTACTS: {"way": labels.contact_ways(office)},
        CONVERSIONS: {"state": labels.conversion_states()},
        EVENTS: {"state": labels.event_states(), "form": form_names(office), "audience": for_all},
        COVERAGE: {},
    }


def _credit(office: Office) -> dict[str, Mapping[str, str]]:
    programmes = office.book.programmes
    applicants = {
        f"{code}/{kind}": (one.name, rules)
        for code, one in programmes.items()
        for kind, rules in one.applicants.items()
    }
    return {
        "programme": {code: one.name for code, one in programmes.items()},
        "applicant": {code: f"{name}: {rules.label}" for code, (name, rules) in applicants.items()},
        "purpose": {
            f"{code}/{purpose.code}": f"{name}: {rules.label}, {purpose.label}"
            for code, (name, rules) in applicants.items()
            for purpose in rules.purposes
        },
        "state": {state: state_label(state) for state in STATES},
    }
