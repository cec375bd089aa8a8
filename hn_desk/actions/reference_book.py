"""The rules as the city's reference pack has them: which of its files are in use, whether they load, what changes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from hn_desk import __version__
from hn_desk.actions.rulebook import RuleBook, book_with, csv_of, read_toml, toml_of
from hn_desk.errors import ResourceError
from hn_desk.forms.catalogue import load_form
from hn_desk.forms.specimens import OFFICE_FORMS, specimen
from hn_desk.i18n import _
from hn_desk.packets.documents import clean_text
from hn_desk.packets.reference import Reference, digest
from hn_desk.rules.reference_diff import Difference, differences, fixed_changes
from hn_desk.rules.reference_files import Edition, ReferenceTable, city_wins, load_reference_table, newest_day
from hn_desk.settings import resources

TABLE: Final = "reference_files.toml"
_CODES: Final = "ma_xa"


@cache
def reference_table() -> ReferenceTable:
    """Which files may travel; the same for every office and city."""
    return load_reference_table(read_toml(resources() / TABLE), TABLE)


def own_text(name: str, folder: Path | None = None) -> str:
    """The program's own file; "" when it has none of that path. ResourceError when it may not travel."""
    reference_table().kind_of(name)
    path = (folder or resources()) / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def own_names(folder: Path | None = None) -> tuple[str, ...]:
    """The program's own files that may travel, in the order of the table."""
    place = folder or resources()
    found = [sorted(place.glob(kind.path)) for kind in reference_table().files]
    names = [path.relative_to(place).as_posix() for paths in found for path in paths]
    return tuple(name for name in names if any(kind.fits(name) for kind in reference_table().files))


def content_of(name: str, text: str) -> dict[str, Any]:
    """The data in a file's text, {} for none; the rows of a CSV file by their code. ResourceError when unreadable."""
    short = Path(name).name
    if not name.endswith(".csv"):
        return toml_of(text, short)
    rows = csv_of(text, short)
    found: dict[str, Any] = {str(row.get(_CODES)): row for row in rows}
    if len(found) < len(rows):
        raise _wrong(short, _("{key}: a code stands more than once").format(key=_CODES))
    return found


def texts_in_use(reference: Reference, folder: Path | None = None) -> dict[str, str]:
    """The city's files that are in use rather than the program's own (`city_wins`)."""
    return {name: text for name, text in reference.texts.items() if is_in_use(reference, name, folder)}


def is_in_use(reference: Reference, name: str, folder: Path | None = None) -> bool:
    """Whether the city's file `name` is in use rather than the program's own.

    Who receives what is changed by no update of the program: where its file says otherwise, the city's stays.
    """
    entry, own = reference.index.files[name], own_text(name, folder)
    theirs, ours = content_of(name, reference.texts[name]), content_of(name, own)
    city = Edition(newest_day(theirs), entry.sha256, reference.index.program)
    mine = Edition(newest_day(ours), digest(own), __version__) if own else None
    return city_wins(city, entry.base, mine) or _is_asked_apart(name, ours, theirs)


def _is_asked_apart(name: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return any(one.is_asked for one in differences(reference_table(), name, ours, theirs))


def checked_book(texts: Mapping[str, str], folder: Path | None = None) -> RuleBook:
    """The rules with these files, after every check: they may travel, load, keep what is fixed, draw their paper.

    ResourceError names the file, the key and the reason; nothing is kept anywhere.
    """
    table = reference_table()
    if len(texts) > table.most:
        raise _wrong(_("reference pack"), _("more than {most} files").format(most=table.most))
    for name, text in texts.items():
        _check(name, text, folder)
    book = book_with(texts, folder)
    for name in texts:
        if name.startswith("forms/"):
            specimen(load_form(content_of(name, texts[name]), Path(name).name))
    return book


def changes(before: Mapping[str, str], after: Mapping[str, str], folder: Path | None = None) -> tuple[Difference, ...]:
    """What the files `after` say otherwise than those `before`; a file that isn't there is the program's own."""
    told: list[Difference] = []
    for name in sorted({*before, *after}):
        own = own_text(name, folder)
        old, new = before.get(name, own), after.get(name, own)
        if old != new:
            told += differences(reference_table(), name, content_of(name, old), content_of(name, new))
    return tuple(told)


def _check(name: str, text: str, folder: Path | None) -> None:
    table, short = reference_table(), Path(name).name
    kind, own = table.kind_of(name), own_text(name, folder)
    if len(text) > table.largest:
        raise _wrong(short, _("longer than {most} letters").format(most=table.largest))
    try:
        clean_text(text)
    except ValueError as error:
        why = _("letters that may not travel: save it as UTF-8, composed, with plain line ends")
        raise _wrong(short, why) from error
    if not own and not kind.may_be_new:
        raise _wrong(short, _("the program has no such file"))
    if name.startswith("forms/") and Path(name).stem not in OFFICE_FORMS:
        raise _wrong(short, _("this form is the program's own"))
    lost = fixed_changes(kind, content_of(name, own), content_of(name, text))
    if lost:
        raise _wrong(short, _("{keys}: the program fixes this").format(keys=", ".join(lost[:3])))


def _wrong(name: str, why: str) -> ResourceError:
    return ResourceError(
        _("The data file {name} is wrong: {problems}.").format(name=name, problems=why),
        do=_("Mend the file; nothing of it was kept."),
        reason="reference-file",
    )
