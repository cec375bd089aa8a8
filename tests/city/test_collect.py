"""A packet goes to the city, is verified and applied; its receipt comes back."""

import hashlib

from hn_desk.actions.packets import packet_rows, receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.overview import counts, records
from hn_desk.city.receipts import receipts
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.pair import KEY_PASSPHRASE, Pair


def test_a_packet_arrives_and_its_receipt_turns_records_to_received(pair: Pair) -> None:
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    desk = pair.desk("STC")

    collected = collect(desk, sealed.path.read_bytes())
    answer = receive(pair.clerk, receipts(desk, "00070"))

    assert (collected.decision, collected.new) == ("applied", sealed.rows)
    assert counts(desk) == {
        "packets": 1,
        "offices": 1,
        "groups": 5,
        "events": 1,
        "event_groups": 2,
        "conversions": 1,
        "contact_counts": 1,
    }
    assert records(desk, "conversions").rows[0][5] == "Công ty TNHH An Phát"
    assert answer.kind == "receipt"
    assert [row.state for row in packet_rows(pair.clerk)] == ["received"]
    assert hashlib.sha256(sealed.path.read_bytes()).hexdigest() != sealed.sha256
