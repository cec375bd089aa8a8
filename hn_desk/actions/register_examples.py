"""The register of models, collectives and persons held up as examples; who they are stands under the second key.

A person only with written consent and of age; consent that is withdrawn means that the row is deleted.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.labels import by_code
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_words import audiences
from hn_desk.actions.registers import Register, check_past, seen_register_topics
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import Example
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.text import clean_line, clean_text

MODEL: Final = "model"
COLLECTIVE: Final = "collective"
PERSON: Final = "person"
KINDS: Final = (MODEL, COLLECTIVE, PERSON)


@dataclass(frozen=True, slots=True)
class ExampleDraft:
    """An example as typed, and as it is kept: `groups` are codes of the topic's audiences, `helped` counts people.

    `birth` (`YYYY` or `YYYY-MM-DD`) and the paper of the consent belong to a person alone.
    """

    id: str | None = None
    version: int | None = None
    kind: str = MODEL
    topic: str = ""
    groups: frozenset[str] = frozenset()
    started_on: date | None = None
    ended_on: date | None = None
    helped: int | None = None
    name: str = ""
    story: str = ""
    birth: str = ""
    consent_number: str = ""
    consent_on: date | None = None


EXAMPLES: Final = Register("examples", Example, ("topic",))
FACTS: Final = ("kind", "topic", "started_on", "ended_on", "helped")


def examples(office: Office) -> tuple[ExampleDraft, ...]:
    """The examples of the topics this officer sees, the newest first. DeskError (reason `second-key`)."""
    office.require("registers.read")
    topics = seen_register_topics(office)
    statement = select(Example).where(Example.topic.in_(topics)).order_by(Example.started_on.desc(), Example.id)
    with office.database.read() as session:
        return tuple(_draft_of(row) for row in session.scalars(statement))


def save_example(office: Office, draft: ExampleDraft) -> Changed:
    """Keep an example; birth and consent only of a person. InputError, RoleError, DeskError (stale, gone)."""
    EXAMPLES.require(office, draft)
    with office.write() as session:
        cleaned = _checked(office, draft)
        row = EXAMPLES.opened(session, draft)
        facts = {name: getattr(cleaned, name) for name in FACTS}
        values = {**facts, "groups": sorted(cleaned.groups), "about": _about(cleaned)}
        return EXAMPLES.write(office, session, row, values)


def delete_example(office: Office, draft: ExampleDraft) -> Changed:
    """Take an example out so that nothing of it is left. RoleError, DeskError (stale, gone)."""
    return EXAMPLES.delete(office, draft)


def _about(draft: ExampleDraft) -> dict[str, Any]:
    told: dict[str, Any] = {"name": draft.name, "story": draft.story}
    if draft.kind == PERSON and draft.consent_on:
        told |= {"birth": draft.birth, "consent_number": draft.consent_number}
        told["consent_on"] = draft.consent_on.isoformat()
    return told


def _draft_of(row: Example) -> ExampleDraft:
    about = dict(row.about)
    consent_on = about.pop("consent_on", None)
    return ExampleDraft(
        row.id,
        row.version,
        groups=frozenset(row.groups),
        consent_on=date.fromisoformat(consent_on) if consent_on else None,
        **{name: getattr(row, name) for name in FACTS},
        **about,
    )


def _checked(office: Office, draft: ExampleDraft) -> ExampleDraft:
    remarks = Remarks()
    cleaned = replace(
        draft,
        name=clean_line(draft.name),
        story=clean_text(draft.story),
        birth=clean_line(draft.birth),
        consent_number=clean_line(draft.consent_number),
    )
    remarks.required("kind", cleaned.kind, _("Choose the kind."))
    remarks.one_of("kind", cleaned.kind, KINDS)
    remarks.required("topic", cleaned.topic, _("Choose what it is about."))
    remarks.one_of("topic", cleaned.topic, office.book.registers.example_topics)
    if not cleaned.groups:
        remarks.problem("groups", _("Choose at least one group that is helped."))
    remarks.all_of("groups", cleaned.groups, by_code(audiences(office, cleaned.topic)))
    remarks.required("name", cleaned.name, _("Type a name."))
    remarks.not_negative(cleaned, "helped")
    _check_days(cleaned, office.today(), remarks)
    if cleaned.kind == PERSON:
        cleaned = _check_person(office, cleaned, remarks)
    else:
        cleaned = replace(cleaned, birth="", consent_number="", consent_on=None)
    remarks.settle({})
    return cleaned


def _check_days(draft: ExampleDraft, today: date, remarks: Remarks) -> None:
    remarks.required("started_on", draft.started_on, _("Type since when."))
    check_past(today, remarks, started_on=draft.started_on, consent_on=draft.consent_on)
    if draft.started_on and draft.ended_on and draft.ended_on < draft.started_on:
        remarks.problem("ended_on", _("It ends before it begins."))


def _check_person(office: Office, draft: ExampleDraft, remarks: Remarks) -> ExampleDraft:
    """Written consent, and of age when it was given and when the person is first held up; else refused."""
    remarks.required("consent_number", draft.consent_number, _("Type the paper of the consent: number or what it is."))
    remarks.required("consent_on", draft.consent_on, _("Type the day on which the person agreed in writing."))
    remarks.required("birth", draft.birth, _("Type the day or year of birth."))
    if not draft.birth:
        return draft
    birth = remarks.read("birth", lambda: parse_birth(draft.birth, today=office.today()), "")
    days = [day for day in (draft.started_on, draft.consent_on) if day]
    if birth and days and not office.book.registers.is_adult(birth, min(days)):
        words = _("Nobody under {n} is held up as an example; of a year alone the 31/12 counts.")
        remarks.problem("birth", words.format(n=office.book.registers.adult_age))
    return replace(draft, birth=birth)
