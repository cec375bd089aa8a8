"""One schedule's world: the program's offices and city beside the reference's; both take every step."""

import copy
import hashlib
import json
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from hn_desk.actions import restoring, sealing
from hn_desk.actions.city_states import NEEDS_ANSWER, RECEIVED
from hn_desk.actions.key_requests import keep_request
from hn_desk.actions.keyring import install_trust
from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.office import Office
from hn_desk.actions.receiving import receive
from hn_desk.actions.restoring_outbox import packet_files
from hn_desk.actions.sealing import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.receipts import issue_receipt
from hn_desk.errors import DeskError
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.tables import CityRecord, Erasure, OfficeRow, PacketRow, ResidentialGroup
from hn_desk.packets import authority
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cover import FORMAT
from hn_desk.packets.receipt import Receipt
from hn_desk.packets.trust import make_pack
from tests.campaigns.model import reference
from tests.campaigns.model.ground import (
    DESK,
    TRUSTED,
    Place,
    Store,
    Watch,
    desk_at,
    empty,
    first_trust,
    new_office,
    office_key,
)
from tests.campaigns.model.quick import OLDER, content_of, trust_pack
from tests.campaigns.model.reference import A_DAY, Key, Pack, Packet, Said, doubted
from tests.packets import keyring

FROM: Final = keyring.NOW - timedelta(days=10)
UNTIL: Final = FROM + timedelta(days=730)
"""The days of every certificate."""
PLACES: Final = 3
KEYS: Final = 12
"""Signing keys of the office's that the city may certify in one schedule."""
ANSWERS: Final = (RECEIVED, NEEDS_ANSWER)
FEW: Final = 3
"""Rows of a packet where it is to be sent in several."""
Paper = tuple[bytes, Said]
"""A receipt and what it says."""


class DiffersError(AssertionError):
    """The program did something else than the reference."""


@dataclass(slots=True)
class Backup:
    """A copy of an office's database, and the reference's."""

    data: bytes
    model: reference.Office


@dataclass(slots=True)
class Pc:
    """One PC of the office, as it is and as the reference has it."""

    place: Place
    model: reference.Office
    backups: list[Backup] = field(default_factory=list)

    @property
    def watch(self) -> Watch:
        """Its clock."""
        return self.place.watch


@dataclass(frozen=True, slots=True)
class Stores:
    """The databases in memory that every schedule uses anew."""

    city: Store
    offices: tuple[Store, ...]

    @classmethod
    def made(cls) -> "Stores":
        """As many as a schedule may need."""
        return cls(Store.made(), tuple(Store.made() for _place in range(PLACES)))


class World:
    """What a schedule acts on. Every method takes one step; DiffersError when program and reference part."""

    def __init__(self, folder: Path, stores: Stores, chance: Random) -> None:
        """A city and one office, sometimes with a second database of its own."""
        shutil.rmtree(folder, ignore_errors=True)
        self.folder, self.stores, self.chance = folder, stores, chance
        self.seen: Counter[str] = Counter()
        self.told: list[str] = []
        self.packets: dict[str, Packet] = {}
        self.up: list[bytes] = []
        self.down: list[Paper] = []
        self.clock = keyring.NOW
        stores.city.put_back(empty())
        self.watch = Watch(self.clock)
        self.desk = desk_at(folder / "city", stores.city, self.watch)
        self.city = reference.City()
        TRUSTED[:] = [first_trust()]
        first = trust_pack(make_pack(first_trust(), "training", keyring.NOW))
        self.packs = [(first, Pack(1, keyring.NOW, frozenset({0}), frozenset(), keyring.NOW - A_DAY))]
        sealing.MOST_ROWS = FEW if chance.random() < 0.3 else 50_000  # type: ignore[misc]
        OLDER.clear()
        self.city_backups: list[tuple[bytes, reference.City]] = []
        self.pcs: list[Pc] = []
        for _instance in range(chance.choice((1, 1, 2))):
            self._set_up()
        if chance.random() < 0.25:
            OLDER.add(self.pcs[0].model.instance)

    @property
    def pack(self) -> Pack:
        """What the city's newest trust pack says."""
        return self.packs[-1][1]

    def note(self, what: str) -> None:
        """Tell what is done, for who reads of a difference."""
        self.told.append(what)
        self.seen[what.split()[0]] += 1

    def later(self) -> None:
        """Time passes."""
        self.clock += timedelta(seconds=self.chance.randrange(60, 7200))
        for watch in (self.watch, *(pc.watch for pc in self.pcs)):
            watch.true = self.clock

    def edit(self, pc: Pc) -> None:
        """Some records are added, changed, changed back, removed or erased."""
        self.note(f"edit {self._name(pc)}")
        office = pc.place.office()
        with office.write() as session:
            for _edit in range(self.chance.randrange(1, 4)):
                name = f"Tổ {self.chance.randrange(6)}"
                known = self.chance.choice(sorted(pc.model.records)) if pc.model.records else ""
                if not known or self.chance.random() < 0.4:
                    row = ResidentialGroup(id=str(UUID(int=self.chance.getrandbits(128))), name=name, sort_key=name)
                    session.add(row)
                    session.flush()
                    pc.model.records[row.id] = name
                elif self.chance.random() < 0.6:
                    session.get_one(ResidentialGroup, known).name = name
                    pc.model.records[known] = name
                else:
                    session.delete(session.get_one(ResidentialGroup, known))
                    if self.chance.random() < 0.3:
                        session.add(Erasure(subject="groups", record_id=known, at=""))
                    del pc.model.records[known]
                session.flush()
            audit.log(session, Act("groups.edit", "groups"))
        pc.model.acted(office.now())

    def seal(self, pc: Pc, kind: str = "delta") -> str:
        """A packet is made, or refused with the reason that the reference knows; the reason."""
        office = pc.place.office()
        wanted = self._refusal(pc, office, kind)
        try:
            sealed = seal_packet(office, DESK, "", kind=kind)
        except DeskError as error:
            self.note(f"no-packet {self._name(pc)}: {error.reason}")
            self._same("seal", error.reason, wanted)
            return error.reason
        self._same("seal", "", wanted)
        rows, sent = pc.model.rows_to_send(is_full=kind == "full"), dict[str, str | None]()
        paths = (*sealed.others, sealed.path)
        for part, path in enumerate(paths, 1):
            data = path.read_bytes()
            made = _packet_of(data, office)
            self.note(f"packet {self._name(pc)} {made.epoch}/{made.number} {made.sha256[:6]} {kind} {made.part}")
            last = pc.model.last()
            number, previous = (last.number + 1, last.sha256) if last else (1, None)
            parts = (part, len(paths)) if made.part[1] > 1 else (1, 1)
            meant = replace(made, epoch=pc.model.epoch, number=number, previous=previous, part=parts)
            self._same("packet", made, replace(meant, key=pc.model.signs_with))
            self._same("most rows", len(made.rows) <= sealing.MOST_ROWS, True)
            sent |= made.rows
            pc.model.packets[made.epoch, made.number] = self.packets[made.sha256] = made
            self.up.append(data)
        self._same("rows", sent, rows)
        pc.model.acted(office.now())
        return ""

    def renew(self, pc: Pc) -> bool:
        """The office makes another key; the city mostly certifies it. False when there were too many already."""
        number = max((key.number for one in self.pcs for key in one.model.keys), default=0)
        number = max(number, *self.pack.issued) + 1
        if number >= KEYS:
            return False
        self.note(f"key {self._name(pc)} {number}")
        office = pc.place.office()
        with office.write() as session:
            keep_request(session, office, office_key(number).key, encrypted=b"sealed")
        pc.model.keys.append(Key(number, office.now(), len(pc.model.keys)))
        pc.model.acted(office.now())
        if self.chance.random() < 0.8:
            self.certify(number)
        return True

    def certify(self, number: int) -> None:
        """The city issues a certificate and a trust pack with it."""
        self.note(f"certificate {number}")
        mine = (*TRUSTED[0].offices[keyring.OFFICE.code], office_key(number).certificate)
        self._publish(replace(TRUSTED[0], offices={keyring.OFFICE.code: mine}), issued=self.pack.issued | {number})

    def revoke(self, number: int) -> None:
        """The city revokes a key of the office."""
        self.note(f"revoked {number}")
        revoked = self.pack.revoked | {number}
        serials = {office_key(one).certificate.serial_number: keyring.NOW for one in revoked}
        crl = authority.make_crl(keyring.root(), len(revoked) + 1, self.clock, serials)
        self._publish(replace(TRUSTED[0], crls=(crl,)), revoked=revoked, list_at=self.clock)

    def republish(self) -> None:
        """The city makes its trust pack anew: nothing in it is other than before."""
        self.note("pack")
        self._publish(TRUSTED[0])

    def give(self, pc: Pc, paper: tuple[bytes, Pack]) -> str:
        """A trust pack, old or new, reaches a PC; why it is not taken."""
        data, pack = paper
        office, wanted = pc.place.office(), ""
        if pack.made_at > office.now() + A_DAY:
            wanted = "time-future"
        elif pack.number <= pc.model.newest_pack().number:
            wanted = "trust-rollback"
        reason = ""
        try:
            install_trust(office, data)
        except DeskError as error:
            reason = error.reason
        self.note(f"trust {self._name(pc)} {pack.number} {reason}")
        self._same("trust", reason, wanted)
        if not reason:
            pc.model.takes_pack(pack, FROM <= office.now() <= UNTIL)
            pc.model.acted(office.now())
            self._same("numbering", pc.place.office().epoch, pc.model.epoch)
        return reason

    def _publish(self, trust: Trust, **changes: Any) -> None:
        pack = replace(self.pack, number=self.pack.number + 1, made_at=self.clock, **changes)
        TRUSTED[:] = [replace(trust, number=pack.number)]
        self.packs.append((trust_pack(make_pack(TRUSTED[0], "training", self.clock)), pack))

    def deliver(self, data: bytes) -> None:
        """A file reaches the city, perhaps damaged."""
        known = self.packets.get(hashlib.sha256(data).hexdigest())
        collected = collect(self.desk, data)
        found = ("repeat" if collected.is_repeat else collected.decision), collected.reason
        meant = self.city.takes(known, self.watch(), self.pack) if known else ("quarantined", "digest-package")
        place = f"{known.epoch}/{known.number} {known.sha256[:6]}" if known else "damaged"
        self.note(f"{found[0]} {place} {found[1]}")
        self.seen[found[1] or found[0]] += 1
        self._same("collect", found, meant)
        self.check_city()

    def check_city(self) -> None:
        """The city's records are those of the reference, each once."""
        with self.stores.city.database.read() as session:
            columns = (CityRecord.record_id, CityRecord.payload, CityRecord.instance_id, CityRecord.epoch)
            rows = session.execute(select(*columns)).all()
        self._same("doubled", len(rows), len({row[0] for row in rows}))
        self._same("records", {row[0]: row[1]["name"] for row in rows}, self.city.records)
        self._same("origin", {row[0]: (row[2], row[3]) for row in rows}, self.city.origin)

    def issue(self) -> Paper | None:
        """The city's receipt, which says what the reference says."""
        now = self.desk.now()
        try:
            issued = issue_receipt(self.desk, keyring.OFFICE.code)
        except DeskError as error:
            self.note(f"no-receipt {error.reason}")
            self._same("receipt", error.reason, self._no_receipt(now))
            return None
        self._same("receipt", "", self._no_receipt(now))
        receipt = Receipt.model_validate_json(content_of(issued.pdf))
        said = self.city.says(receipt.made_at, FORMAT)
        self._same("receipt", _said(receipt), said)
        is_timely = receipt.made_at == now if issued.is_new else receipt.made_at <= now
        self._same("receipt's time", is_timely, True)
        self.note("receipt")
        self.down.append((issued.pdf, said))
        return self.down[-1]

    def hand(self, pc: Pc, paper: Paper) -> str:
        """A receipt, old or new, reaches a PC; the reason why it is not taken, or that a twin is there."""
        data, said = paper
        office = pc.place.office()
        wanted = self._unread(pc, said, office)
        twin = not wanted and pc.model.is_twin(said)
        reason = ""
        try:
            receive(office, data)
        except DeskError as error:
            reason = error.reason
        self.note(f"read {self._name(pc)} {reason}")
        self._same("receive", reason, reference.TWIN if twin else wanted)
        if not wanted:
            is_new = said not in pc.model.said
            pc.model.told(said)
            if is_new:
                pc.model.acted(office.now())
        self.check_states(pc)
        return reason

    def check_states(self, pc: Pc) -> None:
        """What the office shows as received, and as returned, is what the reference knows to be."""
        with pc.place.store.database.read() as session:
            states = dict(session.execute(select(PacketRow.sha256, PacketRow.state)).all())
        meant = {one.sha256 for one in pc.model.packets.values()}
        self._same("kept packets", set(states), meant)
        answers = {one: state for one, (state, _made_at) in pc.model.answers.items() if one in meant}
        self._same("answers", {one: state for one, state in states.items() if state in ANSWERS}, answers)

    def back_up(self, pc: Pc) -> None:
        """A backup of a PC."""
        self.note(f"backup {self._name(pc)}")
        pc.backups.append(Backup(pc.place.store.copied(), copy.deepcopy(pc.model)))

    def restore(self, pc: Pc) -> None:
        """Any earlier backup is put back, beside the outbox or on an empty disk."""
        backup = self.chance.choice(pc.backups)
        keeps = self.chance.random() < 0.6
        self.note(f"restore {self._name(pc)} {'beside its outbox' if keeps else 'alone'}")
        if not keeps:
            shutil.rmtree(pc.place.folder)
            pc.place.make()
        pc.place.store.put_back(backup.data)
        pc.model = copy.deepcopy(backup.model)
        office = pc.place.office()
        paths = packet_files((pc.place.folder,))
        lying = [self.packets[hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths]
        who = SimpleNamespace(login="")
        plan: Any = SimpleNamespace(found=_found(pc.place.folder, office), who=who, receipts=(), floors=())
        restoring._renewed(office, pc.place.folder, plan, paths)
        readable = [one for one in lying if not doubted(one, office.now(), pc.model.newest_pack())]
        pc.model.restored(readable, [one.epoch for one in lying], office.now())
        self._same("epoch", pc.place.office().epoch, pc.model.epoch)
        self.check_states(pc)

    def clone(self, pc: Pc) -> None:
        """Somebody copies the whole folder to another PC and works on there."""
        if len(self.pcs) == PLACES:
            return
        self.note(f"clone {self._name(pc)}")
        other = self._new_place()
        other.store.put_back(pc.place.store.copied())
        shutil.copytree(pc.place.folder, other.folder, dirs_exist_ok=True)
        self.pcs.append(Pc(other, copy.deepcopy(pc.model), list(pc.backups)))

    def renumber(self, pc: Pc) -> None:
        """The administrator begins a new numbering."""
        self.note(f"numbering {self._name(pc)}")
        office = pc.place.office()
        begin_numbering(office, "bản sao")
        pc.model.renumbered()
        pc.model.acted(office.now())

    def back_up_city(self) -> None:
        """A backup of the desk."""
        self.note("city-backup")
        self.city_backups.append((self.stores.city.copied(), copy.deepcopy(self.city)))

    def restore_city(self, backup: tuple[bytes, reference.City] | None = None) -> None:
        """This backup of the desk, or any earlier one, is put back."""
        self.note("city-restore")
        data, model = backup or self.chance.choice(self.city_backups)
        self.stores.city.put_back(data)
        self.city = copy.deepcopy(model)
        self.check_city()

    def _set_up(self) -> None:
        place, instance = self._new_place(), UUID(int=self.chance.getrandbits(128)).hex
        place.store.put_back(new_office())
        with place.store.database.begin(Author("", instance, "")) as session:
            session.scalars(select(OfficeRow)).one().instance_id = instance
        key = Key(0, FROM, 0, is_certified=True)
        self.pcs.append(Pc(place, reference.Office(instance, keys=[key], packs=[self.packs[0][1]])))

    def _new_place(self) -> Place:
        number = len(self.pcs)
        place = Place(self.folder / f"office{number}", self.stores.offices[number], Watch(self.clock))
        place.make()
        return place

    def _name(self, pc: Pc) -> str:
        return f"PC{next(number for number, one in enumerate(self.pcs) if one is pc)}"

    def _no_receipt(self, now: datetime) -> str:
        if not FROM <= now <= UNTIL:
            return reference.CLOCK
        tells = self.city.unverified and self.city.tells_unverified(FORMAT)
        return "" if self.city.streams or tells else "no-packets"

    def _refusal(self, pc: Pc, office: Office, kind: str) -> str:
        if pc.model.is_revoked():
            return "revoked" if _is_list_good(pc, office) else "crl-future"
        if not FROM <= office.now() <= UNTIL:
            return "chain-time"
        if not _is_list_good(pc, office):
            return "crl-future"
        rows = pc.model.rows_to_send(is_full=kind == "full")
        return pc.model.refusal(office.now()) or ("" if rows else "nothing-to-send")

    def _unread(self, pc: Pc, said: Said, office: Office) -> str:
        if said.made_at > office.now() + A_DAY:
            return "time-future"
        if not FROM <= said.made_at <= UNTIL:
            return "chain-time"
        return "" if _is_list_good(pc, office) else "crl-future"

    def _same(self, what: str, found: object, meant: object) -> None:
        if found != meant:
            raise DiffersError(f"{what}: {found!r} instead of {meant!r}")


def _is_list_good(pc: Pc, office: Office) -> bool:
    return office.now() + A_DAY >= pc.model.newest_pack().list_at


def _packet_of(data: bytes, office: Office) -> Packet:
    """What a packet's file says, read without the program's reader."""
    head, content = (json.loads(one) for one in content_of(data).split(b"\n", 1))
    cover = {key: value for _label, value, key in content["cover"]}
    rows = {row["id"]: row["name"] if row["operation"] == "put" else None for row in content["rows"]["groups"]}
    sha256 = hashlib.sha256(data).hexdigest()
    key = next(n for n in range(KEYS) if office_key(n).certificate.serial_number == head["certificate"])
    place = (cover["instance"], cover["epoch"], cover["number"], cover["previous_hash"])
    parts = (cover.get("part", 1), cover.get("parts", 1))
    return Packet(sha256, *place, rows, office.now(), key, parts, cover["format"])


def _said(receipt: Receipt) -> Said:
    places = {(stream.instance, stream.epoch): stream for stream in receipt.streams}
    return Said(
        receipt.made_at,
        {place: stream.contiguous for place, stream in places.items()},
        {place: dict(stream.hashes) for place, stream in places.items()},
        {place: frozenset(one.sha256 for one in stream.refused_packets) for place, stream in places.items()},
        frozenset(one.sha256 for one in receipt.unverified),
    )


def _found(folder: Path, office: Office) -> Any:
    facts = SimpleNamespace(sequence=0, head="", last_at="")
    head = SimpleNamespace(made_at="", reason="", facts=facts)
    return SimpleNamespace(opened=office.keys, workspace=folder, head=head)
