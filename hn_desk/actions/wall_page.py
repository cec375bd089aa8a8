"""The page for the wall: how far the SME scheme's outreach came, group by group; it tells of no person."""

from datetime import date

from hn_desk.actions.home import OWED_EVERYWHERE
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.paper_file import Paper
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import wall
from hn_desk.reports.coverage import coverage
from hn_desk.reports.table import Period
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.dates import format_date


def wall_page(office: Office, start: date, end: date) -> Paper:
    """One A4 page of the scheme that is owed everywhere, from `start` to `end`, both included; it is logged."""
    office.require("outreach.read")
    office.require("forms.print", "events")
    days = counted_days(start, end, office.today())
    with office.database.read() as session:
        covered = coverage(session, OWED_EVERYWHERE, Period(start, end), office.today())
        letter = letter_of(session, "")
    lines = (
        _("From {start} to {end}").format(start=format_date(start), end=format_date(end)),
        _("Counted up to {day}").format(day=format_date(days.end)),
    )
    topic = topic_names(office)[OWED_EVERYWHERE]
    groups = tuple((group.name, group.is_reached) for group in covered.groups)
    page = wall.WallPage(full_name(letter.office).upper(), topic, lines, page_marks(letter), groups, covered.percent)
    content = {"report": "wall", "kind": "pdf", "from": start.isoformat(), "to": end.isoformat()}
    with office.write() as session:
        audit.log(session, Act("reports.print", "reports", "", content))
    return Paper(f"DO-PHU-{start:%Y%m%d}-{end:%Y%m%d}.pdf", wall.draw(page), _("Outreach to every residential group"))
