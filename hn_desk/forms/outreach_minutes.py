"""The minutes of an outreach event: counted, and naming nobody but those who held it."""

from collections.abc import Mapping
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import OutreachMinutes, Reach
from hn_desk.forms.press import add_body, begin_letter, press
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import FormText, Layout, fill
from hn_desk.paper import Paper

LAYOUT: Final = Layout(
    "outreach-minutes",
    places=values.LETTER
    | {"title", "topic", "way", "begun", "ended", "place", "groups", "group_count", "audiences", "legal_basis"}
    | {"leader", "partners", "speaker", "content", "outcome"}
    | {"present", "women", "times", "broadcasts", "posts", "leaflets", "asked_to_convert", "asked_for_loan"},
)


def draw(form: FormText, facts: OutreachMinutes) -> bytes:
    """The minutes as a PDF."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: OutreachMinutes) -> None:
    """The minutes on new pages of `paper`."""
    places = _values(facts)
    begin_letter(paper, form, facts.letter, fill(form.subject, places))
    add_body(paper, form, "opening", places)
    add_body(paper, form, "closing", places)
    add_signatures(paper, Ending(facts.letter.signer, left=facts.secretary, check=facts.letter.check))


def _values(facts: OutreachMinutes) -> Mapping[str, str]:
    return (
        values.letter_values(facts.letter)
        | _reach(facts.reach)
        | {
            "title": facts.title,
            "topic": facts.topic,
            "way": facts.way,
            "begun": facts.begun,
            "ended": facts.ended,
            "place": facts.place,
            "groups": ", ".join(facts.groups),
            "group_count": f"{len(facts.groups):02}" if facts.groups else "",
            "audiences": "; ".join(facts.audiences),
            "legal_basis": facts.legal_basis,
            "leader": facts.leader,
            "partners": facts.partners,
            "speaker": facts.speaker,
            "content": facts.content,
            "outcome": facts.outcome,
        }
    )


def _reach(reach: Reach) -> dict[str, str]:
    return {
        "present": values.count(reach.present, "người"),
        "women": values.count(reach.women, "người"),
        "times": values.count(reach.times, "lượt"),
        "broadcasts": values.count(reach.broadcasts, "lượt"),
        "posts": values.count(reach.posts, "tin"),
        "leaflets": values.count(reach.leaflets, "tờ"),
        "asked_to_convert": values.count(reach.asked_to_convert, "hộ"),
        "asked_for_loan": values.count(reach.asked_for_loan, "người"),
    }
