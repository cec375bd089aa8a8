"""Who at the city receives what: each desk's subjects, programmes and topics, and whether names may go there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.reading import Reader

GROUPS: Final = "groups"
EVENTS: Final = "events"
EVENT_GROUPS: Final = "event_groups"
CONVERSIONS: Final = "conversions"
CONTACT_COUNTS: Final = "contact_counts"
CASES: Final = "cases"
PAPERS: Final = "papers"
PAPER_LINES: Final = "paper_lines"
FIGURES: Final = "figures"
GROUP_SUCCESSIONS: Final = "group_successions"
EXAMPLE_COUNTS: Final = "example_counts"
SUBJECTS: Final = (
    *(GROUPS, GROUP_SUCCESSIONS, EVENTS, EVENT_GROUPS, CONVERSIONS, CONTACT_COUNTS),
    *(CASES, PAPERS, PAPER_LINES, FIGURES, EXAMPLE_COUNTS),
)
ANSWERS: Final = "answers"
PROTECTED: Final = frozenset({CASES, PAPERS, PAPER_LINES, FIGURES, EXAMPLE_COUNTS, ANSWERS})
"""Subjects whose rows tell of policy credit: what was sent of them is kept under the second key."""
WITH_NAMES: Final = frozenset({PAPERS, PAPER_LINES})
OFFICERS: Final = "officers"
SIGNED: Final = frozenset({CASES, PAPERS, PAPER_LINES})
"""Subjects whose rows officers signed: a desk that gets one also gets the officers' keys."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One receiver at the city: `programmes` of credit, `topics` of outreach, `ground` why names may go or not.

    `reports` are codes of the official reports whose figures it gets once they were sent.
    """

    code: str
    name: str
    subjects: tuple[str, ...]
    programmes: tuple[str, ...]
    topics: tuple[str, ...]
    receives_names: bool
    ground: str
    reports: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        """What a packet for this desk holds: its subjects, officers' keys where it has to check signatures, answers."""
        keys = (OFFICERS,) if SIGNED & set(self.subjects) else ()
        return (*self.subjects, *keys, ANSWERS)

    def receives(self, subject: str) -> bool:
        """Whether rows of `subject` go to this desk."""
        return subject in self.subjects


def load_desks(data: Mapping[str, object], name: str) -> tuple[Desk, ...]:
    """Make the desks of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    rows = reader.tables("desks")
    desks = tuple(_desk(row) for row in rows)
    codes = [desk.code for desk in desks]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    reader.finish()
    return desks


def _desk(reader: Reader) -> Desk:
    desk = Desk(
        reader.text("code"),
        reader.text("name"),
        reader.texts("subjects", SUBJECTS, optional=False),
        reader.texts("programmes"),
        reader.texts("topics"),
        reader.flag("names"),
        reader.text("ground"),
        reader.texts("reports"),
    )
    named = sorted(WITH_NAMES & set(desk.subjects))
    if named and not desk.receives_names:
        reader.problem(
            "subjects", _("{words} hold names, which this desk may not receive").format(words=", ".join(named))
        )
    return desk
