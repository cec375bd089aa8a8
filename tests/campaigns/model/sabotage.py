"""The program made worse on purpose: each must turn the campaign red."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from hn_desk.actions import keyring as office_keyring
from hn_desk.actions import packet_delta, receiving, sealing, trust_store
from hn_desk.city import applying, collect, receipts, taking
from hn_desk.city.reading import Content
from hn_desk.packets import inbox
from hn_desk.packets.certificates import Trust, check_chain, check_issued
from hn_desk.packets.cover import THIRD_FORMAT, Cover
from hn_desk.packets.inbox import Answer, Decision, Known
from hn_desk.packets.receipt import Stream
from hn_desk.packets.trust import VerifiedTrustPack, read_pack
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
    _put(quick, "content_of", lambda data: data[len(quick.BEGINNING) + quick.DIGEST :])


def early_receipts() -> None:
    """A packet that waits counts as the next one in the receipt."""
    stream_of = receipts._stream

    def stream(*arguments: Any) -> Stream:
        found = stream_of(*arguments)
        hashes = [sha256 for _number, sha256 in sorted(found.hashes.items())]
        counted = {"contiguous": len(hashes), "beyond": (), "hashes": dict(enumerate(hashes, 1))}
        return found.model_copy(update=counted)

    _put(receipts, "_stream", stream)


def early_marks() -> None:
    """The office marks everything that a receipt names in any way."""
    streams_of = receiving._my_streams

    def all_arrived(stream: Stream) -> Stream:
        hashes = defaultdict(str, stream.hashes)
        return stream.model_copy(update={"contiguous": max(hashes, default=0), "hashes": hashes})

    _put(receiving, "_my_streams", lambda *arguments: tuple(map(all_arrived, streams_of(*arguments))))


def any_order() -> None:
    """An older receipt that is read late undoes what a newer one said."""
    _put(receiving, "_is_newer", lambda *_arguments: True)


def unheard() -> None:
    """The office does not mark what the city could not trust."""
    _put(receiving, "_return_unverified", lambda *_arguments: None)


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

    def check(certificate: Any, trust: Trust, at: datetime, *, now: datetime, usage: Any = "office") -> None:
        if usage == "office":
            check_issued(certificate, trust.root, at, usage)
        else:
            check_chain(certificate, trust, at, now=now, usage=usage)

    _put(quick, "check_chain", check)


def no_new_numbering() -> None:
    """After a revoked key the office goes on in the same numbering."""
    _put(trust_store, "begin_next", lambda _office, _session, _reason: 0)


def older_trust() -> None:
    """The office takes a trust pack that is older than its own."""

    def read(data: bytes, known: Trust, *, now: datetime) -> VerifiedTrustPack:
        found = read_pack(data, replace(known, number=0), now=now)
        return read_pack(data, known, now=now) if found.pack.number == known.number else found

    _put(office_keyring, "read_pack", read)


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
    "version": (no_version_check, 1),
    "hash": (no_hash_check, 55),
    "number": (no_number_check, 0),
    "twin": (no_twin_check, 1),
    "repeat": (no_repeat_check, 3),
    "epoch": (no_epoch_check, 1),
    "waiting": (no_waiting_taken, 0),
    "damage": (no_damage_check, 18),
    "receipts": (early_receipts, 0),
    "marks": (early_marks, 0),
    "order": (any_order, 5),
    "unheard": (unheard, 5),
    "blind": (blind_office, 1),
    "clock": (any_clock, 13),
    "withdrawals": (forgotten_withdrawals, 0),
    "revoked": (revoked_counts, 5),
    "numbering": (no_new_numbering, 5),
    "rollback": (older_trust, 0),
    "parts": (parts_at_once, 11),
    "formats": (told_to_all, 5),
}
"""Each with a schedule of the seed `twins` that catches it: it is looked for from there on."""
