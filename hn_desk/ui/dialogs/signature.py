"""What the records clerk writes down: who signed the paper and when, and the number it got."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hn_desk.actions.confirmations import (
    NumberDraft,
    SignatureDraft,
    Subject,
    confirmation,
    next_number,
    record_number,
    record_signature,
    usual_series,
)
from hn_desk.actions.credit_labels import way_label
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import office_facts
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.confirm import at_passphrase, refused_there
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField, SecretField, TextField

WINDOW = "window"
PAPER = "paper"
MOST = 99_999_999


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a dialog starts with; the clerk may change all of it."""

    signer_name: str = ""
    signer_title: str = ""
    way: str = PAPER
    series: str = ""
    number: int = 1


class SubjectDialog(RecordDialog):
    """What stands on the paper of one confirmation."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, subject: Subject) -> None:
        super().__init__(parent, office, jobs)
        self.subject = subject

    def begin(self, proposed: Proposed) -> None:
        """Put in what is proposed and open."""
        raise NotImplementedError


class SignatureDialog(SubjectDialog):
    """Who signed, when, and how."""

    def ask(self) -> None:
        """The signer, the day, the way."""
        self.what.setText(_("Record the signature on the paper"))
        self.form.add("signer_name", _("&Name of the one who signed"), TextField(), is_required=True)
        self.form.beside("signer_title", _("&Position"), TextField(), is_required=True)
        self.form.add("signed_on", _("Signed &on"), DateField(self.office.today), is_required=True)
        ways = [(way, way_label(way)) for way in (WINDOW, PAPER)]
        self.form.beside("way", _("&How it was signed"), ChoiceField(ways, has_empty=False))
        self.passphrase = self.form.add("passphrase", _("Your &passphrase"), SecretField(), is_required=True)
        self.passphrase.explain(_("The one you sign in with: you sign that the paper bears this signature."))

    def begin(self, proposed: Proposed) -> None:
        """Start with the office's approver, or who confirmed in the window, and today."""
        self.form.put(
            {
                "signer_name": proposed.signer_name,
                "signer_title": proposed.signer_title,
                "way": proposed.way,
                "signed_on": self.office.today(),
            }
        )
        self.open()
        self.form.jump("signer_name")

    def save(self) -> None:
        """Record it."""
        values = self.form.values()
        if values is None:
            return
        if values["signed_on"] is None:
            self.form.refuse(_lacks("signed_on", _("Type the day of the signature.")))
            return
        passphrase = values.pop("passphrase")
        if not passphrase:
            self.form.refuse(at_passphrase(_("Type your passphrase.")))
            return
        draft = SignatureDraft(self.subject, **values)
        self.jobs.run(record_signature, self.office, draft, passphrase, then=self.kept, on_refused=self._refused)

    def _refused(self, error: DeskError) -> None:
        self.passphrase.put("")
        self.form.refuse(refused_there(error))


class NumberDialog(SubjectDialog):
    """Văn thư's number, its series and its day; the next number of this register is proposed."""

    def ask(self) -> None:
        """Number, series, day."""
        self.what.setText(_("Record the number that the register gave"))
        self.form.add("number", _("&Number"), NumberField(least=1, most=MOST), is_required=True)
        self.form.beside("series", _("&Series"), TextField(most=30), is_required=True)
        day = self.form.add("issued_on", _("&Day of issue"), DateField(self.office.today), is_required=True)
        day.left.connect(self._propose)

    def begin(self, proposed: Proposed) -> None:
        """Start with the next number and today."""
        self.form.put({"number": proposed.number, "series": proposed.series, "issued_on": self.office.today()})
        self._explain(proposed.number)
        self.open()
        self.form.jump("number")

    def save(self) -> None:
        """Record it."""
        values = self.form.values()
        if values is None:
            return
        number, day = values["number"], values["issued_on"]
        if number is None or day is None:
            name = "number" if number is None else "issued_on"
            self.form.refuse(_lacks(name, _("This is needed.")))
            return
        draft = NumberDraft(self.subject, number, day.year, values["series"], day, self.form.accepted())
        self.jobs.run(record_number, self.office, draft, then=self.kept, on_refused=self.form.refuse)

    def _propose(self) -> None:
        day = self.form.field("issued_on").value()
        series = self.form.field("series").value()
        if day is not None and series:
            self.jobs.run_latest("number", next_number, self.office, series, day.year, then=self._explain)

    def _explain(self, number: int) -> None:
        self.form.field("number").explain(_("Next free number in this register: {n}").format(n=number))


def proposed(office: Office, subject: Subject) -> Proposed:
    """What the records clerk most likely writes down for `subject`."""
    kept, facts = confirmation(office, subject), office_facts(office)
    series = usual_series(office, subject.kind)
    number = next_number(office, series, office.today().year)
    if kept is not None and kept.signer_name:
        return Proposed(kept.signer_name, kept.signer_title, WINDOW, series, number)
    return Proposed(facts.approver_name, facts.approver_title, PAPER, series, number)


def _lacks(name: str, sentence: str) -> InputError:
    return InputError(sentence, problems=(Problem(name, sentence),))
