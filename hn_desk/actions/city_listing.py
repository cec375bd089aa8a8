"""Where many records stand on their way to the city, in a handful of questions however many there are. PACKET §8."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.asked import asked_records
from hn_desk.actions.city_states import TABLES, answers_in, asked_before, city_state_label, is_ended, trip_of
from hn_desk.actions.query import Query
from hn_desk.models.prepared import connection_of
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import PacketRecord, PacketRow, ReceiptRow
from hn_desk.rules.city_way import NEEDS_ANSWER, STATES, Known, Trip, Way, city_way
from hn_desk.rules.desks import PROTECTED

FILTER: Final = "city"
"""The name of the filter in a list's query; its values are the states."""
_FEW: Final = 500
"""Up to so many records are named in a question; of more, all of their kind are read."""
_NOWHERE: Final[Sequence[int]] = ()
_Mark = tuple[Sequence[int], tuple[int, ...], bool, bool, str]
"""The places of a record's packets and of those that sent it back, whether it changed since, is asked, its state."""


def city_choices() -> dict[str, str]:
    """Every state with its words, in the order of the way."""
    return {state: city_state_label(state) for state in STATES}


def city_ways(session: Session, subject: str, ids: Sequence[str] | None, today: date) -> dict[str, Way]:
    """The way of each of these records of `subject` (of all, for None), without its steps and the city's words.

    A record that is gone is left out. Of 100 000 records with packets it takes about a second.
    """
    table: Any
    table, sheet = TABLES[subject]
    few = None if ids is None or len(ids) > _FEW else ids
    columns = select(table.id, table.change, table.state)
    asked = columns if few is None else columns.where(table.id.in_(few))
    rows = session.execute(asked).all()
    sent = _Sent(session, subject, today)
    carried = sent.carried(session, sheet, [id_ for id_, _change, _state in rows], is_named=few is not None)
    return {id_: sent.way((id_, change, state), carried.get(id_, _NOWHERE)) for id_, change, state in rows}


def without_city(query: Query) -> tuple[Query, str]:
    """The query without its filter on the city's states, which no index answers, and the state it asks for ("": any).

    What is narrowed afterwards is asked for whole.
    """
    state = query.filters.get(FILTER, "")
    rest = {name: value for name, value in query.filters.items() if name != FILTER}
    return replace(query, filters=rest, most=0 if state else query.most), state


def standing(session: Session, subject: str, state: str, today: date) -> frozenset[str]:
    """The records of `subject` that stand at `state`."""
    return frozenset(id_ for id_, way in city_ways(session, subject, None, today).items() if way.state == state)


class _Sent:
    """All packets with what the city said of them, and the ways found so far: few among many records."""

    def __init__(self, session: Session, subject: str, today: date) -> None:
        self._subject, self._today = subject, today
        self._packets = session.scalars(select(PacketRow).order_by(PacketRow.epoch, PacketRow.number)).all()
        self._places = {packet.id: place for place, packet in enumerate(self._packets)}
        self._receipts = _receipts(session, self._packets)
        is_hidden = TABLES[subject][1] in PROTECTED
        self._refused = {id_: _refused(receipt, is_hidden=is_hidden) for id_, receipt in self._receipts.items()}
        newest: dict[str, int] = {}
        for packet in self._packets:
            newest[packet.desk] = max(newest.get(packet.desk, 0), packet.up_to_change)
        self._up_to = [newest[packet.desk] for packet in self._packets]
        meant = {id_ for sheet, id_ in asked_records(session) if sheet in ("", TABLES[subject][1])}
        self._asked = meant | asked_before(session)
        self._known: dict[_Mark, Way] = {}

    def carried(
        self, session: Session, sheet: str, ids: Collection[str], *, is_named: bool
    ) -> Mapping[str, Sequence[int]]:
        """The places of the packets with each record, in their order; only packets of these are read if `is_named`."""
        names = _names(session, sheet, ids)
        carried = select(PacketRecord.packet_id, PacketRecord.record_id).where(PacketRecord.subject == sheet)
        if is_named:
            carried = carried.where(PacketRecord.record_id.in_(list(names)))
        found: defaultdict[str, list[int]] = defaultdict(list)
        for packet_id, name in connection_of(session).execute(carried):
            if name in names:
                found[names[name]].append(self._places[packet_id])
        return {id_: tuple(sorted(places)) for id_, places in found.items()}

    def way(self, row: tuple[str, int, str], places: Sequence[int]) -> Way:
        """Where the record (id, change, state) stands whose packets have these places."""
        id_, change, state = row
        returned = tuple(place for place in places if self._is_returned(place, id_))
        is_changed = bool(places) and change > min(self._up_to[place] for place in places)
        mark = (places, returned, is_changed, id_ in self._asked, state)
        found = self._known.get(mark)
        if found is None:
            found = self._known[mark] = self._new_way(mark)
        return found

    def _new_way(self, mark: _Mark) -> Way:
        places, returned, is_changed, is_asked, state = mark
        trips = tuple(self._trip(place, is_returned=place in returned) for place in places)
        changed_on = self._today if is_changed else None
        way = city_way(Known(trips, changed_on, is_asked, is_ended(self._subject, state), self._today))
        return replace(way, reason="", steps=())

    def _trip(self, place: int, *, is_returned: bool) -> Trip:
        packet = self._packets[place]
        return trip_of(packet, self._receipts.get(packet.receipt_id or ""), "" if is_returned else None)

    def _is_returned(self, place: int, record_id: str) -> bool:
        packet = self._packets[place]
        if packet.receipt_id is None:
            return False
        return packet.state == NEEDS_ANSWER or (packet.number, record_id) in self._refused[packet.receipt_id]


def _receipts(session: Session, packets: Iterable[PacketRow]) -> dict[str, ReceiptRow]:
    ids = {packet.receipt_id for packet in packets if packet.receipt_id}
    return {row.id: row for row in session.scalars(select(ReceiptRow)) if row.id in ids}


def _refused(receipt: ReceiptRow, *, is_hidden: bool) -> frozenset[tuple[int | None, str]]:
    answers = answers_in(receipt.content) if is_hidden else receipt.open_answers
    return frozenset((number, record) for number, record in answers)


def _names(session: Session, sheet: str, ids: Collection[str]) -> dict[str, str]:
    """The name of each record in the packets' lists → the record."""
    if sheet not in PROTECTED:
        return {id_: id_ for id_ in ids}
    return {name: id_ for id_ in ids for name in pseudonyms(session, sheet, id_)}
