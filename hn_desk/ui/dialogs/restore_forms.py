"""The forms of the restore wizard: where the backups are, what opens them, what else is left, numbers, result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QPushButton, QSizePolicy

from hn_desk.actions.confirmations import series_of_forms
from hn_desk.actions.file_codes import FILE_CODES
from hn_desk.actions.restoring import Floor, Member, Restored
from hn_desk.actions.restoring_list import LostList, shown
from hn_desk.actions.restoring_search import COPY, Search
from hn_desk.actions.rulebook import RuleBook
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import Field, MultiLine, NumberField, SecretField, TextField
from hn_desk.ui.widgets.form import Form

PASSPHRASE: Final = "passphrase"
WORDS: Final = "words"
_MOST_NUMBER: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What was typed first: where the backups are, by what they are opened."""

    folder: str
    by: str
    login: str
    passphrase: str
    words: str


class OpeningForm(Form):
    """Which folder or stick, and the passphrase or the words of the recovery sheet."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self.section(_("Where are the backups?"))
        place = self.add("folder", _("&Folder or stick with the backups"), TextField(), is_required=True)
        place.explain(_("The files end in .hnbackup. The whole old folder of the office, copied, is good too."))
        self.add_widget(browse(self, place, _("&Choose the folder…")))
        self.section(_("What opens them?"))
        self.by = ChoiceField([(PASSPHRASE, _("Sign-in name and passphrase")), (WORDS, _("Recovery sheet"))])
        self.add("by", _("&Open with"), self.by)
        self.add("login", _("Sign-in &name"), TextField())
        self.beside("passphrase", _("&Passphrase"), SecretField())
        self.add("words", _("&Words of the recovery sheet, row by row"), MultiLine(rows=4))
        self.put({"folder": str(folder) if folder else "", "by": PASSPHRASE})
        self.by.edited.connect(self._choose)
        self._choose()

    def opening(self) -> Opening | None:
        """What was typed, or None when something can't be read."""
        values = self.values()
        return None if values is None else Opening(**values)

    def _choose(self) -> None:
        by_words = self.by.value() == WORDS
        self.show_field("login", is_shown=not by_words)
        self.show_field("passphrase", is_shown=not by_words)
        self.show_field("words", is_shown=by_words)


class BesideForm(Form):
    """The backup that was found, and what else is left of the old PC; after the recovery sheet, who comes in."""

    def __init__(self, search: Search, members: tuple[Member, ...], suggested: Path | None) -> None:
        super().__init__()
        self.section(_("The newest good backup"))
        self.found = label("\n".join(_found(search)))
        self.add_widget(self.found)
        if members:
            self.section(_("Who comes in by the recovery sheet?"))
            choices = [(one.login, f"{one.name} ({one.login})") for one in members]
            self.add("login", _("&Officer"), ChoiceField(choices), is_required=True)
            self.add("new_passphrase", _("New &passphrase"), SecretField(), is_required=True)
            self.beside("again", _("Passphrase &again"), SecretField(), is_required=True)
        self.section(_("What else is left of the old PC?"))
        outboxes = self.add("outboxes", _("Folders with &packets (outbox, sticks), one a line"), MultiLine(rows=3))
        outboxes.explain(_("From them the program knows what was packed after the backup."))
        self.add_widget(browse(self, outboxes, _("Add a folder of pac&kets…")))
        receipts = self.add("receipts", _("Folders with &receipts of the city, one a line"), MultiLine(rows=3))
        self.add_widget(browse(self, receipts, _("Add a folder of rec&eipts…")))
        self.put({"outboxes": str(suggested) if suggested else ""})
        receipts.explain(_("PDF files whose names begin with BN. Leave it empty when there are none."))


class NumbersForm(Form):
    """The highest numbers that the clerk reads in the register and on papers."""

    def __init__(self, search: Search, book: RuleBook, day: date) -> None:
        super().__init__()
        facts = search.good.head.facts
        known = {(year, series): number for year, series, number in facts.registers if series != FILE_CODES}
        for series in series_of_forms(book):
            known.setdefault((day.year, series), 0)
        self._places = {f"n{at}": place for at, place in enumerate(sorted(known, reverse=True))}
        self._year = day.year
        self.section(_("The highest numbers in the register"))
        self.add_widget(label(_("Type the highest number that the register book shows; new numbers go on above it.")))
        for name, (year, series) in self._places.items():
            words = _("{series} of {year}").format(series=series, year=year)
            self.add(name, words, NumberField(least=0, most=_MOST_NUMBER))
        self.section(_("The highest file code"))
        words = _("File code of this year: {year}-").format(year=day.year)
        code = self.add("code", words, NumberField(most=_MOST_NUMBER))
        code.explain(_("The last file code on the newest paper, such as 15 for {year}-000015.").format(year=day.year))
        self.put({name: known[place] or None for name, place in self._places.items()})

    def floors(self) -> tuple[Floor, ...] | None:
        """What was typed, or None when something can't be read."""
        values = self.values()
        if values is None:
            return None
        typed = [Floor(*place, values[name]) for name, place in self._places.items() if values[name]]
        codes = [Floor(self._year, FILE_CODES, values["code"])] if values["code"] else []
        return (*typed, *codes)


def told(restored: Restored) -> str:
    """What came of a restore, for the last step."""
    lost = restored.lost
    lines = [
        _("✓ The office is restored. Its packets are numbered anew (numbering {n}).").format(n=restored.epoch),
        "",
        *span_lines(lost),
    ]
    if restored.receipts:
        lines.append(_("Receipts read again: {n}").format(n=restored.receipts))
    lines += [f"⚠ {one}" for one in restored.unread_receipts]
    if restored.aside:
        lines += ["", _("What lay here before was not deleted; it lies in {folder}.").format(folder=restored.aside)]
    lines += [
        "",
        _("⚠ Never work with the old PC or the old folder again: the city would see two offices."),
        _("After signing in, the page Today shows line by line what must be typed again."),
    ]
    return "\n".join(lines)


def span_lines(lost: LostList) -> list[str]:
    """What must be typed again, in numbers and days."""
    packed = len(lost.items) + lost.others
    lines = [_("Records known from packets, to be typed again: {n}").format(n=packed)]
    lines += [_("⚠ Packet {packet} was made, but its file was not found.").format(packet=one) for one in lost.missing]
    lines += [_("⚠ {file} could not be read: {why}").format(file=one.name, why=one.why) for one in lost.unread]
    if not lost.rest_done_at or lost.span.acts:
        times = {"since": shown(lost.span.last_act_at), "until": shown(lost.span.restored_at)}
        lines.append(_("Besides, whatever was entered from {since} to {until} and never packed.").format(**times))
    if lost.span.acts is not None:
        lines.append(
            _("The log says that {n} acts of that time are lost, sign-ins and backups among them.").format(
                n=lost.span.acts
            )
        )
    return lines


def browse(form: Form, field: Field, words: str) -> QPushButton:
    """A button that adds a chosen folder to a field."""
    button = QPushButton(words, form)
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    wanted = Wanted(_("Choose a folder"), _("&Use this folder"))
    button.clicked.connect(lambda: ask_folder(form, wanted, _adding(field)))
    return button


def _adding(field: Field) -> Callable[[Path], object]:
    def add(folder: Path) -> None:
        before = str(field.value() or "").strip() if isinstance(field, MultiLine) else ""
        field.put(f"{before}\n{folder}".strip())
        field.edited.emit()

    return add


def folders_in(text: str) -> tuple[Path, ...]:
    """The folders typed, one a line."""
    return tuple(Path(line.strip()) for line in text.splitlines() if line.strip())


def _found(search: Search) -> list[str]:
    good = search.good
    facts = good.head.facts
    kind = _("Copy of the office's folder: {name}") if good.head.reason == COPY else _("Backup: {name}")
    lines = [
        f"✓ {kind.format(name=good.path.name)}",
        _("Made on {moment}; office {office}, numbering {epoch}").format(
            moment=shown(good.head.made_at), office=facts.office, epoch=facts.epoch
        ),
        _("Newest entry of the log in it: {moment}").format(moment=shown(facts.last_at)),
    ]
    if search.bad:
        lines += ["", _("Newer ones that can't be used:")]
        lines += [f"✗ {one.name}: {one.why}" for one in search.bad]
    return lines
