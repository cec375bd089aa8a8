"""What a check says of an application, and what all of them say together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

PASS: Final = "pass"
WARN: Final = "warn"
ASK: Final = "ask"
REFUSE: Final = "refuse"
VERDICTS: Final = (PASS, WARN, ASK, REFUSE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer: `figure` is the sum as the law writes it, `until` the last day on which it can pass.

    `since` is the first day of the period whose number decided, where there is one.
    """

    check: str
    verdict: str
    sentence: str
    figure: str = ""
    article: str = ""
    until: date | None = None
    since: date | None = None


def judgement(findings: Iterable[Finding]) -> str:
    """The gravest verdict: refuse, then ask (a fact is missing), then warn (a reason is needed), then pass."""
    return max((finding.verdict for finding in findings), key=VERDICTS.index, default=PASS)


def eligible_until(findings: Iterable[Finding]) -> date | None:
    """Earliest of the findings' last days; None when no check sets one."""
    return min((finding.until for finding in findings if finding.until), default=None)
