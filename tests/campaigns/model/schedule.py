"""One random schedule: what befalls offices and city, then the putting right that a careful clerk would do."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Final

from tests.campaigns.model import reference
from tests.campaigns.model.world import DiffersError, Paper, Pc, World

WRONG: Final = (
    timedelta(),
    timedelta(),
    timedelta(hours=2),
    -timedelta(days=2),
    timedelta(days=3650),
    -timedelta(days=3650),
)
ROUNDS: Final = 8
STEPS: Final = (8, 28)


def lived(world: World, chance: Random) -> None:
    """So many steps of any kind."""
    for _step in range(chance.randrange(*STEPS)):
        world.later()
        step = chance.choices(tuple(OFTEN), tuple(OFTEN.values()))[0]
        step(world, chance)


def settled(world: World) -> None:
    """Clocks are set right, one PC of each instance goes on, what is missing is sent again: nothing stays open."""
    world.note("settled")
    world.watch.wrong = timedelta()
    going_on = {pc.model.instance: pc for pc in world.pcs}
    for pc in going_on.values():
        pc.watch.wrong = timedelta()
    for pc in going_on.values():
        _certified(world, pc)
        if _is_stuck(world, pc):
            world.note("stuck")
            continue
        _brought_up(world, pc)
        _judge(world, pc)


def _certified(world: World, pc: Pc) -> None:
    """The newest trust pack is read in; where it revokes the key that signs, another key is made and certified."""
    world.later()
    world.give(pc, world.packs[-1])
    while pc.model.is_revoked() and world.renew(pc):
        world.later()
        world.give(pc, world.packs[-1])


def _is_stuck(world: World, pc: Pc) -> bool:
    """Something was recorded here in the future: the office is told so at each try to pack."""
    world.later()
    return world.seal(pc) == reference.CLOCK


def _brought_up(world: World, pc: Pc) -> None:
    for _round in range(ROUNDS):
        world.later()
        for (epoch, _number), packet in sorted(pc.model.packets.items()):
            if epoch == pc.model.epoch and not _has(world, packet):
                world.deliver(_file_of(pc, packet))
        paper = world.issue()
        if paper and (world.hand(pc, paper) == reference.TWIN or _is_blocked(world, pc)):
            world.renumber(pc)
        world.later()
        if world.seal(pc, "full" if pc.model.last() is None and pc.model.records else "delta") == reference.TWIN:
            world.renumber(pc)
            continue
        if all(_has(world, one) for one in pc.model.packets.values() if one.epoch == pc.model.epoch):
            return
    raise DiffersError("after so many rounds the office and the city still don't agree")


def _is_blocked(world: World, pc: Pc) -> bool:
    """A packet of this numbering can never arrive: its key was revoked before it came, and the receipt says so."""
    return any(
        pc.model.answers.get(one.sha256, ("",))[0] == reference.REFUSED and one.key in world.pack.revoked
        for one in pc.model.packets.values()
        if one.epoch == pc.model.epoch
    )


def _judge(world: World, pc: Pc) -> None:
    """The city has each record of the office, as it is; what else it has came in an earlier numbering."""
    place = pc.model.instance, pc.model.epoch
    have = {name: text for name, text in world.city.records.items() if world.city.origin[name] == place}
    if have != pc.model.records:
        raise DiffersError(f"at the end the city has {have} of {place} instead of {pc.model.records}")
    mine = {one.sha256 for one in pc.model.packets.values() if one.epoch == pc.model.epoch}
    if any(pc.model.answers.get(one, ("",))[0] != reference.RECEIVED for one in mine):
        raise DiffersError("at the end the office waits for a receipt")


def _has(world: World, packet: reference.Packet) -> bool:
    stream = world.city.streams.get(packet.stream)
    return stream is not None and stream.arrived.get(packet.number) == packet


def _file_of(pc: Pc, packet: reference.Packet) -> bytes:
    """Packet N once more, from the bytes that the office kept."""
    return pc.place.kept(packet.sha256)


def _anyone(world: World, chance: Random) -> Pc:
    return chance.choice(world.pcs)


def _edit(world: World, chance: Random) -> None:
    world.edit(_anyone(world, chance))


def _seal(world: World, chance: Random) -> None:
    world.seal(_anyone(world, chance), chance.choice(("delta", "delta", "delta", "full")))


def _carry(world: World, chance: Random) -> None:
    """Any packet on its way arrives; it may come again."""
    if world.up:
        world.deliver(chance.choice(world.up[-6:] if chance.random() < 0.8 else world.up))


def _lose(world: World, chance: Random) -> None:
    if world.up:
        world.note("lost")
        world.up.pop(chance.randrange(len(world.up)))


def _damage(world: World, chance: Random) -> None:
    if world.up:
        data = bytearray(chance.choice(world.up))
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        world.deliver(bytes(data))


def _issue(world: World, chance: Random) -> None:
    world.issue()
    if world.down and chance.random() < 0.6:
        world.hand(_anyone(world, chance), world.down[-1])


def _hand(world: World, chance: Random) -> None:
    if world.down:
        world.hand(_anyone(world, chance), chance.choice(world.down))


def _back_up(world: World, chance: Random) -> None:
    world.back_up(_anyone(world, chance))


def _restore(world: World, chance: Random) -> None:
    pc = _anyone(world, chance)
    if pc.backups:
        world.restore(pc)


def _clone(world: World, chance: Random) -> None:
    world.clone(_anyone(world, chance))


def _renumber(world: World, chance: Random) -> None:
    world.renumber(_anyone(world, chance))


def _renew(world: World, chance: Random) -> None:
    world.renew(_anyone(world, chance))


def _revoke(world: World, chance: Random) -> None:
    """Any key that is certified and was not revoked."""
    known = sorted(world.pack.issued - world.pack.revoked)
    if known:
        world.revoke(chance.choice(known))


def _give(world: World, chance: Random) -> None:
    """Mostly the newest trust pack."""
    papers = world.packs[1:]
    if papers:
        world.give(_anyone(world, chance), papers[-1] if chance.random() < 0.8 else chance.choice(papers))


def _outrun(world: World, chance: Random) -> None:
    """The second of two trust packs is read first; the older one comes after it."""
    pc = _anyone(world, chance)
    for _pack in range(2):
        world.republish()
    for paper in reversed(world.packs[-2:]):
        world.give(pc, paper)


def _overtake(world: World, chance: Random) -> None:
    """The second of two packets arrives first, and the office learns of it."""
    pc = _anyone(world, chance)
    for _packet in range(2):
        world.edit(pc)
        world.seal(pc)
    if world.up:
        world.deliver(world.up[-1])
        _learn(world, pc)


def _late(world: World, chance: Random) -> None:
    """An office packs, begins a new numbering and sends; what it packed before arrives only then."""
    pc = _anyone(world, chance)
    before = len(world.up)
    world.edit(pc)
    world.seal(pc)
    late = world.up[before:]
    world.renumber(pc)
    world.edit(pc)
    world.seal(pc)
    for data in (*world.up[before + len(late) :], *late):
        world.deliver(data)


def _take_back(world: World, chance: Random) -> None:
    """The city loses what it acknowledged and then refuses it, its key being revoked; its receipts cross on the way."""
    pc = _anyone(world, chance)
    world.back_up_city()
    world.edit(pc)
    world.seal(pc)
    sent, key = world.up[-1:], pc.model.signs_with
    papers = [_received(world, sent)]
    world.restore_city(world.city_backups[-1])
    if key not in world.pack.revoked:
        world.revoke(key)
    papers.append(_received(world, sent))
    for paper in reversed(papers):
        if paper:
            world.hand(pc, paper)


def _received(world: World, sent: Sequence[bytes]) -> Paper | None:
    for data in sent:
        world.deliver(data)
    world.later()
    return world.issue()


def _part_ways(world: World, chance: Random) -> None:
    """A copy of a PC and the PC itself both send, and both go on after what the city says."""
    pc = _anyone(world, chance)
    world.clone(pc)
    for one in (pc, world.pcs[-1]):
        world.edit(one)
        world.seal(one)
        if world.up:
            world.deliver(world.up[-1])
    for one in (pc, world.pcs[-1]):
        _learn(world, one)
        world.seal(one)


def _learn(world: World, pc: Pc) -> None:
    paper = world.issue()
    if paper:
        world.hand(pc, paper)


def _set_clock(world: World, chance: Random) -> None:
    watch = chance.choice((world.watch, *(pc.watch for pc in world.pcs)))
    watch.wrong = chance.choice(WRONG)
    world.note(f"clock {watch.wrong.days}")


def _back_up_city(world: World, _chance: Random) -> None:
    world.back_up_city()


def _restore_city(world: World, _chance: Random) -> None:
    if world.city_backups:
        world.restore_city()


OFTEN: Final[dict[Callable[[World, Random], None], int]] = {
    _edit: 16,
    _seal: 16,
    _carry: 24,
    _lose: 4,
    _damage: 3,
    _issue: 10,
    _hand: 5,
    _back_up: 4,
    _restore: 3,
    _clone: 2,
    _renumber: 1,
    _overtake: 2,
    _late: 1,
    _take_back: 1,
    _part_ways: 1,
    _renew: 2,
    _revoke: 1,
    _give: 6,
    _outrun: 1,
    _set_clock: 3,
    _back_up_city: 3,
    _restore_city: 2,
}
