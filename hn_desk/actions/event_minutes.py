"""The minutes of one outreach event, to be printed."""

from typing import Final

from hn_desk.actions.freezing import form_of
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import event
from hn_desk.actions.outreach_facts import EventDraft, EventFacts
from hn_desk.actions.paper_file import Paper
from hn_desk.errors import DeskError
from hn_desk.forms import facts as paper
from hn_desk.forms import outreach_minutes
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date

DONE: Final = "done"
LEADER: Final = "CHỦ TRÌ"
SECRETARY: Final = "THƯ KÝ"


def event_minutes(office: Office, event_id: str) -> Paper:
    """The minutes of an event that was held. DeskError for one that is only planned or was cancelled."""
    office.require("forms.print", "events")
    facts = event(office, event_id)
    if facts.draft.state != DONE:
        raise DeskError(
            _("Minutes are written of an event that was held."),
            do=_("Mark the event as done first."),
            reason="not-held",
        )
    with office.database.read() as session:
        code = f"BB-{event_id[:8].upper()}"
        letter = letter_of(session, code, signer=paper.Signer((LEADER,), facts.draft.leader))
    pdf = outreach_minutes.draw(form_of(office, outreach_minutes.LAYOUT), _minutes(letter, facts))
    return Paper(f"BIEN-BAN-{event_id[:8]}.pdf", pdf, _("Minutes {code}").format(code=code))


def _minutes(letter: paper.Letter, facts: EventFacts) -> paper.OutreachMinutes:
    draft = facts.draft
    begun = format_date(draft.starts_on) if draft.starts_on else ""
    return paper.OutreachMinutes(
        letter,
        draft.title,
        facts.topic_name,
        facts.form_name,
        begun=begun,
        ended=format_date(draft.ends_on) if draft.ends_on else begun,
        place=draft.place,
        reach=_reach(draft),
        groups=facts.group_names,
        audiences=facts.audience_names,
        legal_basis=draft.legal_basis,
        leader=draft.leader,
        partners=draft.joined,
        speaker=draft.speaker,
        content=draft.content,
        secretary=paper.Signer((SECRETARY,), facts.officer_name),
    )


def _reach(draft: EventDraft) -> paper.Reach:
    return paper.Reach(
        draft.people or 0,
        draft.women or 0,
        draft.times or 0,
        draft.broadcasts or 0,
        draft.posts or 0,
        draft.leaflets or 0,
        draft.outcome_convert or 0,
        draft.outcome_loan or 0,
    )
