"""What the city does with a packet that verified: one pure function for the preview and the import. PACKET §5."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from hn_desk.errors import PacketError
from hn_desk.packets.cover import Cover
from hn_desk.packets.reasons import refuse


class Answer(StrEnum):
    """What is to be done with the packet."""

    APPLY = "apply"
    """Take it in one transaction, answer with a receipt; a full packet in parts: with the parts held before it."""
    APPLY_NEW_EPOCH = "apply-new-epoch"
    """Likewise, and compare with what is known: a restored or cloned office begins a new count."""
    HOLD = "hold"
    """Keep it as a part of a full packet and count it as arrived; the last part applies them all."""
    REPEAT = "repeat"
    """Change nothing, answer with the same receipt again."""
    WAIT = "wait"
    """Keep it until the packets between have come."""
    OLDER = "older"
    """Refuse it politely, with the receipt: the office has begun a newer count."""
    QUARANTINE = "quarantine"
    """Keep both packets and raise the alarm; nothing is applied."""
    REFUSE = "refuse"
    """Not for this desk: read no further."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk knows about the packet's sender and stream.

    `arrived` has number → hash of all packets of the cover's epoch applied or held, without a gap from 1; `waiting`
    those that came too early. `newest_epoch` is the newest of which a packet was applied, 0 for an unknown instance.
    `held` is (part, parts) of a full packet begun and not complete.
    """

    desk: str
    environment: Literal["real", "training"]
    is_office_known: bool
    newest_epoch: int = 0
    arrived: Mapping[int, str] = field(default_factory=dict)
    waiting: Mapping[int, str] = field(default_factory=dict)
    held: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, its reason code where it is no plain yes, and the number that is waited for."""

    answer: Answer
    reason: str = ""
    waiting_for: int | None = None


def decide(cover: Cover, sha256: str, known: Known) -> Decision:
    """Say what to do with a verified packet of this hash; pure, so that the preview and the import can't differ."""
    steps = (_not_ours(cover, known), _seen(cover, sha256, known), _unknown(known), _older(cover, known))
    for answer in steps:
        if answer is not None:
            return answer
    expected = len(known.arrived) + 1
    if cover.number > expected:
        return Decision(Answer.WAIT, waiting_for=expected)
    if cover.previous_hash != known.arrived.get(cover.number - 1):
        return Decision(Answer.QUARANTINE, "chain-broken")
    return _next(cover, known)


def explain(decision: Decision, cover: Cover) -> PacketError:
    """Say in plain words why a packet is not applied; KeyError when the decision has no reason."""
    return refuse(decision.reason, desk=cover.desk, office=cover.office_code, number=cover.number)


def _not_ours(cover: Cover, known: Known) -> Decision | None:
    if cover.desk != known.desk:
        return Decision(Answer.REFUSE, "desk-other")
    if cover.environment != known.environment:
        return Decision(Answer.REFUSE, "environment-other")
    return None


def _seen(cover: Cover, sha256: str, known: Known) -> Decision | None:
    """The same number came before: the same packet is welcome again, another one raises the alarm."""
    before = known.arrived.get(cover.number) or known.waiting.get(cover.number)
    if before is None:
        return None
    if before != sha256:
        return Decision(Answer.QUARANTINE, "twin")
    if cover.number in known.arrived:
        return Decision(Answer.REPEAT)
    return None


def _unknown(known: Known) -> Decision | None:
    """An office that is not known; what came while it was known stays as it is."""
    return None if known.is_office_known else Decision(Answer.REFUSE, "office-unknown")


def _older(cover: Cover, known: Known) -> Decision | None:
    return Decision(Answer.OLDER, "epoch-older") if cover.epoch < known.newest_epoch else None


def _next(cover: Cover, known: Known) -> Decision:
    """The packet is the next of its stream."""
    before = known.held[0] if known.held else 0
    parts = known.held[1] if known.held else cover.parts
    if cover.part != before + 1 or cover.parts != parts:
        return Decision(Answer.QUARANTINE, "parts-order")
    if cover.part < cover.parts:
        return Decision(Answer.HOLD)
    is_new = 0 < known.newest_epoch < cover.epoch
    return Decision(Answer.APPLY_NEW_EPOCH if is_new else Answer.APPLY)
