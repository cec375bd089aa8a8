"""`reference`: the regulations' data as the city edits them: what may be changed, the draft, what it changes."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from hn_desk import files
from hn_desk.city.reference import (
    draft_text,
    import_file,
    reference_changes,
    reference_rows,
    take_back,
    text_of_file,
)
from hn_desk.city.reference_values import NewValue, add_value, dated_values
from hn_desk.commands.access import add_city, made_folder, read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, parse_date
from hn_desk.rules.reference_diff import Difference, change_words


def arguments(parser: ArgumentParser) -> None:
    """Add the acts of `reference`, each with its options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help=_("the files that may travel, where each stands, and their dated values"))
    acts.add_parser("diff", help=_("what the next trust pack would change for the offices"))
    set_ = acts.add_parser("set", help=_("add a value that holds from a day on"))
    set_.add_argument("file", help=_("the data file, such as programmes/qd22.toml"))
    set_.add_argument("key", help=_("the value's key, as “list” names it; for a holiday: exceptions"))
    set_.add_argument("value", help=_("the new value; for a holiday: worked or free"))
    set_.add_argument("--from", dest="since", required=True, help=_("the first day, such as 01/01/2027"))
    set_.add_argument("--source", required=True, help=_("the paper that says so"))
    import_ = acts.add_parser("import", help=_("take a whole edited file into the draft"))
    import_.add_argument("file", help=_("the data file that it stands for, such as programmes/qd22.toml"))
    import_.add_argument("path", type=Path, help=_("the edited file"))
    for act in (set_, import_):
        act.add_argument("--retroactive", action="store_true", help=_("confirm a day gone by, as the paper says"))
    export = acts.add_parser("export", help=_("write the draft's file out, to be edited"))
    export.add_argument("file", help=_("the data file, such as programmes/qd22.toml"))
    export.add_argument("--into", type=Path, required=True, help=_("folder for the file"))
    undo = acts.add_parser("undo", help=_("let a file be again as the newest trust pack has it"))
    undo.add_argument("file", help=_("the data file, such as programmes/qd22.toml"))
    for act in acts.choices.values():
        add_city(act)
        act.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(options: Namespace) -> Outcome:
    """Do one act. ResourceError names file, key and reason of a mistake; then nothing is kept."""
    acts = {"list": _list, "diff": _diff, "set": _set, "import": _import, "export": _export, "undo": _undo}
    return acts[options.act](options)


def _list(options: Namespace) -> Outcome:
    rows, values = reference_rows(options.city), dated_values(options.city)
    facts = {
        "files": [{"file": row.id, **{k: v for k, v in asdict(row).items() if k != "id"}} for row in rows],
        "values": [asdict(value) for value in values],
    }
    lines = [f"{row.group} · {row.title} · {row.id} · {row.state}" for row in rows]
    told = [
        f"  {one.file} {one.key} = {one.value} · {_since(one.since)} · {one.about} · {one.source}" for one in values
    ]
    return Outcome(facts, (*lines, *told))


def _diff(options: Namespace) -> Outcome:
    told = reference_changes(options.city)
    lines = tuple(change_words(one) for one in told) or (_("The next trust pack changes no rule."),)
    return Outcome({"changes": [_plain(one) for one in told]}, lines)


def _set(options: Namespace) -> Outcome:
    today = date.today()
    since = parse_date(options.since, today=today)
    new = NewValue(options.file, options.key, options.value, since, options.source, options.retroactive)
    add_value(options.city, new, today)
    return _diff(options)


def _import(options: Namespace) -> Outcome:
    text = text_of_file(read_file(options.path), options.path.name)
    import_file(options.city, options.file, text, date.today(), is_retroactive=options.retroactive)
    return _diff(options)


def _export(options: Namespace) -> Outcome:
    text = draft_text(options.city, options.file)
    path = files.copy_out(text.encode(), made_folder(options.into), Path(options.file).name)
    return Outcome({"file": str(path)}, (_("Kept as {name}.").format(name=path.name),))


def _undo(options: Namespace) -> Outcome:
    take_back(options.city, options.file)
    return _diff(options)


def _plain(one: Difference) -> dict[str, object]:
    return {**asdict(one), "since": one.since.isoformat() if one.since else None}


def _since(day: date) -> str:
    return _("from {day}").format(day=format_date(day))
