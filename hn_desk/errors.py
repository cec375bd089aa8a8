"""What can go wrong for an officer: what happened and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of what was typed; `field` is the field's name in the code."""

    field: str
    what: str
    row: int | None = None


class DeskError(Exception):
    """An officer's problem. `what` and `do` are whole, translated sentences; `reason` is a stable code for machines."""

    reason = "refused"

    def __init__(self, what: str, *, do: str = "", reason: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.do = do
        self.problems = problems
        if reason:
            self.reason = reason

    @property
    def at_fields(self) -> tuple[Problem, ...]:
        """The problems that belong to fields an officer filled in."""
        return self.problems

    def __str__(self) -> str:
        return f"{self.what} {self.do}".strip()


class InputError(DeskError):
    """What was typed can't be kept as it stands; `problems` names every field at once."""

    reason = "input"


class RoleError(DeskError):
    """This officer may not do this; the log keeps which `action` on what `kind` of record was asked for."""

    reason = "role"

    def __init__(self, what: str, *, do: str = "", reason: str = "", action: str = "", kind: str = "") -> None:
        super().__init__(what, do=do, reason=reason)
        self.action = action
        self.kind = kind


class SignInError(DeskError):
    """The officer is unknown or the passphrase is wrong."""

    reason = "sign-in"


class StorageError(DeskError):
    """The database, a folder or a disk can't be read or written."""

    reason = "storage"


class ResourceError(DeskError):
    """A data file of the program is missing or wrong; the sentence names file, key and cause."""

    reason = "resource"

    @property
    def at_fields(self) -> tuple[Problem, ...]:
        """None: what is wrong stands at keys of the file, and the sentence says all of it."""
        return ()


class PacketError(DeskError):
    """A packet, receipt or trust pack is not accepted; `reason` is one of `packets.reasons`."""

    reason = "packet"
