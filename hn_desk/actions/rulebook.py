"""Every data file of the regulations, read and checked once."""

import csv
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, Final

from hn_desk.errors import ResourceError
from hn_desk.i18n import _
from hn_desk.intake.fields import SubjectFields, load_row_words, load_subject
from hn_desk.rules.conversion import ConversionData, load_conversion
from hn_desk.rules.deadline_file import load_deadlines
from hn_desk.rules.deadlines import DeadlineData
from hn_desk.rules.desks import Desk, load_desks
from hn_desk.rules.duties import Duty, load_duties
from hn_desk.rules.evidence import EvidenceRules, load_evidence
from hn_desk.rules.handover import HandoverRules, load_handover
from hn_desk.rules.household_lists import HouseholdLists, load_household_lists
from hn_desk.rules.outreach import OutreachData, load_outreach
from hn_desk.rules.programme import Programme
from hn_desk.rules.programme_file import load_programme
from hn_desk.rules.reference import Commune, Industry, load_communes, load_industries
from hn_desk.rules.registers import RegisterData, load_registers
from hn_desk.rules.report_file import ReportFile, ReportWords
from hn_desk.rules.report_reading import EXAMPLE_KINDS, load_report, load_report_words
from hn_desk.rules.roles import RoleTable, load_roles
from hn_desk.rules.screening import ScreeningData, load_screening
from hn_desk.rules.targets import TargetData, load_targets
from hn_desk.settings import resources

ROW_WORDS: Final = "row-words.toml"


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The regulations of the day, by code."""

    programmes: Mapping[str, Programme]
    desks: Mapping[str, Desk]
    roles: RoleTable
    deadlines: DeadlineData
    conversion: ConversionData
    households: HouseholdLists
    screening: ScreeningData
    outreach: OutreachData
    evidence: EvidenceRules
    handover: HandoverRules
    targets: TargetData
    registers: RegisterData
    duties: tuple[Duty, ...]
    communes: tuple[Commune, ...]
    industries: tuple[Industry, ...]
    forms: Mapping[str, Mapping[str, Any]]
    imports: Mapping[str, SubjectFields]
    reports: Mapping[str, ReportFile]
    report_words: ReportWords


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where data files are read from: a folder, and over it `texts` that stand in place of its files, by path."""

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)

    def names(self, folder: str) -> list[str]:
        """The paths of the TOML files of one folder, by name."""
        there = {f"{folder}/{path.name}" for path in toml_files(self.folder / folder)}
        return sorted(there | {name for name in self.texts if fnmatchcase(name, f"{folder}/*.toml")})

    def toml(self, name: str) -> dict[str, Any]:
        """One TOML file; ResourceError with its name when it is missing or can't be read."""
        return toml_of(self.texts[name], Path(name).name) if name in self.texts else read_toml(self.folder / name)

    def csv(self, name: str) -> list[dict[str, str]]:
        """The rows of one CSV file by its heading; ResourceError with its name when it can't be read."""
        return csv_of(self.texts[name], Path(name).name) if name in self.texts else read_csv(self.folder / name)


@cache
def rule_book(folder: Path | None = None) -> RuleBook:
    """Read the rules from `folder` (the program's resources when none is named). ResourceError names what is wrong.

    A programme is one file more in `folder/programmes`; nothing else has to know of it. What a city's reference pack
    says is no part of it: that is one office's own, see `book_with`.
    """
    return _read_book(Shelf(folder or resources()))


def book_with(texts: Mapping[str, str], folder: Path | None = None) -> RuleBook:
    """The rules with `texts` (by path, such as `programmes/qd22.toml`) in place of the program's own files.

    ResourceError names file, key and reason of what is wrong. Nothing of it is seen by who asks for `rule_book`.
    """
    if texts:
        return _book_with(tuple(sorted(texts.items())), folder)
    return rule_book() if folder is None else rule_book(folder)


@lru_cache(maxsize=4)
def _book_with(texts: tuple[tuple[str, str], ...], folder: Path | None) -> RuleBook:
    return _read_book(Shelf(folder or resources(), dict(texts)))


def _read_book(shelf: Shelf) -> RuleBook:
    desks = load_desks(shelf.toml("desks.toml"), "desks.toml")
    programmes = [load_programme(shelf.toml(name), Path(name).name, desks) for name in shelf.names("programmes")]
    row_words = load_row_words(shelf.toml(f"reference/{ROW_WORDS}"), ROW_WORDS)
    subjects = [load_subject(shelf.toml(name), Path(name).name, row_words) for name in shelf.names("intake")]
    registers = load_registers(shelf.toml("registers.toml"), "registers.toml")
    topics = {duty.code: duty.topic for duty in registers.duties.values()}
    book = RuleBook(
        programmes={programme.code: programme for programme in programmes},
        desks={desk.code: desk for desk in desks},
        roles=load_roles(shelf.toml("roles.toml"), "roles.toml"),
        deadlines=load_deadlines(shelf.toml("deadlines.toml"), "deadlines.toml", topics),
        conversion=load_conversion(shelf.toml("conversion.toml"), "conversion.toml"),
        households=load_household_lists(shelf.toml("households.toml"), "households.toml"),
        screening=load_screening(shelf.toml("screening.toml"), "screening.toml"),
        outreach=load_outreach(shelf.toml("outreach.toml"), "outreach.toml"),
        evidence=load_evidence(shelf.toml("evidence.toml"), "evidence.toml"),
        handover=load_handover(shelf.toml("handover.toml"), "handover.toml"),
        targets=load_targets(shelf.toml("targets.toml"), "targets.toml"),
        registers=registers,
        duties=load_duties(shelf.toml("duties.toml"), "duties.toml"),
        communes=load_communes(shelf.csv("reference/hanoi_communes.csv"), "hanoi_communes.csv"),
        industries=load_industries(shelf.csv("reference/vsic.csv"), "vsic.csv"),
        forms={Path(name).stem: shelf.toml(name) for name in shelf.names("forms")},
        imports={subject.subject: subject for subject in subjects},
        reports={},
        report_words=load_report_words(shelf.toml("reports.toml"), "reports.toml"),
    )
    return replace(book, reports=_reports(shelf, book))


def audiences_of(book: RuleBook, topics: Collection[str] = ()) -> dict[str, str]:
    """Names of the audiences of every topic and programme by code, where they differ those of `topics`."""
    of_all = {one.code: one.audiences for one in book.programmes.values()}
    of_all |= {one.code: one.audiences for one in book.outreach.topics}
    first = sorted(of_all, key=lambda code: code in topics)
    return {one.code: one.label for code in first for one in of_all[code]}


def _reports(shelf: Shelf, book: RuleBook) -> dict[str, ReportFile]:
    """The official reports, each checked against the codes that the other files know.

    Topics and programmes are also known by the duties about them, so that a lost programme is told as such.
    """
    conversion, of_duties = book.conversion, book.registers.topics
    known = {
        "topics": {*(topic.code for topic in book.outreach.topics), *book.programmes, *of_duties},
        "programmes": {*book.programmes, *of_duties},
        "forms": {one.code for one in book.outreach.forms},
        "audiences": set(audiences_of(book)),
        "groups": set(audiences_of(book)),
        "obstacles": {one.code for one in conversion.obstacles},
        "supports": {one.code for one in conversion.supports},
        "kinds": {*(one.code for one in conversion.kinds), *EXAMPLE_KINDS},
    }
    actions = frozenset(book.roles.lines)
    files = [load_report(shelf.toml(name), Path(name).name, known, actions) for name in shelf.names("reports")]
    return {one.code: one for one in files}


def toml_files(folder: Path) -> list[Path]:
    """The TOML files of one folder, by name."""
    return sorted(folder.glob("*.toml"))


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file; ResourceError with its name when it is missing or can't be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, error) from error


def toml_of(text: str, name: str) -> dict[str, Any]:
    """The content of a TOML text; ResourceError with the name of its file when it can't be read."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(Path(name), error) from error


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of one CSV file by its heading; ResourceError with its name when it is missing or can't be read."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error


def csv_of(text: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV text by its heading; ResourceError with the name of its file when it can't be read."""
    try:
        return list(csv.DictReader(StringIO(text), strict=True))
    except csv.Error as error:
        raise _unreadable(Path(name), error) from error


def _unreadable(path: Path, error: Exception) -> ResourceError:
    return ResourceError(
        _("The program's data file {file} can't be read: {why}.").format(file=path.name, why=error),
        do=_("Install the program again, or put back the file as it was."),
    )
