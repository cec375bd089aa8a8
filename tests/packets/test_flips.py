"""No flipped bit in a packet is ever accepted with another content, and none ends in a traceback."""

import os
import random

from hn_desk.errors import PacketError
from tests.packets.real_packet import judge, real

FLIPS = 10_000 if os.environ.get("CAMPAIGN") else 1_500


def test_a_flipped_bit_never_changes_what_is_accepted() -> None:
    dice = random.Random(20261122)
    packet, genuine = real(), judge(real())
    reasons: set[str] = set()
    for _flip in range(FLIPS):
        place, bit = dice.randrange(len(packet)), 1 << dice.randrange(8)
        flipped = packet[:place] + bytes([packet[place] ^ bit]) + packet[place + 1 :]
        try:
            assert judge(flipped) == genuine
        except PacketError as error:
            reasons.add(error.reason)
    assert len(reasons) > 8
