"""The cases of a programme as data: facts on a day and what must be said of them; read, judged, compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hn_desk.i18n import _
from hn_desk.rules.dated import Dated, Period
from hn_desk.rules.facts import APPLICANTS, PERSON, Facts, facts_from
from hn_desk.rules.findings import PASS, VERDICTS, Finding, judgement
from hn_desk.rules.judging import findings, lending_rate
from hn_desk.rules.programme import Programme
from hn_desk.rules.reading import Reader


@dataclass(frozen=True, slots=True)
class StatedCase:
    """One case: `expect` names each check that does not pass; `figure`, `until`, `since` and `rate` where stated.

    `later` holds numbers of a law still to come, laid over the programme's own; `since` the first day of the period
    that decides a number on `day`; `rate` the percent of the poor households' rate.
    """

    name: str
    day: date
    facts: Facts
    expect: Mapping[str, str]
    figure: Mapping[str, str]
    until: Mapping[str, date]
    since: Mapping[str, date]
    later: Mapping[str, tuple[Period[int], ...]]
    rate: int | None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case's name and, where the programme says otherwise than the case, each difference as a sentence."""

    name: str
    differences: tuple[str, ...]


def read_cases(data: Mapping[str, Any], name: str) -> tuple[StatedCase, ...]:
    """Read a case file: facts by kind of applicant, then `cases` that change them. ResourceError names what is wrong.

    A case has `says`, `day`, `expect` and, if it likes, `applicant`, `facts`, `without` (facts not known), `figure`,
    `until`, `since`, `rate`, `numbers` (name → periods with `from` and `value`).
    """
    reader = Reader(data, name)
    for kind in APPLICANTS:
        if reader.has(kind):
            reader.table(kind).names()
    rows = reader.tables("cases")
    stated = [_case(row) for row in rows]
    names = [case.name for case in stated]
    for row, case in zip(rows, stated, strict=True):
        if names.count(case.name) > 1:
            row.problem("says", _("stands more than once"))
    reader.finish()
    return tuple(
        replace(case, facts=_facts(data, row, f"{name}: {case.name}"))
        for case, row in zip(stated, data["cases"], strict=True)
    )


def try_case(programme: Programme, case: StatedCase) -> CaseOutcome:
    """Judge a case by its programme and compare."""
    numbers = {name: _with_later(of, case.later.get(name, ())) for name, of in programme.numbers.items()}
    law = replace(programme, numbers=numbers)
    found = findings(law, case.facts, case.day)
    return CaseOutcome(case.name, (*_unlike(found, case), *_unlike_law(law, case)))


def _with_later(number: Dated[int], later: tuple[Period[int], ...]) -> Dated[int]:
    return replace(number, periods=(*number.periods, *later))


def _unlike(found: tuple[Finding, ...], case: StatedCase) -> Iterator[str]:
    first: dict[str, Finding] = {}
    for one in found:
        first.setdefault(one.check, one)
    said = {name: judgement(one for one in found if one.check == name) for name in first}
    yield from _differences({name: verdict for name, verdict in said.items() if verdict != PASS}, case.expect)
    yield from _differences({name: first[name].figure for name in case.figure if name in first}, case.figure)
    yield from _differences({name: first[name].until for name in case.until if name in first}, case.until)


def _unlike_law(law: Programme, case: StatedCase) -> Iterator[str]:
    deciding = {name: law.numbers[name].period_on(case.day) for name in case.since if name in law.numbers}
    yield from _differences({name: one.since for name, one in deciding.items() if one}, case.since)
    if case.rate is not None:
        yield from _differences({"rate": lending_rate(law, case.facts, case.day)}, {"rate": case.rate})


def _differences(said: Mapping[str, object], stated: Mapping[str, object]) -> Iterator[str]:
    for name in sorted({*said, *stated}):
        if said.get(name) != stated.get(name):
            sentence = _("{name}: stated {stated}, judged {said}")
            yield sentence.format(name=name, stated=stated.get(name, PASS), said=said.get(name, PASS))


def _case(row: Reader) -> StatedCase:
    name = row.text("says")
    row.texts("without")
    if row.has("applicant"):
        row.choice("applicant", APPLICANTS)
    if row.has("facts"):
        row.table("facts").names()
    return StatedCase(
        name=name,
        day=row.day("day"),
        facts=Facts(),
        expect={key: table.choice(key, VERDICTS) for table in _tables(row, "expect") for key in table.names()},
        figure={key: table.text(key) for table in _tables(row, "figure") for key in table.names()},
        until={key: table.day(key) for table in _tables(row, "until") for key in table.names()},
        since={key: table.day(key) for table in _tables(row, "since") for key in table.names()},
        later={key: _periods(table, key, name) for table in _tables(row, "numbers") for key in table.names()},
        rate=row.whole("rate") if row.has("rate") else None,
    )


def _tables(row: Reader, key: str) -> Iterator[Reader]:
    """The table under `key`; none when it may be missing and is."""
    if key == "expect" or row.has(key):
        yield row.table(key)


def _periods(table: Reader, key: str, source: str) -> tuple[Period[int], ...]:
    return tuple(Period(row.day("from"), row.whole("value"), source) for row in table.tables(key))


def _facts(data: Mapping[str, Any], row: Mapping[str, Any], name: str) -> Facts:
    applicant = row.get("applicant", PERSON)
    known = {**data.get(applicant, {}), **row.get("facts", {}), "applicant": applicant}
    return facts_from({key: value for key, value in known.items() if key not in row.get("without", ())}, name)
