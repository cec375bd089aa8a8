"""`judge`: what a programme's checks say of facts in a JSON file, without an office. docs/facts.md names the fields."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Final, NoReturn

from hn_desk.actions.credit_labels import verdict_label
from hn_desk.actions.rulebook import rule_book
from hn_desk.commands.access import read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import InputError, Problem, ResourceError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.facts_file import Question, read_question
from hn_desk.rules.findings import Finding, eligible_until, judgement
from hn_desk.rules.judging import findings, lending_rate

REASON: Final = "facts"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("facts", type=Path, metavar="FACTS.json", help=_("programme, day, applicant and facts"))


def run(options: Namespace) -> Outcome:
    """Judge the facts by the programme's law of that day. InputError names every field that is wrong."""
    question = _question(options.facts)
    programme = rule_book().programmes[question.programme]
    found = findings(programme, question.facts, question.day)
    verdict, until = judgement(found), eligible_until(found)
    facts = {
        "programme": question.programme,
        "day": question.day,
        "applicant": question.facts.applicant,
        "verdict": verdict,
        "eligible_until": until,
        "rate_percent_of_poor": lending_rate(programme, question.facts, question.day),
        "findings": [_plain(finding) for finding in found],
    }
    lines = [f"{programme.name}: {verdict_label(verdict)}", *(_line(finding) for finding in found)]
    if until:
        lines.append(_("Eligible until {day}.").format(day=format_date(until)))
    return Outcome(facts, tuple(lines))


def _question(path: Path) -> Question:
    data = _read_json(path)
    try:
        return read_question(data, path.name, tuple(rule_book().programmes))
    except ResourceError as error:
        raise InputError(
            _("The facts in {name} can't be judged.").format(name=path.name),
            do=_("Mend the fields named; docs/facts.md in the program's source tells them all."),
            reason=REASON,
            problems=tuple(Problem(one.field, f"{one.field or path.name}: {one.what}") for one in error.problems),
        ) from error


def _read_json(path: Path) -> object:
    try:
        return json.loads(read_file(path).decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("{name} is not JSON that can be read: {why}.").format(name=path.name, why=error),
            do=_("Write programme, day, applicant and facts as docs/facts.md shows, in UTF-8."),
            reason=REASON,
        ) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(_("{field} stands more than once").format(field=twice))
    return dict(pairs)


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("{word} is no number").format(word=word))


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.check,
        "verdict": finding.verdict,
        "figure": finding.figure,
        "article": finding.article,
        "sentence": finding.sentence,
        "eligible_until": finding.until,
    }


def _line(finding: Finding) -> str:
    parts = (finding.sentence, finding.figure, finding.article)
    return f"- {verdict_label(finding.verdict)}: {' · '.join(filter(None, parts))}"
