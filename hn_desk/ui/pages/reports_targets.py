"""The office's assigned targets: what was assigned for a year or quarter, with the paper that says so."""

from functools import partial
from typing import Final

from hn_desk.actions.conversion_numbers import years
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.source_words import source_words
from hn_desk.actions.targets import QUARTERS, WHOLE_YEAR, TargetDraft, TargetRow, delete_target, save_target, targets
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.pages.reports_numbers import quarter_label
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import NumberField, TextField
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

MOST: Final = 1_000_000_000


class Targets(TablePart):
    """The tab of targets: everyone who sees the figures reads them, economy clerks and the head change them."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        self._kinds = {kind.code: kind for kind in office.book.targets.kinds}
        super().__init__(office, jobs, SmallTable(self._columns()))
        self.new.setText(_("&New target"))
        form = self.form
        self.year = form.add("year", _("&Year"), ChoiceField(has_empty=False), is_required=True)
        form.beside("quarter", _("&Quarter"), ChoiceField(_quarters(), has_empty=False))
        offered = [(code, kind.label) for code, kind in self._kinds.items()]
        self.kind = form.add("kind", _("What is to be &reached"), ChoiceField(offered), is_required=True)
        form.add("number", _("&Number assigned"), NumberField(least=1, most=MOST), is_required=True)
        paper = TextField(_("such as: QĐ 12/QĐ-UBND ngày 05/01/2026"))
        form.add("source", _("&Paper that assigns it"), paper, is_required=True)
        self.kind.edited.connect(self._explain)
        self.delete = form.add_button(_("&Delete…"), self._ask_delete)
        self.save = form.add_button(_("&Save"), self._save, is_main=True)
        may_write = office.may("targets.write")
        for button in (self.new, self.save):
            button.setVisible(may_write)
        form.lock(is_locked=not may_write)

    def reload(self) -> None:
        """Read the targets."""
        self.jobs.run_latest("targets", targets, self.office, then=self.put_rows)

    def show_row(self, row: TargetRow | None) -> None:
        """Put a target into the form."""
        self.delete.setVisible(row is not None and self.office.may("targets.write"))
        offered = {*years(self.office), *([row.year] if row else [])}
        self.year.offer([(str(year), str(year)) for year in sorted(offered, reverse=True)])
        if row is None:
            self.form.put({"year": str(self.office.today().year), "quarter": str(WHOLE_YEAR)})
        else:
            codes = {"year": str(row.year), "quarter": str(row.quarter)}
            self.form.put({**codes, "kind": row.kind, "number": row.number, "source": row.source})
        self._explain()

    def _explain(self) -> None:
        kind = self._kinds.get(str(self.kind.value()))
        self.kind.explain(source_words(kind.source) if kind else "")

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
            codes = {name: int(values[name]) for name in ("year", "quarter")}
            draft = TargetDraft(**{**values, **codes}, **kept)
            self.jobs.run(save_target, self.office, draft, then=self.saved, on_refused=self.form.refuse)

    def _ask_delete(self) -> None:
        row = self.row
        what = _("Take out this target: {what}, {number}?")
        told = what.format(what=self._label(row.kind), number=format_dong(row.number))
        ask(self, Question(told, yes=_("&Delete it"), no=_("&Keep it")), partial(self._delete, row))

    def _delete(self, row: TargetRow) -> None:
        self.jobs.run(delete_target, self.office, row.id, row.version, then=self._deleted, on_refused=self.form.refuse)

    def _deleted(self, _changed: Changed) -> None:
        self.said.emit(_("Deleted."))
        self._open(None)

    def _label(self, kind: str) -> str:
        """What a kind is called; its code when the data no longer know it."""
        return self._kinds[kind].label if kind in self._kinds else kind

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Year"), lambda row: str(row.year), letters=5, is_number=True),
            Column(_("Quarter"), lambda row: quarter_label(row.quarter) if row.quarter else "", letters=7),
            Column(_("What is to be reached"), lambda row: self._label(row.kind), letters=28),
            Column(_("Number"), lambda row: format_dong(row.number), letters=8, is_number=True),
            Column(_("Paper that assigns it"), lambda row: row.source, letters=22),
        )


def _quarters() -> list[tuple[str, str]]:
    return [(str(WHOLE_YEAR), _("Whole year")), *((str(n), quarter_label(n)) for n in QUARTERS)]
