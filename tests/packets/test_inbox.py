"""The city's decision about a packet, case by case as in the table of the packet's design."""

import pytest

from hn_desk.packets.cover import file_name
from hn_desk.packets.inbox import Answer, Decision, Known, decide, explain
from tests.packets.real_packet import cover

HASH, OTHER, FIRST, SECOND = "a" * 64, "b" * 64, "1" * 64, "2" * 64


def known(**changes: object) -> Known:
    facts: dict[str, object] = {"desk": "STC", "environment": "training", "is_office_known": True}
    return Known(**(facts | changes))  # type: ignore[arg-type]


def third(**changes: object) -> Decision:
    facts: dict[str, object] = {"number": 3, "previous_hash": SECOND}
    seen: dict[str, object] = {"newest_epoch": 1, "arrived": {1: FIRST, 2: SECOND}}
    for key, value in changes.items():
        (facts if key in type(cover()).model_fields else seen)[key] = value
    return decide(cover(**facts), HASH, known(**seen))


def test_the_first_packet_of_an_office_is_applied() -> None:
    assert decide(cover(), HASH, known()) == Decision(Answer.APPLY)


def test_the_next_number_is_applied() -> None:
    assert third() == Decision(Answer.APPLY)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("desk-other", {"desk": "VPUB"}),
        ("environment-other", {"environment": "real"}),
        ("office-unknown", {"is_office_known": False}),
    ],
)
def test_a_packet_for_someone_else_is_read_no_further(reason: str, changes: dict[str, object]) -> None:
    assert decide(cover(), HASH, known(**changes)) == Decision(Answer.REFUSE, reason)


def test_the_same_packet_again_gets_the_same_receipt() -> None:
    assert third(arrived={1: FIRST, 2: SECOND, 3: HASH}) == Decision(Answer.REPEAT)


def test_the_same_packet_of_an_older_epoch_gets_its_receipt_too() -> None:
    assert third(arrived={1: FIRST, 2: SECOND, 3: HASH}, newest_epoch=2) == Decision(Answer.REPEAT)


def test_the_same_packet_is_a_repeat_even_when_its_office_is_no_longer_known() -> None:
    assert third(arrived={1: FIRST, 2: SECOND, 3: HASH}, is_office_known=False) == Decision(Answer.REPEAT)


@pytest.mark.parametrize("place", ["arrived", "waiting"])
def test_another_packet_of_a_number_already_seen_is_a_twin(place: str) -> None:
    assert third(**{place: {1: FIRST, 2: SECOND, 3: OTHER}}) == Decision(Answer.QUARANTINE, "twin")


def test_a_number_ahead_waits_for_the_one_between() -> None:
    assert third(arrived={1: FIRST}) == Decision(Answer.WAIT, waiting_for=2)


def test_a_packet_that_waited_is_applied_when_its_turn_has_come() -> None:
    assert third(arrived={1: FIRST}, waiting={3: HASH}).answer == Answer.WAIT
    assert third(waiting={3: HASH}) == Decision(Answer.APPLY)


def test_a_packet_that_follows_another_one_than_ours_is_kept_apart() -> None:
    assert third(previous_hash=OTHER) == Decision(Answer.QUARANTINE, "chain-broken")


def test_an_older_epoch_is_refused_politely() -> None:
    assert third(newest_epoch=2) == Decision(Answer.OLDER, "epoch-older")


def test_a_new_epoch_begins_at_its_number_1() -> None:
    fresh = known(newest_epoch=1)

    assert decide(cover(epoch=2, parent_epoch=1), HASH, fresh) == Decision(Answer.APPLY_NEW_EPOCH)
    later = cover(epoch=2, parent_epoch=1, number=2, previous_hash=FIRST)
    assert decide(later, HASH, fresh) == Decision(Answer.WAIT, waiting_for=1)


def test_a_full_packet_in_parts_is_held_until_its_last_part() -> None:
    assert third(kind="full", parts=2) == Decision(Answer.HOLD)
    assert third(kind="full", part=2, parts=2, held=(1, 2)) == Decision(Answer.APPLY)


@pytest.mark.parametrize(
    ("part", "parts", "held"), [(2, 2, None), (1, 1, (1, 2)), (3, 3, (1, 3)), (2, 3, (1, 2)), (1, 2, (1, 2))]
)
def test_parts_out_of_order_are_kept_apart(part: int, parts: int, held: tuple[int, int] | None) -> None:
    assert third(kind="full", part=part, parts=parts, held=held) == Decision(Answer.QUARANTINE, "parts-order")


def test_a_decision_against_a_packet_is_explained() -> None:
    packet = cover(number=3, previous_hash=SECOND)

    error = explain(Decision(Answer.QUARANTINE, "twin"), packet)

    assert error.reason == "twin"
    assert "3" in error.what


def test_a_packet_s_file_is_named_after_its_place_in_the_stream() -> None:
    assert file_name(cover(epoch=2, parent_epoch=1)) == "GOI-00070-STC-7f3a-2-000001.xlsx"
