"""What becomes of the office's signing key: how long its certificate holds, whether the next one waits, what to do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.trust_store import current_key, stored_trust, waiting_key
from hn_desk.i18n import _
from hn_desk.packets.certificates import Trust, is_stale
from hn_desk.packets.trust_keeping import certificate_of, revoked_serials
from hn_desk.rules.dates import format_date

RENEW_EARLY: Final = timedelta(days=60)
"""How long before its certificate ends an office is told to make its next key."""


@dataclass(frozen=True, slots=True)
class KeyOutlook:
    """The key that signs now and the one that waits for its certificate; days are those of this PC."""

    until: date | None = None
    is_revoked: bool = False
    is_due: bool = False
    is_ended: bool = False
    is_stale: bool = False
    trust_until: date | None = None
    waiting_since: date | None = None


def key_outlook(session: Session, now: datetime) -> KeyOutlook:
    """How things stand with the office's keys at this moment (aware)."""
    trust, key, waiting = stored_trust(session), current_key(session), waiting_key(session)
    since = _day(datetime.fromisoformat(waiting.made_at)) if waiting else None
    if trust is None or key is None or not key.certificate:
        return KeyOutlook(waiting_since=since)
    certificate = certificate_of(key.certificate)
    left = certificate.not_valid_after_utc - now
    return KeyOutlook(
        until=_day(certificate.not_valid_after_utc),
        is_revoked=certificate.serial_number in revoked_serials(trust),
        is_due=left < RENEW_EARLY,
        is_ended=left < timedelta(0),
        is_stale=is_stale(trust, now=now),
        trust_until=_due(trust),
        waiting_since=since,
    )


def key_notices(outlook: KeyOutlook, today: date) -> tuple[str, ...]:
    """What has to be done about the keys, in whole sentences, the most pressing first; none when all is well."""
    notices = []
    if outlook.is_revoked:
        notices.append(_("The city revoked this office's key: nothing more is sealed with it."))
        notices.append(_next_step(outlook))
    elif outlook.until and outlook.is_ended:
        words = _("The certificate of this office's key ended on {day}: nothing can be sealed.")
        notices += [words.format(day=format_date(outlook.until)), _next_step(outlook)]
    elif outlook.until and outlook.waiting_since:
        notices.append(_next_step(outlook))
    elif outlook.until and outlook.is_due:
        words = _("The certificate ends on {day}, in {n} days: make the next key now; the present one goes on signing.")
        notices.append(words.format(day=format_date(outlook.until), n=(outlook.until - today).days))
    if outlook.is_stale and outlook.trust_until:
        words = _("The city's trust pack should have been replaced by {day}: ask the city for a new one.")
        notices.append(words.format(day=format_date(outlook.trust_until)))
    return tuple(notices)


def _next_step(outlook: KeyOutlook) -> str:
    if outlook.waiting_since is None:
        return _("The administrator makes a new key, on the tab of keys, and hands its request to the city.")
    words = _("A new key waits since {day}: hand its request to the city, and read in the trust pack that comes back.")
    return words.format(day=format_date(outlook.waiting_since))


def _due(trust: Trust) -> date | None:
    return _day(trust.next_update) if trust.next_update else None


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
