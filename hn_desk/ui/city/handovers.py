"""The handover book of a desk: written by what the desk does, completed by the clerk; amber when open long."""

from hn_desk.actions.handover import medium_label
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.handovers import (
    KINDS,
    MEDIA,
    HandoverDraft,
    HandoverLine,
    HandoverPages,
    handover_book,
    handover_pages,
    kind_label,
    write_handover,
)
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui import theme
from hn_desk.ui.dialogs.packet_words import button, shown_moment
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

_FIXED = ("office", "kind", "reference", "medium")


class Handovers(TablePart):
    """The lines at the left, the chosen one's form at the right."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__(desk, jobs, SmallTable(_columns()))  # type: ignore[arg-type]  # a part of the city's desk
        self.desk = desk
        self.new.setText(_("&New line"))
        self.print_button = button(_("&Print the book…"))
        self.print_button.clicked.connect(self._print)
        self.top.addWidget(self.print_button)
        offices = [(one.code, f"{one.code} {one.full_name}") for one in rule_book().communes]
        self.form.add("office", _("&Office"), ChoiceField(offices), is_required=True)
        self.form.add("kind", _("&What"), ChoiceField([(kind, kind_label(kind)) for kind in KINDS], has_empty=False))
        self.form.add("reference", _("W&hich (number or file)"), TextField(), is_required=True)
        media = [(medium, medium_label(medium)) for medium in MEDIA]
        self.form.add("medium", _("On w&hat"), ChoiceField(media, has_empty=False))
        self.form.add("person", _("Handed &to or brought by"), TextField())
        self.form.add("received_on", _("&Received on"), DateField(desk.today))
        self.form.add("note", _("N&ote"), TextField())
        self.form.add_button(_("&Save"), self._save, is_main=True)
        for part in (self.new, self.form):
            part.setVisible(desk.may("handovers.write"))

    def reload(self) -> None:
        """Read the book."""
        self.jobs.run_latest("handovers", handover_book, self.desk, then=self.put_rows)

    def show_row(self, row: HandoverLine | None) -> None:
        """Put a line into the form; what the desk wrote of it stays as it is."""
        names = (*_FIXED, "person", "received_on", "note")
        self.form.put({"kind": "trust", "medium": "stick"} if row is None else {n: getattr(row, n) for n in names})
        for name in _FIXED:
            self.form.field(name).setEnabled(row is None)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = HandoverDraft(**values, id=self.row.id if self.row else None)
            self.jobs.run(write_handover, self.desk, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: object) -> None:
        self.form.keep()
        self.said.emit(_("Saved."))
        if self.row is None:
            self.show_row(None)
        self.reload()

    def _print(self) -> None:
        self.jobs.run(handover_pages, self.desk, then=self._preview)

    def _preview(self, pages: HandoverPages) -> None:
        PreviewDialog(Paper(pages.name, pages.pdf, _("Handover book")), lambda _copies: None, self).open()


def _state(row: HandoverLine) -> str:
    if row.received_on:
        return format_date(row.received_on)
    return _("! open for {n} days").format(n=row.days) if row.is_late else _("open")


def _ink(row: HandoverLine) -> str:
    return theme.TRAINING if row.is_late else ""


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Written"), lambda row: shown_moment(row.at), letters=15),
        Column(_("Office"), lambda row: row.office_name, letters=17),
        Column(_("What"), lambda row: f"{kind_label(row.kind)} {row.reference}", letters=22),
        Column(_("Received on"), _state, letters=13, ink=_ink),
        Column(_("Person"), lambda row: row.person, letters=12),
    )
