"""What is said of a draft before it is kept: every wrong field at once, every doubt that wants a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from hn_desk.actions import warnings as doubts
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.identifiers import IdentifierCheck
from hn_desk.rules.money import MOST

Value = TypeVar("Value")


@dataclass(slots=True)
class Remarks:
    """Problems and warnings collected over one draft; `prefix` (such as `owner.`) stands before the field names."""

    prefix: str = ""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[doubts.Warning] = field(default_factory=list)

    def within(self, prefix: str) -> "Remarks":
        """The same collection for the fields of a draft inside the draft."""
        return Remarks(self.prefix + prefix, self.problems, self.warnings)

    def problem(self, name: str, what: str, *, row: int | None = None) -> None:
        """Field `name` can't be kept: `what` says why."""
        self.problems.append(Problem(self.prefix + name, what, row))

    def warn(self, name: str, kind: str, what: str) -> None:
        """Field `name` is doubtful; the warning's code is `name.kind`."""
        self.warnings.append(doubts.Warning(f"{self.prefix}{name}.{kind}", self.prefix + name, what))

    def required(self, name: str, value: object, what: str) -> None:
        """Field `name` must be filled in."""
        if value is None or value == "":
            self.problem(name, what)

    def one_of(self, name: str, value: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> None:
        """Field `name` holds one of the known codes, or nothing."""
        if value and value not in known:
            self.problem(name, _("Choose one of the list."))

    def all_of(self, name: str, values: frozenset[str], known: Mapping[str, object]) -> None:
        """Field `name` holds known codes only."""
        if not values <= known.keys():
            self.problem(name, _("Choose of the list only."))

    def not_negative(self, draft: object, *names: str) -> None:
        """These fields of `draft` hold nothing, or a number from 0 that a packet can carry."""
        for name in names:
            value = getattr(draft, name)
            if value is not None and value < 0:
                self.problem(name, _("The number can't be below 0."))
            if value is not None and value >= MOST:
                self.problem(name, _("The number is too large."))

    def identifier(self, name: str, check: IdentifierCheck, *, is_new: bool) -> str:
        """The number as it is stored; only one that was not kept before may warn."""
        if check.problems:
            self.problem(name, " ".join(check.problems))
        elif check.warnings and is_new:
            self.warn(name, "unusual", " ".join(check.warnings))
        return check.value

    def read(self, name: str, read: Callable[[], Value], otherwise: Value) -> Value:
        """What `read` makes of field `name`; a refusal becomes a problem of the field and `otherwise` stands in."""
        try:
            return read()
        except InputError as error:
            self.problem(name, str(error))
            return otherwise

    def settle(self, accepted: Mapping[str, str]) -> None:
        """Raise InputError with every problem, else WarningsError with every warning that has no reason."""
        if self.problems:
            raise InputError(
                _("This can't be saved yet."), do=_("Mend the marked fields."), problems=tuple(self.problems)
            )
        doubts.ask_for_reasons(self.warnings, accepted)

    def reasons(self, accepted: Mapping[str, str]) -> dict[str, str]:
        """The reasons given for what was doubtful, for the log."""
        return {warning.code: accepted[warning.code].strip() for warning in self.warnings}


def refuse_stale(kept: int, seen: int | None) -> None:
    """Raise DeskError when the record was saved again since it was shown."""
    if kept != seen:
        raise DeskError(
            _("This record was changed in the meantime."),
            do=_("Open it again and repeat your change; what you typed was not saved."),
            reason="stale",
        )


def gone() -> DeskError:
    """The refusal for a record that isn't there."""
    return DeskError(
        _("This record is no longer there."), do=_("Go back to the list and open it again."), reason="gone"
    )
