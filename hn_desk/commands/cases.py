"""`cases`: every case of every programme's case file, judged by the programme's data as it stands."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hn_desk.actions.rulebook import read_toml, rule_book, toml_files
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import ResourceError
from hn_desk.i18n import _
from hn_desk.rules.case_file import CaseOutcome, read_cases, try_case
from hn_desk.settings import resources

IN_THE_SOURCE: Final = Path("tests") / "programmes"
"""The case files stand beside the tests that hold them: a built program has none and must be given a folder."""


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    usual = resources().parent / IN_THE_SOURCE
    parser.add_argument(
        "--folder",
        type=_folder_of_cases,
        default=str(usual),
        help=_("folder with a case file for each programme; tests/programmes of the program's source when left out"),
    )


def run(options: Namespace) -> Outcome:
    """Judge all cases; good when each is judged as it says. ResourceError for a broken or missing case file."""
    tried = list(_tried(options.folder))
    red = [(code, one) for code, one in tried if one.differences]
    programmes = {code for code, _one in tried}
    summary = _("{n} cases of {programmes} programmes, {red} judged otherwise than they say.")
    lines = [f"{code}: {one.name} {'; '.join(one.differences)}" for code, one in red]
    lines.append(summary.format(n=len(tried), programmes=len(programmes), red=len(red)))
    stated = [{"programme": code, "name": one.name, "passed": not one.differences} for code, one in tried]
    return Outcome({"cases": stated}, tuple(lines), is_good=not red, is_bare=True)


def _tried(folder: Path) -> Iterator[tuple[str, CaseOutcome]]:
    programmes = rule_book().programmes
    missing = [code for code in programmes if not (folder / f"{code}.toml").is_file()]
    if missing:
        raise ResourceError(
            _("There is no case file for {programmes}.").format(programmes=", ".join(missing)),
            do=_("Write one a programme, named after its code; README.md shows how."),
        )
    for path in toml_files(folder):
        if path.stem not in programmes:
            raise ResourceError(
                _("The case file {name} belongs to no programme.").format(name=path.name),
                do=_("Name it after the programme's code, or take it away."),
            )
        for case in read_cases(read_toml(path), path.name):
            yield path.stem, try_case(programmes[path.stem], case)


def _folder_of_cases(named: str) -> Path:
    folder = Path(named)
    if not folder.is_dir() or not toml_files(folder):
        sentence = _("there are no case files in {folder}; name the folder that holds them with --folder")
        raise ArgumentTypeError(sentence.format(folder=folder))
    return folder
