"""The program made worse on purpose: each must turn the campaign red."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from hn_desk.actions import keyring as office_keyring
from hn_desk.actions import packet_delta, receiving, sealing, trust_store
from hn_desk.city import applying, collect, receipts, taking
from hn_desk.city.reading import Content
from hn_desk.packets import inbox
from hn_desk.packets.certificates import check_issued
from hn_desk.packets.cover import THIRD_FORMAT, Cover
from hn_desk.packets.inbox import Answer, Decision, Known
from tests.campaigns.model import quick

_decide: Final = inbox.decide


def no_version_check() -> None:
    """Versions are compared across numberings, as if a restored office went on counting."""
    known_of = applying._known

    def known(session: Any, packet: Content, subject: str, ids: Any) -> dict[str, Any]:
        found = known_of(session, packet, subject, ids)
        return {name: replace(row, place=(packet.cover.epoch, row.place[1])) for name, row in found.items()}

    _put(applying, "_known", known)


def no_hash_check() -> None:
    """The packet before may be any."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        found = _decide(cover, sha256, known)
        return Decision(Answer.APPLY) if found.reason == "chain-broken" else found

    _put(taking, "decide", decide)


def no_number_check() -> None:
    """A packet ahead of its turn is applied at once."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        found = _decide(cover, sha256, known)
        return Decision(Answer.APPLY) if found.answer == Answer.WAIT else found

    _put(taking, "decide", decide)


def no_twin_check() -> None:
    """Another packet of the same number is taken for the same one."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        found = _decide(cover, sha256, known)
        return Decision(Answer.REPEAT) if found.reason == "twin" and cover.number in known.arrived else found

    _put(taking, "decide", decide)


def no_repeat_check() -> None:
    """A packet that came before is applied again."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        found = _decide(cover, sha256, known)
        return Decision(Answer.APPLY) if found.answer == Answer.REPEAT else found

    _put(taking, "decide", decide)


def no_epoch_check() -> None:
    """A packet of a numbering that was left behind is applied."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        return _decide(cover, sha256, replace(known, newest_epoch=0))

    _put(taking, "decide", decide)


def no_waiting_taken() -> None:
    """What waited for a packet stays where it is."""

    def take_waiting(*_arguments: object) -> tuple[int, ...]:
        return ()

    _put(collect, "take_waiting", take_waiting)


def no_damage_check() -> None:
    """A changed file is read as it is."""
    _put(quick, "content_of", lambda data: data[quick.DIGEST :])


def early_receipts() -> None:
    """A packet that waits counts as arrived in the receipt."""
    _put(receipts, "ARRIVED", ("applied", "held", "waiting"))


def early_marks() -> None:
    """The office marks everything that a receipt names in any way."""
    stream = receiving._my_streams

    def my_streams(*arguments: Any) -> tuple[Any, ...]:
        return tuple(one.model_copy(update={"contiguous": max(one.hashes, default=0)}) for one in stream(*arguments))

    _put(receiving, "_my_streams", my_streams)


def blind_office() -> None:
    """The office goes on packing after a receipt that names a twin."""
    _put(sealing, "check_no_twin", lambda _session, _desk: None)


def any_clock() -> None:
    """The office packs whatever its clock says."""
    _put(sealing, "check_clock", lambda _session, _trust, _now: None)


def forgotten_withdrawals() -> None:
    """What is gone at the office is not withdrawn."""
    delta_of = packet_delta.delta_of

    def without(*arguments: Any) -> packet_delta.Delta:
        found = delta_of(*arguments)
        rows = {name: [row for row in made if row.operation == "put"] for name, made in found.rows.items()}
        return replace(found, rows=rows)

    _put(sealing, "delta_of", without)


def revoked_counts() -> None:
    """The city takes packets by a revoked key."""

    def check_chain(certificate: Any, trust: Any, at: Any, **_facts: Any) -> None:
        check_issued(certificate, trust.root, at, "office")

    _put(quick, "check_chain", check_chain)


def no_new_numbering() -> None:
    """After a revoked key the office goes on in the same numbering."""
    _put(trust_store, "begin_next", lambda _session, _reason: 0)


def older_trust() -> None:
    """The office takes a trust pack that is older than its own."""
    known = trust_store.stored_trust

    def forgetful(session: Any) -> Any:
        trust = known(session)
        return replace(trust, number=0) if trust else trust

    _put(office_keyring, "stored_trust", forgetful)


def parts_at_once() -> None:
    """A part of a full packet is applied before the others came."""

    def decide(cover: Cover, sha256: str, known: Known) -> Decision:
        found = _decide(cover, sha256, replace(known, held=None))
        is_part = found.answer == Answer.HOLD or found.reason == "parts-order"
        return Decision(Answer.APPLY) if is_part else found

    _put(taking, "decide", decide)


def told_to_all() -> None:
    """An office whose program is one version older is told what it can't read."""
    _put(receipts, "FORMAT", THIRD_FORMAT)


def _put(module: Any, name: str, value: object) -> None:
    getattr(module, name)
    setattr(module, name, value)


SABOTAGES: Final[Mapping[str, tuple[Callable[[], None], int]]] = {
    "version": (no_version_check, 29),
    "hash": (no_hash_check, 29),
    "number": (no_number_check, 25),
    "twin": (no_twin_check, 13),
    "repeat": (no_repeat_check, 4),
    "epoch": (no_epoch_check, 0),
    "waiting": (no_waiting_taken, 25),
    "damage": (no_damage_check, 2),
    "receipts": (early_receipts, 25),
    "marks": (early_marks, 0),
    "blind": (blind_office, 0),
    "clock": (any_clock, 0),
    "withdrawals": (forgotten_withdrawals, 2),
    "revoked": (revoked_counts, 0),
    "numbering": (no_new_numbering, 0),
    "rollback": (older_trust, 0),
    "parts": (parts_at_once, 0),
    "formats": (told_to_all, 0),
}
"""Each with the first schedule of the seed `twins` that catches it: it is looked for from there on."""
