"""No flipped bit in a packet is ever accepted with another content, and none ends in a traceback."""

import os
import random

from hn_desk.errors import PacketError
from hn_desk.packets.archive import write_archive
from hn_desk.packets.sheet_reading import read_rows
from tests.packets.real_packet import EVENTS, judge, parts, real

FLIPS = 10_000 if os.environ.get("CAMPAIGN") else 1_500


def flipped(data: bytes, dice: random.Random) -> bytes:
    place, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


def test_a_flipped_bit_never_changes_what_is_accepted() -> None:
    dice = random.Random(20261122)
    genuine = judge(real())
    reasons: set[str] = set()
    for _flip in range(FLIPS):
        try:
            assert judge(flipped(real(), dice)) == genuine
        except PacketError as error:
            reasons.add(error.reason)
    assert len(reasons) > 8


def test_a_flipped_bit_behind_the_container_never_changes_what_is_accepted() -> None:
    dice = random.Random(20261123)
    genuine = judge(real())
    reasons: set[str] = set()
    for _flip in range(FLIPS // 3):
        found = parts()
        part = dice.choice([name for name, data in found.items() if data])
        found[part] = flipped(found[part], dice)
        try:
            assert judge(write_archive(found)) == genuine
        except PacketError as error:
            reasons.add(error.reason)
    assert {"digest-part", "types-shape", "xml-broken", "signature-bytes"} <= reasons


def test_the_sheet_reader_survives_any_bytes() -> None:
    dice = random.Random(20261124)
    sheet = parts()[EVENTS]
    reasons: set[str] = set()
    for flip in range(FLIPS):
        hostile = sheet
        for _bit in range(1 + flip % 4):
            hostile = flipped(hostile, dice)
        try:
            list(read_rows("Trang", hostile))
        except PacketError as error:
            reasons.add(error.reason)
    assert {"xml-broken", "sheet-shape", "sheet-cell", "cell-style"} <= reasons
