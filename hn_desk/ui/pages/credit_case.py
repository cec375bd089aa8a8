"""An application or a list as its buttons need it: in one line, and whom it waits for."""

from hn_desk.actions.credit import ApplicationFacts, Subject
from hn_desk.actions.credit_facts import ListFacts
from hn_desk.actions.credit_labels import state_label, verdict_label
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.credit import CHECKED, DRAFT, ISSUED, LISTED, PRESENTED, REFUSED, RETURNED, SIGNED, WITHDRAWN
from hn_desk.rules.money import format_dong
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST
from hn_desk.ui.pages.credit_acts import NOTICE, OVERLAY, Case, bank_acts, subject_acts


def application_case(office: Office, facts: ApplicationFacts) -> Case:
    """The case of an application; a line of a list has the way to its list."""
    may = facts.may | subject_acts(facts.subject) | bank_acts(facts.bank)
    if facts.state in (REFUSED, RETURNED, WITHDRAWN) and office.may("forms.print"):
        may |= {NOTICE}
    if facts.subject.kind == BY_APPLICATION and "print" in may:
        may |= {OVERLAY}
    is_line = facts.subject.kind == BY_LIST
    waits = _line_waits(facts) if is_line else _waits(office, facts.state, facts.may)
    if facts.state == RETURNED:
        waits = _returned(facts)
    return Case(facts.draft.id or "", facts.subject, False, may, summary_of(facts), waits, facts.bank)


def list_case(office: Office, facts: ListFacts) -> Case:
    """The case of a police list."""
    counted = [line for line in facts.lines if line.state not in (REFUSED, WITHDRAWN)]
    total = sum(line.amount or 0 for line in counted)
    summary = _("{programme}, list {name}: {n} lines, {amount} đồng in all.").format(
        programme=facts.programme_name, name=facts.name, n=len(counted), amount=format_dong(total)
    )
    if facts.correction:
        summary = f"{summary}\n{facts.correction}"
    waits = _waits(office, facts.state, facts.may)
    if facts.state == RETURNED:
        waits = _("Returned: {reason}").format(reason=facts.reason)
    if facts.state == WITHDRAWN and facts.reason:
        waits = facts.reason
    may = facts.may
    if facts.state == PRESENTED and all(line.state != CHECKED for line in facts.lines):
        may -= {"present"}
    return Case(facts.draft.id or "", Subject(BY_LIST, facts.draft.id or ""), True, may, summary, waits)


def summary_of(facts: ApplicationFacts) -> str:
    """What would be confirmed, line by line: file, who applies, for what and how much, what the checks said."""
    draft = facts.draft
    name = draft.person.name if draft.person else draft.establishment.name if draft.establishment else ""
    amount = draft.facts.get("amount")
    lines = [f"{facts.file_code} · {facts.programme_name}", name]
    if isinstance(amount, int):
        lines.append(_("Amount: {amount} đồng").format(amount=format_dong(amount)))
    if facts.verdict:
        lines.append(_("Conditions: {verdict}").format(verdict=verdict_label(facts.verdict)))
    lines += [finding.accepted_reason for finding in facts.findings if finding.accepted_reason]
    return "\n".join(lines)


def heading(file_code: str, state: str, city: str) -> str:
    """The line above a record: code, state, whether the city has it."""
    parts = [file_code, state_label(state), _("City: {state}").format(state=city) if city else ""]
    return " · ".join(filter(None, parts))


def _line_waits(facts: ApplicationFacts) -> str:
    if facts.state == DRAFT:
        return _("Choose the police list of this person and save; then it can be checked.")
    if facts.state in (LISTED, CHECKED, PRESENTED):
        return _("This person stands on a police list: it is presented and confirmed as a whole.")
    return ""


def _waits(office: Office, state: str, may: frozenset[str]) -> str:
    if state == PRESENTED and not may & {"confirm", "record_signature"}:
        if office.may("credit.confirm") or office.may("credit.record_signature"):
            return _("You entered or changed this yourself, so another officer must confirm it.")
        return _("Waits for the approver. The one who entered it may not confirm it.")
    if state == SIGNED and "record_number" not in may:
        return _("Signed. Waits for the records clerk's number and stamp.")
    if state == ISSUED and "mark_sent" not in may:
        return _("Numbered. Waits for the records clerk to send it to the bank.")
    if state == CHECKED and "present" not in may:
        return _("Checked. Waits to be presented for signature.")
    return ""


def _returned(facts: ApplicationFacts) -> str:
    reasons = [step.reason for step in facts.history if step.state == RETURNED and step.reason]
    return _("Returned: {reason}").format(reason=reasons[-1]) if reasons else ""
