"""What văn thư writes down of an official report: its number and day, when it was sent and to whom."""

from typing import ClassVar

from hn_desk.actions.office_report_facts import Composed, ReportNumber, ReportSending
from hn_desk.actions.office_report_freezing import number_report, send_report
from hn_desk.i18n import _
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField


class NumberDialog(RecordDialog):
    """Number and day of a frozen report."""

    size_at_first: ClassVar[tuple[int, int]] = (520, 240)

    def ask(self) -> None:
        """The number, the day."""
        self.what.setText(_("Number and day of the report"))
        self.form.add("number", _("&Number"), TextField(most=20), is_required=True)
        self.form.beside("issued_on", _("&Day"), DateField(self.office.today), is_required=True)

    def begin(self, report: Composed) -> None:
        """Start with what was given, or today."""
        self.report = report
        self.form.field("number").explain(
            _("The number alone; “{notation}” follows by itself.").format(notation=report.document.notation)
        )
        self.form.put({"number": report.document.number, "issued_on": report.document.issued_on or self.office.today()})
        self.open()
        self.form.jump("number")

    def save(self) -> None:
        """Hand number and day over."""
        values = self.form.values()
        if values is not None:
            draft = ReportNumber(self.report.id or "", self.report.version, values["number"], values["issued_on"])
            self.jobs.run(number_report, self.office, draft, then=self.kept, on_refused=self.form.refuse)


class SendingDialog(RecordDialog):
    """When a numbered report was sent, to whom, in which way."""

    size_at_first: ClassVar[tuple[int, int]] = (560, 320)

    def ask(self) -> None:
        """The day, the receiver, the way."""
        self.what.setText(_("When and to whom the report was sent"))
        self.form.add("sent_on", _("&Sent on"), DateField(self.office.today), is_required=True)
        self.form.add("sent_to", _("Sent &to"), TextField())
        self.form.add("sent_way", _("&How"), TextField(_("such as: by the document system, by post")))

    def begin(self, report: Composed) -> None:
        """Start with today and the first receiver on the paper."""
        self.report = report
        receiver = next(iter(report.document.receivers), "").strip("- ;.")
        self.form.put({"sent_on": self.office.today(), "sent_to": receiver.partition(" (")[0]})
        self.open()
        self.form.jump("sent_on")

    def save(self) -> None:
        """Hand it over."""
        values = self.form.values()
        if values is not None:
            draft = ReportSending(self.report.id or "", self.report.version, **values)
            self.jobs.run(send_report, self.office, draft, then=self.kept, on_refused=self.form.refuse)
