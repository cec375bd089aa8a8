"""Which one answer mends a group of equal mistakes or doubts, and which other groups it may be for too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.actions.import_checks import COPY, NO_NAME, NO_OWNER
from hn_desk.actions.import_facts import POSSIBLE, ProblemGroup
from hn_desk.actions.import_plan import EMPTY, HOUSEHOLDS, MAKE, SKIP, UPDATE
from hn_desk.actions.labels import CONVERTED, household_statuses
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.widgets.choices import Choice

GROUP: Final = "group.unknown:"
INDUSTRY: Final = "industry.unknown:"
STATUS: Final = "status.unknown:"


@dataclass(frozen=True, slots=True)
class Answers:
    """`choices` is empty where only the cells themselves can be mended; `all_codes` may be answered together."""

    choices: Sequence[Choice] = ()
    all_codes: tuple[str, ...] = ()
    all_words: str = ""
    wants_groups: bool = False


def answers_for(course: Course, group: ProblemGroup) -> Answers:
    """What a group of rows can be answered with."""
    code = group.code
    if code.startswith(GROUP):
        choices = [(MAKE, _("Make it a residential group of this office")), (EMPTY, _("Leave it empty"))]
        return Answers(
            choices, _alike(course, GROUP), _("The same for &all groups that are not known"), wants_groups=True
        )
    if code.startswith(INDUSTRY):
        known = [(one.code, f"{one.code} {one.name}") for one in course.office.book.industries]
        return Answers([(EMPTY, _("Leave it empty")), *known])
    if code.startswith(STATUS):
        known = [pair for pair in household_statuses().items() if pair[0] != CONVERTED]
        return Answers([(EMPTY, _("Leave it empty")), *known])
    if code in (NO_NAME, NO_OWNER) and course.subject == HOUSEHOLDS:
        return Answers(
            [(COPY, _("Take the other name: the owner's for the business, or the business's for the owner"))]
        )
    return Answers(_doubts() if _is_doubt(course, group) else ())


def _doubts() -> list[Choice]:
    return [
        (MAKE, _("Take them in as new ones")),
        (SKIP, _("Leave them out")),
        (UPDATE.removesuffix(":"), _("Update the ones that are kept")),
    ]


def _is_doubt(course: Course, group: ProblemGroup) -> bool:
    rows = frozenset(group.rows)
    found = course.preview.rows if course.preview else ()
    return any(row.row in rows and row.outcome == POSSIBLE and row.reasons[0].code == group.code for row in found)


def _alike(course: Course, start: str) -> tuple[str, ...]:
    groups = course.preview.groups if course.preview else ()
    return tuple(group.code for group in groups if group.code.startswith(start))
