"""States and the steps between them: which are allowed, and the sentence when one is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hn_desk.errors import DeskError
from hn_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Steps:
    """The states of one kind of record, each with the states that may follow it."""

    allowed_from: Mapping[str, tuple[str, ...]]
    label: Callable[[str], str]

    def allowed(self, state: str) -> tuple[str, ...]:
        """States that may follow `state`; KeyError for an unknown one."""
        return self.allowed_from[state]

    def check(self, state: str, following: str) -> None:
        """Raise DeskError, reason `step`, when `following` may not follow `state`."""
        if following in self.allowed_from[state]:
            return
        sentence = _("“{following}” can't follow “{state}”.")
        raise DeskError(
            sentence.format(following=self.label(following), state=self.label(state)),
            do=_("Reload the record and look at its state."),
            reason="step",
        )
