"""What outreach may be about, in which form, for whom: the data's topics, and every credit programme."""

from hn_desk.actions.labels import by_code
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_facts import TopicChoice
from hn_desk.actions.unseen import unseen_topics
from hn_desk.rules.programme import Choice


def topics(office: Office) -> tuple[TopicChoice, ...]:
    """Topics of outreach: those of the data, then each credit programme by its neutral name; none that is unseen."""
    book = office.book
    own = [TopicChoice(topic.code, topic.label, topic.is_protected, "") for topic in book.outreach.topics]
    known, unseen = {topic.code for topic in own}, unseen_topics(office)
    of_programmes = [
        TopicChoice(programme.code, programme.name, programme.is_protected, programme.legal_basis)
        for programme in book.programmes.values()
        if programme.code not in known
    ]
    last = [topic for topic in own if topic.code == "other"]
    offered = (*(topic for topic in own if topic not in last), *of_programmes, *last)
    return tuple(topic for topic in offered if topic.code not in unseen)


def topic_names(office: Office) -> dict[str, str]:
    """Names of the topics by code."""
    return {topic.code: topic.label for topic in topics(office)}


def event_forms(office: Office) -> tuple[Choice, ...]:
    """Forms that an event may have."""
    return office.book.outreach.forms


def form_names(office: Office) -> dict[str, str]:
    """Names of the forms by code."""
    return by_code(office.book.outreach.forms)


def audiences(office: Office, topic: str) -> tuple[Choice, ...]:
    """Audiences of one topic; none for an unknown or unseen one."""
    if topic in unseen_topics(office):
        return ()
    programme = office.book.programmes.get(topic)
    if programme:
        return programme.audiences
    return next((one.audiences for one in office.book.outreach.topics if one.code == topic), ())
