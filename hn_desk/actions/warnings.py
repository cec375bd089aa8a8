"""What an officer may keep all the same, with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hn_desk.errors import DeskError
from hn_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  the officers' word; Python's own warnings are not raised by name here
    """One doubt about what was typed: a stable code, the field it is about, a whole sentence."""

    code: str
    field: str
    what: str


class WarningsError(DeskError):
    """What was typed can be kept, once a reason stands beside each of `warnings`."""

    reason = "warnings"

    def __init__(self, warnings: tuple[Warning, ...]) -> None:
        super().__init__(
            _("Some of what was typed looks unusual."),
            do=_("Mend it, or write beside each why it is right, and save again."),
        )
        self.warnings = warnings


def ask_for_reasons(warnings: Iterable[Warning], accepted: Mapping[str, str]) -> None:
    """Raise WarningsError with every warning whose code has no reason in `accepted`."""
    unanswered = tuple(warning for warning in warnings if not accepted.get(warning.code, "").strip())
    if unanswered:
        raise WarningsError(unanswered)
