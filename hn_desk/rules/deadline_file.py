"""`deadlines.toml` read and checked: the deadlines, days against the calendar, how requests are reminded."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from hn_desk.i18n import _
from hn_desk.rules.deadlines import Deadline, DeadlineData, DeadlineKind, Proof, Span
from hn_desk.rules.reading import Reader


def load_deadlines(
    data: Mapping[str, object], name: str, topics: Mapping[str, str] = MappingProxyType({})
) -> DeadlineData:
    """Make DeadlineData of a file's tables and the `topics` of duties by code.

    ResourceError names the file, each key and what is wrong with it.
    """
    reader = Reader(data, name)
    rows = reader.tables("deadlines")
    deadlines = tuple(_deadline(row) for row in rows)
    codes = [deadline.code for deadline in deadlines]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    swapped = [
        (row.day("day"), row.flag("worked"), row.text("source")) for row in reader.tables("exceptions", optional=True)
    ]
    asked = reader.table("requests")
    lead_days, months = asked.whole("lead_days"), asked.whole("last_year_months")
    asked.text("source")
    reader.finish()
    exceptions = {day: worked for day, worked, _source in swapped}
    sources = {day: source for day, _worked, source in swapped}
    return DeadlineData(deadlines, exceptions, sources, topics, lead_days, months)


def _deadline(reader: Reader) -> Deadline:
    kind = reader.choice("kind", tuple(DeadlineKind))
    span = reader.choice("period", tuple(Span))
    proofs = tuple(Proof(word) for word in reader.texts("proofs", tuple(Proof), optional=False) if word in tuple(Proof))
    report = reader.text("report", optional=Proof.REPORT not in proofs)
    desk = reader.text("desk", optional=Proof.PACKET not in proofs)
    return Deadline(
        code=reader.text("code"),
        duty=reader.text("duty"),
        title=reader.text("title"),
        receiver=reader.text("receiver"),
        source=reader.text("source"),
        kind=DeadlineKind(kind) if kind in tuple(DeadlineKind) else DeadlineKind.ONCE,
        lead_days=reader.whole("lead_days"),
        since=reader.day("from"),
        until=reader.day_if_any("to"),
        is_off=reader.has("off") and reader.flag("off"),
        topic=reader.text("topic", optional=True),
        span=Span(span) if span in tuple(Span) else Span.YEAR,
        proofs=proofs,
        report=report,
        desk=desk,
        instruction="",
        **_numbers(reader, kind),
    )


def _numbers(reader: Reader, kind: str) -> dict[str, int]:
    """Read the numbers this kind needs; a monthly day is 1 to 28, so that every month has it."""
    limits = {"day": 31, "month": 12, "quarter": 4, "year": 2100}
    wanted = {
        DeadlineKind.MONTHLY: ("day",),
        DeadlineKind.BEFORE: ("day", "month"),
        DeadlineKind.YEARLY: ("day", "month"),
        DeadlineKind.ONCE: ("day", "month", "year"),
        DeadlineKind.QUARTER: ("quarter", "year"),
    }
    read = {key: reader.whole(key) for key in (wanted[DeadlineKind(kind)] if kind in tuple(DeadlineKind) else ())}
    for key, value in read.items():
        most = 28 if kind == DeadlineKind.MONTHLY else limits[key]
        if not 1 <= value <= most:
            reader.problem(key, _("must lie between 1 and {most}").format(most=most))
            read[key] = 1
    _note_no_such_day(reader, read)
    return read


def _note_no_such_day(reader: Reader, read: Mapping[str, int]) -> None:
    try:
        date(max(read.get("year", 2023), 1), read.get("month", 1), read.get("day", 1))
    except ValueError:
        reader.problem("day", _("is not a day of that month"))
