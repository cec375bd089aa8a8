"""The list of what must be typed again, as a page to print: for the officer who sees it, and logged."""

from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.restoring_list import LostList, lost_list, shown
from hn_desk.actions.restoring_lost import LostItem, kind_words, subject_words
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports.typed_again import TypedAgain, draw


def lost_page(office: Office) -> Paper:
    """The page with the lines that this officer sees. DeskError when there is no list any more."""
    office.require("backup.make")
    known = lost_list(office)
    if known is None:
        raise DeskError(_("There is nothing left of this list."), do=_("Open the home page again."), reason="gone")
    title = _("What must be typed again")
    headings = (_("Kind"), _("Record"), _("What to type"), _("Done"))
    told = tuple(line.removeprefix("⚠ ") for line in lost_lines(known))
    page = TypedAgain(title, told, headings, [*map(_row, known.items), _rest_row(known)])
    with office.write() as session:
        audit.log(session, Act("restore.printed", "backups", "", {"lines": len(known.items)}))
    return Paper(f"NHAP-LAI-{office.code}-{known.span.epoch}.pdf", draw(page), title)


def lost_lines(known: LostList) -> list[str]:
    """What stands above the list."""
    lines = [
        _("Restored on {restored} from the backup of {backup}. Packets are numbered anew: numbering {epoch}.").format(
            restored=shown(known.span.restored_at), backup=shown(known.span.backup_at), epoch=known.span.epoch
        )
    ]
    lines += [_("⚠ Packet {packet} was made, but its file was not found.").format(packet=one) for one in known.missing]
    lines += [_("⚠ {file} could not be read: {why}").format(file=one.name, why=one.why) for one in known.unread]
    if known.others:
        lines.append(_("Other officers see {n} lines more: the records of their own work.").format(n=known.others))
    return lines


def rest_words(known: LostList) -> str:
    """The last line: what was never packed, by its time span."""
    words = _("Whatever was entered from {since} to {until} and never packed: compare with the papers of those days.")
    return words.format(since=shown(known.span.last_act_at), until=shown(known.span.restored_at))


def _row(item: LostItem) -> tuple[str, str, str, str]:
    facts = "; ".join(f"{heading}: {value}" for heading, value in item.facts)
    kind = f"{subject_words(item.subject)}, {kind_words(item.kind)}"
    return kind, item.what, facts, "x" if item.done_at else ""


def _rest_row(known: LostList) -> tuple[str, str, str, str]:
    return "", _("The rest"), rest_words(known), "x" if known.rest_done_at else ""
