"""What the log calls the acts in it."""

from hn_desk.i18n import _


def action_label(action: str) -> str:
    """The act in the language of the screen; the code itself when it is unknown."""
    return {**_of_records(), **_of_credit(), **_of_office()}.get(action, action)


def _of_records() -> dict[str, str]:
    return {
        "people.save": _("Person saved"),
        "people.read": _("Person looked at"),
        "households.save": _("Household business saved"),
        "households.read": _("Household business looked at"),
        "households.merge": _("Two records of a household business merged"),
        "households.unmerge": _("Merge of two records taken back"),
        "households.apart": _("Two records said to be two household businesses"),
        "households.ask_again": _("Two records may be pointed out as one again"),
        "households.print_list": _("Work list printed"),
        "households.take_along": _("Work list taken along"),
        "contacts.read_visits": _("Visits of a work list read back"),
        "filters.save": _("Question of a list kept"),
        "filters.delete": _("Question of a list deleted"),
        "questions.save": _("Question for reports kept"),
        "questions.delete": _("Question for reports deleted"),
        "contacts.save": _("Contact saved"),
        "conversions.move": _("Conversion moved on"),
        "registers.save": _("Line of a register saved"),
        "registers.delete": _("Line of a register deleted"),
        "targets.save": _("Target saved"),
        "targets.delete": _("Target deleted"),
        "conversions.follow_up": _("Enterprise followed up"),
        "events.save": _("Outreach event saved"),
        "evidence.keep": _("Photo of an outreach event kept"),
        "evidence.describe": _("Photo of an outreach event described"),
        "evidence.remove": _("Photo of an outreach event removed"),
        "groups.save": _("Residential group saved"),
        "workdays.save": _("Day worked or free against the calendar saved"),
        "workdays.delete": _("Day worked or free against the calendar deleted"),
        "imports.write": _("Workbook taken in"),
        "imports.undo": _("Taking in of a workbook undone"),
        "imports.template": _("Columns of a workbook kept as a template"),
        "imports.template_delete": _("Template of a workbook forgotten"),
        "reports.export": _("Report exported"),
        "reports.print": _("Report drawn for printing"),
    }


def _of_credit() -> dict[str, str]:
    return {
        "applications.save": _("Application saved"),
        "applications.read": _("Application read"),
        "applications.check": _("Application checked"),
        "applications.present": _("Application presented"),
        "applications.returned": _("Application returned"),
        "applications.refused": _("Application refused"),
        "applications.withdrawn": _("Application withdrawn"),
        "lists.save": _("List saved"),
        "surveys.save": _("Needs survey saved"),
        "lists.read": _("List read"),
        "lists.present": _("List presented"),
        "lists.returned": _("List returned"),
        "confirmations.confirm": _("Paper confirmed"),
        "confirmations.signature": _("Signature recorded"),
        "confirmations.number": _("Number recorded"),
        "confirmations.sent": _("Marked as sent"),
        "papers.printed": _("Paper printed"),
        "bank.entry": _("Bank's answer or state of the debt entered"),
        "papers.verified": _("Paper checked by its code"),
        "lists.correct": _("Correction of the list begun"),
        "scans.keep": _("Scan of the signed paper kept"),
        "scans.read": _("Scan of the signed paper looked at"),
        "scans.remove": _("Scan of the signed paper removed"),
    }


def _of_office() -> dict[str, str]:
    return {
        "set_up": _("Office set up"),
        "sign_in": _("Signed in"),
        "sign_in.wrong": _("Wrong passphrase typed"),
        "keys.change": _("Keys changed"),
        "account.passphrase": _("Own passphrase changed"),
        "recovery.renew": _("Recovery sheet renewed"),
        "recovery.use": _("Recovery sheet used"),
        "second_key.grant": _("Second key handed over"),
        "second_key.revoke": _("Second key taken back"),
        "log.check": _("Log checked"),
        "log.export": _("Log exported"),
        "support.write": _("Support bundle written"),
        "people.export": _("Personal data handed out"),
        "retention.delete": _("Deleted after the period"),
        "rights.request": _("Request about personal data"),
        "rights.answer": _("Request answered"),
        "log.erase": _("Content erased"),
        "denied": _("Refused: not allowed by role"),
        "sample": _("Training records made"),
        "staff.save": _("Officer saved"),
        "office.save": _("Office's words saved"),
        "forms.install": _("Form installed"),
        "forms.former": _("Former form taken up again"),
        "keys.request": _("Certificate requested"),
        "keys.trust": _("Trust pack installed"),
        "confirmations.broken": _("Changed confirmations found"),
        "keys.certify": _("Certified officers' keys"),
        "packets.seal": _("Packet sealed"),
        "packets.copy": _("Packet copied"),
        "packets.password": _("Packet's password shown"),
        "packets.receive": _("Receipt read"),
        "backup": _("Backup made"),
        "backup.place": _("Place of backups chosen"),
        "integrity": _("Database checked"),
        "restore": _("Office restored from a backup"),
        "restore.read": _("Packets read again after a restore"),
        "restore.printed": _("List of what must be typed again printed"),
        "restore.typed": _("Everything typed again after a restore"),
    }
