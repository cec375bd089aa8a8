"""An official report made of the records as they are now: counted, compared, adjusted, composed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import DRAFT, Compared
from hn_desk.actions.office_report_keeping import frozen_of
from hn_desk.actions.office_report_log import freezings
from hn_desk.actions.outreach_words import form_names, topic_names
from hn_desk.actions.register_difficulties import kept_difficulty
from hn_desk.actions.rulebook import audiences_of
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models.tables import Difficulty, OfficeReport, OfficeRow
from hn_desk.reports.adjusting import Adjustment, Told, adjustments, last_told
from hn_desk.reports.compose import Content, Sheet, compose
from hn_desk.reports.counting import Counting, Loans
from hn_desk.reports.document import Figure, ReportDocument, SignFacts, sha256_of
from hn_desk.reports.figures import Dimensions, counted, of_rows
from hn_desk.reports.record_rows import RowWords, rows_of
from hn_desk.reports.table import Cell
from hn_desk.rules.dates import add_years, format_date
from hn_desk.rules.periods import NamedPeriod, parse_period
from hn_desk.rules.plain_values import from_plain, to_plain
from hn_desk.rules.report_file import BlockFile, ReportFile
from hn_desk.rules.report_measures import MEASURES
from hn_desk.rules.report_periods import day_alike, period_before, period_words

DIFFICULTIES: Final = "difficulties"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report of which period, counted up to which day, with which words; `row_id` of the kept one."""

    file: ReportFile
    period: NamedPeriod
    counted_on: date
    texts: Mapping[str, str]
    row_id: str | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it stands now, before it is kept; `before` names the days compared with."""

    document: ReportDocument
    figures: tuple[Figure, ...]
    compared: tuple[Compared, ...]
    before: str
    adjustments: tuple[Adjustment, ...]


def dimensions_of(office: Office, file: ReportFile) -> Dimensions:
    """What rows of a report's tables may be: codes and words, as paper has them."""
    book = office.book
    audiences = tuple(_audiences(office, file).items())
    return {
        "forms": tuple(form_names(office).items()),
        "audiences": audiences,
        "helped_groups": audiences,
        "obstacles": tuple((one.code, one.label) for one in book.conversion.obstacles),
        "supports": tuple((one.code, one.label) for one in book.conversion.supports),
        "programmes": tuple((one.code, one.name) for one in book.programmes.values()),
        "enterprise_kinds": tuple((one.code, one.label) for one in book.conversion.kinds),
        "topics": tuple(topic_names(office).items()),
    }


def make(session: Session, office: Office, asked: Asked) -> Made:
    """Count and compose the report."""
    file, loans = asked.file, Loans(session)
    dimensions = dimensions_of(office, file)
    now = Counting(session, asked.period.starts_on, asked.counted_on, loans)
    figures = tuple(counted(now, one) for one in (*file.figures, *of_rows(file, dimensions)))
    before = period_before(asked.period, file.periods)
    until = day_alike(asked.counted_on, asked.period, before)
    found = _adjustments(session, office, asked, loans)
    content = Content(
        {one.code: one for one in figures},
        dimensions,
        asked.texts,
        _listed(session, office, file, figures),
        _difficulties(session, office, asked),
        found,
        asked.is_final,
    )
    document = compose(file, office.book.report_words, content, _sheet(session, office, asked))
    compared = _compared(file, figures, Counting(session, before.starts_on, until, loans))
    return Made(document, figures, compared, _days_of(before, until), found)


def counting_of(session: Session, asked: Asked) -> Counting:
    """What a report that isn't frozen is counted with."""
    return Counting(session, asked.period.starts_on, asked.counted_on, Loans(session))


def to_content(made: Made) -> dict[str, Any]:
    """What is frozen of a report, as plain values."""
    plain: dict[str, Any] = to_plain(made)
    return plain


def figures_hash(made: Made) -> str:
    """The SHA-256 of what is counted: figures with their records, adjustments, the last day counted."""
    counted_on = made.document.counted_on.isoformat()
    plain = {"figures": to_plain(made.figures), "adjustments": to_plain(made.adjustments), "counted_on": counted_on}
    return sha256_of(plain)


def figures_in(content: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The figures of a frozen content."""
    return tuple(from_plain(Figure, one) for one in content["figures"])


def adjustments_in(content: Mapping[str, Any]) -> tuple[Adjustment, ...]:
    """The adjustments of a frozen content."""
    return tuple(from_plain(Adjustment, one) for one in content["adjustments"])


def _days_of(period: NamedPeriod, until: date) -> str:
    """A period's name, with the day up to which it counts unless it is the last."""
    if until == period.ends_on:
        return period.name
    return _("{period}, up to {day}").format(period=period.name, day=format_date(until))


def _compared(file: ReportFile, figures: Sequence[Figure], before: Counting) -> tuple[Compared, ...]:
    now = {one.code: one for one in figures}
    wanted = [one for one in file.figures if not MEASURES[one.measure].is_standing]
    return tuple(
        Compared(one.code, one.label, now[one.code].unit, now[one.code].value, counted(before, one).value)
        for one in wanted
    )


def _adjustments(session: Session, office: Office, asked: Asked, loans: Loans) -> tuple[Adjustment, ...]:
    """What reports of this kind that were frozen earlier told, and records no longer say; none of long ago."""
    table = OfficeReport
    years = office.book.report_words.adjusted_years
    holding = years.period_on(office.today()) or years.periods[0]
    since = add_years(asked.period.starts_on, -holding.value)
    found = select(table).where(table.code == asked.file.code, table.state != DRAFT, table.ends_on >= since)
    others = [row for row in session.scalars(found) if row.id != asked.row_id]
    turns = freezings(session, (row.id for row in others))
    rows = sorted(others, key=lambda row: (turns.get(row.id, 0), row.frozen_at, row.id))
    told = last_told([_told(session, office, asked.file, row) for row in rows])
    again = {row.id: _again(session, asked.file, row, loans, office.today()) for row in rows}
    return adjustments(told, again)


def _told(session: Session, office: Office, file: ReportFile, row: OfficeReport) -> Told:
    """What a frozen report told; without văn thư's number it told nobody of earlier ones yet."""
    content = frozen_of(session, file, row)
    words = period_words(office.book.report_words.periods, parse_period(row.period))
    number = f"{row.number}/{file.notation}" if row.number else ""
    figures = {one.code: one for one in figures_in(content)}
    return Told(row.id, words, number, figures, adjustments_in(content) if row.number else ())


def _again(session: Session, file: ReportFile, row: OfficeReport, loans: Loans, today: date) -> dict[str, Figure]:
    """The named figures of a frozen report counted again: over its whole period once that ended, else as it counted.

    A yearly report is owed in November; what happened until the year's end would stand in no other report.
    """
    is_over = row.ends_on < today
    of = Counting(session, row.starts_on, row.ends_on if is_over else row.counted_on or row.ends_on, loans)
    return {one.code: counted(of, one) for one in file.figures if not MEASURES[one.measure].is_standing}


def _listed(
    session: Session, office: Office, file: ReportFile, figures: Sequence[Figure]
) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    by_code = {one.code: one for one in figures}
    authors = {one.code: one.label for one in office.book.registers.authors}
    words = RowWords(form_names(office), _audiences(office, file), authors)
    listed = [(code, by_code[table.records]) for code, table in file.tables.items() if table.records]
    return {code: rows_of(session, figure.subject, figure.records, words) for code, figure in listed}


def _difficulties(session: Session, office: Office, asked: Asked) -> tuple[tuple[str, str, str], ...]:
    """Topic, words and proposal of the difficulties that the report lists: those raised in its days."""
    topics = {topic for block in asked.file.blocks if _lists_difficulties(block) for topic in block.of}
    table = Difficulty
    found = select(table).where(table.topic.in_(topics), table.day.between(asked.period.starts_on, asked.counted_on))
    rows = session.scalars(found.order_by(table.day, table.id)) if topics else ()
    kept = [kept_difficulty(session, office, row) for row in rows]
    return tuple((one.topic, _in_a_line(one.text), _in_a_line(one.proposal)) for one in kept)


def _audiences(office: Office, file: ReportFile) -> dict[str, str]:
    """Audiences by the names that the topics of the report give them."""
    topics = {topic for one in file.figures for topic in one.options.get("topics", ())}
    return audiences_of(office.book, topics if len(topics) < len(office.book.registers.topics) else ())


def _lists_difficulties(block: BlockFile) -> bool:
    return block.kind == DIFFICULTIES


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _sheet(session: Session, office: Office, asked: Asked) -> Sheet:
    letter = letter_of(session, "")
    row = session.scalars(select(OfficeRow)).one()
    sign = SignFacts(row.sign_for, row.sign_authority, row.approver_title, letter.signer.name, letter.signer.authority)
    return Sheet(
        asked.period.code,
        period_words(office.book.report_words.periods, asked.period),
        asked.period.starts_on,
        asked.period.ends_on,
        asked.counted_on,
        full_name(letter.office),
        letter.office.superior,
        letter.office.place,
        sign,
        letter.training,
    )
