"""What became of one file that reached the desk."""

from dataclasses import dataclass

from hn_desk.city.stream import APPLIED, HELD, WAITING
from hn_desk.i18n import _
from hn_desk.models.tables import CityPacket
from hn_desk.packets.reasons import refuse


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one file; `reason` is a stable code where it is no plain yes, `text` and `do` whole sentences.

    `office` and `number` are empty and 0 when the file did not verify. `also_taken` are packets that had waited for it.
    """

    decision: str
    reason: str = ""
    text: str = ""
    do: str = ""
    office: str = ""
    office_name: str = ""
    number: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    is_repeat: bool = False
    also_taken: tuple[int, ...] = ()
    file: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the packet was taken, or had been before, or waits for the one before it."""
        return self.decision in (APPLIED, HELD, WAITING)


def collected_of(row: CityPacket, text: str, do: str = "", *, is_repeat: bool = False) -> Collected:
    """The answer for a packet as it is kept."""
    return Collected(
        row.decision,
        row.reason,
        text,
        do,
        office=row.office,
        office_name=row.office_name,
        number=row.number,
        new=row.new or 0,
        changed=row.changed or 0,
        unchanged=row.unchanged or 0,
        refused=row.refused or 0,
        is_repeat=is_repeat,
    )


def taken(row: CityPacket, *, is_repeat: bool = False) -> Collected:
    """The answer for a packet that was applied, now or before."""
    text = (
        _("Packet {number} of {office} was already here; nothing changed.")
        if is_repeat
        else _("Packet {number} of {office} was taken.")
    )
    said = text.format(number=row.number, office=row.office_name)
    differing = len(row.outcome.get("differences", ()))
    if differing and not is_repeat:
        said += " " + _("It begins a new numbering; {n} records differ from what was known.").format(n=differing)
    return collected_of(row, said, is_repeat=is_repeat)


def held(row: CityPacket) -> Collected:
    """The answer for a part of a full packet that is not complete."""
    text = _("Packet {number} of {office} is kept until the last part of the full packet has come.")
    return collected_of(row, text.format(number=row.number, office=row.office_name))


def waits(row: CityPacket, missing: int) -> Collected:
    """The answer for a packet that came before the one before it."""
    text = _("Packet {number} of {office} is kept; it waits for number {missing}.")
    said = text.format(number=row.number, office=row.office_name, missing=missing)
    return collected_of(row, said, _("Ask the office for packet {missing}.").format(missing=missing))


def why_not(row: CityPacket) -> tuple[str, str]:
    """Why a packet was not taken and what to do, in whole sentences; both empty for one that was."""
    if row.outcome.get("what"):
        return row.outcome["what"], row.outcome.get("do", "")
    if not row.reason:
        return "", ""
    why = refuse(row.reason, number=row.number, office=row.office, epoch=row.epoch, desk="")
    return why.what, why.do
