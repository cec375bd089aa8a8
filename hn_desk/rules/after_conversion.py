"""After a conversion: when an office asks whether the enterprise is still in business."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hn_desk.rules.conversion import AliveCheck
from hn_desk.rules.dates import add_months


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A question that is due: so many months after the certificate, which fell on `day`."""

    months: int
    day: date


def due_checks(
    checks: Iterable[AliveCheck], certificate_on: date, answers: Mapping[int, bool], day: date
) -> tuple[DueCheck, ...]:
    """Questions due on `day` and without an answer (`answers` by months); none after one that says it has closed."""
    closed = min((months for months, is_alive in answers.items() if not is_alive), default=None)
    asked = [check.months for check in checks if check.months not in answers]
    due = [DueCheck(months, add_months(certificate_on, months)) for months in sorted(asked)]
    return tuple(one for one in due if one.day <= day and (closed is None or one.months < closed))
