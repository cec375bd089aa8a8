"""Questions that an officer puts together: answered as a table and a chart, on paper, as a workbook."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.question_choices import Words, limits_of, question_subjects, question_values, values_of
from hn_desk.actions.remarks import Remarks
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import printed_charts
from hn_desk.reports.charts import Chart
from hn_desk.reports.conversion_sections import Section
from hn_desk.reports.question_facts import facts
from hn_desk.reports.question_tables import chart_of, table_of
from hn_desk.reports.question_words import EVENTS, NOW, TIMES, Subject, subjects, times
from hn_desk.reports.questions import Answer, Question, answered
from hn_desk.reports.table import MOST_PARTS, Table, parts_of
from hn_desk.rules.dates import format_date
from hn_desk.sheets import SheetColumn, make_workbook

__all__ = [
    "NOW",
    "TIMES",
    "Answered",
    "Chart",
    "Paper",
    "Question",
    "Subject",
    "Table",
    "Words",
    "ask_question",
    "export_question",
    "print_question",
    "question_subjects",
    "question_values",
    "times",
]

MOST_GROUPS: Final = 2
MOST_LINES: Final = 2_000
SEVERAL: Final = frozenset({"obstacle", "support", "audience"})
"""Groupings of which a record can have several values."""
CODE: Final = "question"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer: its table, its chart (None when there is nothing to draw), what its reader must know."""

    table: Table
    chart: Chart | None
    notes: tuple[str, ...]


def ask_question(office: Office, question: Question) -> Answered:
    """Count what is asked. KeyError for an unknown subject; InputError names `end`, `day`, `groups`, `measures`."""
    office.require("reports.read")
    office.require(subjects()[question.subject].right, "reports")
    subject = _checked(question)
    with office.database.read() as session:
        answer = answered(question, facts(session, question, limits_of(office)))
        words = values_of(session, office, question.subject)
    _refuse_long(answer)
    table = table_of(question, answer, subject, words)
    return Answered(table, chart_of(question, answer, subject, words), _notes(question, subject, words, answer))


def print_question(office: Office, question: Question) -> Paper:
    """The answer on paper, with its chart; it is logged. As `ask_question`."""
    shown = ask_question(office, question)
    with office.database.read() as session:
        letter = letter_of(session, "")
    section = Section(CODE, shown.table, shown.chart, shown.notes[1:])
    lines = (shown.notes[0], _("As counted on {day}").format(day=format_date(office.today())))
    name = full_name(letter.office).upper()
    pdf = printed_charts.draw(printed_charts.FiguresPage(name, title(), lines, page_marks(letter), (section,)))
    _log(office, "reports.print", question, "pdf")
    return Paper(f"{_file_name(office.today())}.pdf", pdf, title())


def export_question(office: Office, question: Question, folder: Path) -> Changed:
    """Write the answer as a workbook into `folder`; the id is the file's name. As `ask_question`; StorageError."""
    shown = ask_question(office, question)
    path = folder / f"{_file_name(office.today())}.xlsx"
    columns = [SheetColumn(column.heading, column.kind) for column in shown.table.columns]
    files.write_whole(path, make_workbook(shown.notes[0], columns, shown.table.rows))
    _log(office, "reports.export", question, "xlsx")
    return Changed(frozenset({"log"}), path.name)


def title() -> str:
    """What an answer is called on paper."""
    return _("Answer to a question of the office")


def _checked(question: Question) -> Subject:
    """The subject asked about; InputError with every wrong part."""
    subject, remarks = subjects()[question.subject], Remarks()
    known = {**subject.groups, **times()}
    if question.end < question.start:
        remarks.problem("end", _("The last day lies before the first."))
    elif len(list(islice(parts_of(question.period), MOST_PARTS + 1))) > MOST_PARTS:
        remarks.problem("end", _("That are more than {n} parts: choose longer ones.").format(n=MOST_PARTS))
    if question.day not in subject.days:
        remarks.problem("day", _("Choose one of the list."))
    elif question.day == NOW and set(question.groups) & set(TIMES):
        remarks.problem("day", _("Choose the day that counts, to divide by time."))
    if len(set(question.groups)) != len(question.groups) or len(question.groups) > MOST_GROUPS:
        remarks.problem("groups", _("Choose two different groupings at most."))
    if not question.measures:
        remarks.problem("measures", _("Choose at least one figure."))
    remarks.all_of("groups", frozenset(question.groups), known)
    remarks.all_of("measures", frozenset(question.measures), subject.measures)
    remarks.all_of("filters", frozenset(question.filters), subject.groups)
    remarks.settle({})
    return subject


def _refuse_long(answer: Answer) -> None:
    if len(answer.lines) > MOST_LINES:
        remarks = Remarks()
        told = _("That are {n} lines, more than {most}: choose another grouping.")
        remarks.problem("groups", told.format(n=len(answer.lines), most=MOST_LINES))
        remarks.settle({})


def _notes(question: Question, subject: Subject, words: Words, answer: Answer) -> tuple[str, ...]:
    """What was asked, and how its figures are to be read."""
    days = subject.days[question.day]
    if question.day != NOW:
        told = _("{day} from {start} to {end}")
        days = told.format(day=days, start=format_date(question.start), end=format_date(question.end))
    only = [f"{subject.groups[group]}: {words[group].get(value, value)}" for group, value in question.filters.items()]
    notes = ["; ".join((subject.label, days, *only))]
    if SEVERAL & set(question.groups) or ("group" in question.groups and subject.code == EVENTS):
        notes.append(_("One record can stand in several lines; in the sum it counts once."))
    if any(None in figures.values() for figures in answer.lines.values()):
        notes.append(_("×: not shown, because it is under 5 or would let such a number be worked out."))
    return tuple(notes)


def _file_name(day: date) -> str:
    return f"CAU-HOI-{day:%Y%m%d}"


def _log(office: Office, action: str, question: Question, kind: str) -> None:
    days = {"from": question.start.isoformat(), "to": question.end.isoformat()}
    content = {"report": CODE, "kind": kind, "subject": question.subject, **days}
    with office.write() as session:
        audit.log(session, Act(action, "reports", "", content))
