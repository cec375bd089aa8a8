"""The tab of certificates: each with its state and last day; those that must count no more are revoked."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hn_desk.city.certificate_list import CertificateRow, certificate_rows
from hn_desk.city.renewing import Clock, Revocation, renew_list, revoke
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

WRONG_PASSPHRASE: Final = "key-file"
COUNTING: Final = ("good", "ending")
OFFICE_ROLES: Final = ("office", "check")


class Certificates(QWidget):
    """Every certificate at the left; at the right the one that is chosen, to be revoked."""

    changed = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._choose)
        self.form = Form()
        self.who = label(_("Choose a certificate of the list."))
        self.told = label("", "good")
        self.told.hide()
        self._fill_form()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 0, 8)
        row.addWidget(self.table, 7)
        row.addWidget(self.form, 5)
        self._choose(None)

    def reload(self) -> None:
        """Read the certificates again."""
        self._jobs.run_latest("city certificates", certificate_rows, self._folder, self._clock(), then=self._show)

    def _show(self, rows: tuple[CertificateRow, ...]) -> None:
        self.table.put(rows)
        self._choose(self.table.chosen_row())

    def _choose(self, row: CertificateRow | None) -> None:
        can_go = row is not None and row.state in COUNTING and not row.is_in_use
        self.revoke_button.setEnabled(can_go)
        self.form.show_field("both", is_shown=row is not None and row.role in OFFICE_ROLES and can_go)
        if row is not None:
            self.who.setText(_("{owner}: {role}, good until {day}.").format(owner=_owner(row), **_facts(row)))

    def _revoke(self) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        if not self.passphrase.value():
            self._refused(no_passphrase())
            return
        what = Revocation(self._serials(row), self.reason.value() or "")
        if not what.reason:
            words = _("Write why these certificates no longer count.")
            self._refused(InputError(words, problems=(Problem("reason", words),)))
            return
        act = partial(revoke, self._folder, self.passphrase.value(), what, clock=self._clock)
        ask(self, self._question(row, len(what.serials)), lambda: self._run(act, self._revoked))

    def _question(self, row: CertificateRow, count: int) -> Question:
        offices = len({one.owner for one in self.table.rows() if one.role in OFFICE_ROLES})
        mine = _(
            "What this office has signed and no desk has taken yet counts no more. To go on, it makes new keys and you"
            " certify them after comparing four words."
        )
        ours = _("What was signed by it counts no more at {n} offices as soon as each has taken the next trust pack.")
        follows = mine if row.role in OFFICE_ROLES else ours.format(n=offices)
        return Question(
            _("Revoke {n} certificates of {owner}?").format(n=count, owner=_owner(row)),
            " ".join((follows, _("Nothing takes this back."))),
            yes=_("&Revoke"),
            no=_("&Keep"),
        )

    def _serials(self, row: CertificateRow) -> tuple[str, ...]:
        if row.role not in OFFICE_ROLES or not self.both.value():
            return (row.id,)
        mine = (one for one in self.table.rows() if one.owner == row.owner and one.role in OFFICE_ROLES)
        return tuple(one.id for one in mine if one.state in COUNTING)

    def _revoked(self, number: int) -> None:
        words = _("Revoked: list {number} says so. Write the trust pack now and send it to every office.")
        self._tell(words.format(number=number))

    def _renew_list(self) -> None:
        self._run(partial(renew_list, self._folder, self.passphrase.value(), clock=self._clock), self._renewed)

    def _renewed(self, due: datetime) -> None:
        words = _("The list of revoked certificates was made anew; the next one is due on {day}.")
        self._tell(words.format(day=format_date(due.astimezone().date())))

    def _run(self, act: Callable[[], object], then: Callable[..., object]) -> None:
        if not self.passphrase.value():
            self._refused(no_passphrase())
            return
        self._jobs.run(act, then=then, on_refused=self._refused)

    def _refused(self, error: DeskError) -> None:
        self.told.hide()
        self.form.refuse(at_passphrase(error))

    def _tell(self, words: str) -> None:
        self.form.summary.forget()
        self.form.put({"both": True})
        self.told.setText(f"✓ {words}")
        self.told.show()
        self.reload()
        self.changed.emit()

    def _fill_form(self) -> None:
        self.form.section(_("Revoke a certificate"))
        self.form.add_widget(self.who)
        self.both = self.form.add("both", _("&Keys"), FlagField(_("Every key of this office that still counts")))
        self.both.put(True)
        self.reason = self.form.add("reason", _("&Why"), TextField())
        self.reason.explain(_("It stands in the authority's register, such as: the office's PC was stolen."))
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.form.add_widget(self.told)
        self.form.section(_("List of revoked certificates"))
        self.form.add_widget(label(_("It holds for 90 days, and is made anew with each revocation.")))
        self.list_button = button(_("Make the &list anew"))
        self.list_button.clicked.connect(self._renew_list)
        self.list_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.form.add_widget(self.list_button)
        self.revoke_button = self.form.add_button(_("&Revoke"), self._revoke, is_main=True)


def no_passphrase() -> DeskError:
    """The refusal of an act of the authority without its passphrase, at the field."""
    words = _("Type the authority's passphrase.")
    return InputError(words, problems=(Problem("passphrase", words),))


def at_passphrase(error: DeskError) -> DeskError:
    """A refusal that belongs to the field of the passphrase, there; any other as it is."""
    if error.reason != WRONG_PASSPHRASE:
        return error
    return InputError(error.what, problems=(Problem("passphrase", str(error)),))


def _owner(row: CertificateRow) -> str:
    return f"{row.name} ({row.owner})" if row.owner else _("The city itself")


def _facts(row: CertificateRow) -> dict[str, str]:
    return {"role": _roles()[row.role], "day": format_date(row.until.astimezone().date())}


def _roles() -> dict[str, str]:
    return {
        "root": _("root"),
        "delegate": _("signs trust packs"),
        "desk": _("opens packets"),
        "receipt": _("signs receipts"),
        "office": _("signs packets"),
        "check": _("check codes on paper"),
    }


def _state(row: CertificateRow) -> str:
    if row.state == "revoked" and row.revoked_on:
        return _("✗ Revoked on {day}").format(day=format_date(row.revoked_on.astimezone().date()))
    words = {"good": _("✓ Good"), "ending": _("⚠ Ends soon"), "ended": _("✗ Ended")}
    return words.get(row.state, "")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Whose"), _owner, letters=26),
        Column(_("For"), lambda row: _roles()[row.role], letters=16),
        Column(_("State"), _state, letters=20),
        Column(_("Good until"), lambda row: _facts(row)["day"], letters=11),
    )
