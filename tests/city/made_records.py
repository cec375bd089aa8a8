"""Made-up records of offices as a desk holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from hn_desk.city.desk import CityDesk
from hn_desk.city.sums import recount, terms_of
from hn_desk.models.tables import CityRecord

STATES = ("registered", "agreed", "")
DAYS = ("2025-12-31", "2026-01-01", "2026-05-04", "2026-05-31", "2026-06-01", None)
SUBJECTS = ("conversions", "contact_counts", "events", "cases")


def record(office: str, subject: str, id_: str, payload: dict[str, Any]) -> CityRecord:
    place = {"instance_id": "a", "epoch": 1, "packet_number": 1, "record_version": 1}
    return CityRecord(office=office, subject=subject, record_id=id_, payload=payload, **place)


@contextmanager
def records_written(desk: CityDesk) -> Iterator[Session]:
    """A transaction that writes records without a packet: the sums are counted anew at its end."""
    with desk.write() as session:
        yield session
        session.flush()
        recount(session, terms_of(desk.code, desk.today()))


def payload(random: Random, subject: str) -> dict[str, Any]:
    """A row of one of `SUBJECTS`, some of its fields empty."""

    def some(*values: Any) -> Any:
        return random.choice(values)

    return {
        "conversions": {
            "state": some(*STATES),
            "enterprise_kind": some("llc1", "", None),
            "certificate_on": some(*DAYS),
            "submitted_on": some(*DAYS),
            "workers": some(0, 3, None),
            "capital": some(10**9, None),
        },
        "contact_counts": {"month": some("2026-05", "2026-06", None), "contacts": some(0, 2, 7, None)},
        "events": {
            "state": some("done", "planned"),
            "topic": some("sme", "kh297", None),
            "starts_on": some(*DAYS),
            "people": some(0, 40, None),
        },
        "cases": {
            "programme": some("qd22", "gqvl", None),
            "state": some("issued", "withdrawn", None),
            "decided_on": some(*DAYS),
            "amount": some(5 * 10**7, None),
        },
    }[subject]


def made(random: Random, many: int, offices: tuple[str, ...]) -> Iterator[CityRecord]:
    for n in range(many):
        subject = random.choice(SUBJECTS)
        yield record(random.choice(offices), subject, str(n), payload(random, subject))
