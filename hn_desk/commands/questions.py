"""`questions`: what a desk of the city asks its offices: list, ask, send, drop, close."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Final

from hn_desk.city.desk import CityDesk
from hn_desk.city.question_facts import CityAsked, kind_label, state_label
from hn_desk.city.questions import ask, close, drop, edit, find_questions, questions, send
from hn_desk.commands.access import add_city, opened_desk
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

ACTS: Final = {"send": send, "drop": drop, "close": close}


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help=_("look for what is worth a question, then list them"))
    listed.add_argument("--all", action="store_true", help=_("closed and dropped ones too"))
    asked = acts.add_parser("ask", help=_("ask an office about a record that the desk holds"))
    for name in ("office", "subject", "record", "text"):
        asked.add_argument(name)
    edited = acts.add_parser("edit", help=_("change the text of a proposed question"))
    edited.add_argument("question")
    edited.add_argument("text")
    for name, words in (
        ("send", _("let a proposed question go with the office's next receipt")),
        ("drop", _("drop a proposed question for good")),
        ("close", _("close a question that was sent")),
    ):
        acts.add_parser(name, help=words).add_argument("question")


def run(options: Namespace) -> Outcome:
    """Do the act, then say how the questions stand. DeskError for an unknown question or record."""
    with opened_desk(options, options.desk) as desk:
        made = _do(desk, options)
        found = questions(desk, only_open=not (options.act == "list" and options.all))
    facts = {"questions": [asdict(one) for one in found]} | ({"id": made} if made else {})
    return Outcome(facts, tuple(map(_line, found)) or (_("No question is open."),))


def _do(desk: CityDesk, options: Namespace) -> str:
    """The id of the question that was asked; empty for any other act."""
    if options.act == "list":
        if desk.may("questions.write"):
            find_questions(desk)
    elif options.act == "ask":
        return ask(desk, options.office, options.subject, options.record, options.text)
    elif options.act == "edit":
        edit(desk, options.question, options.text)
    else:
        ACTS[options.act](desk, options.question)
    return ""


def _line(one: CityAsked) -> str:
    return f"{one.id} {one.office} [{state_label(one.state)}; {kind_label(one.kind)}] {one.text} {one.answer}".strip()
