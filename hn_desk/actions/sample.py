"""A training office with invented people: set up and filled in one go, a hundred thousand people in seconds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hn_desk.actions import sample_rows
from hn_desk.actions.office import TRAINING_FILE, Clock, Office, set_up, stamp, unlock
from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sample_acts import record_acts
from hn_desk.actions.sample_rows import Row, Source
from hn_desk.actions.search_texts import HOUSEHOLDS, PEOPLE
from hn_desk.actions.set_up import NewOfficer, SetUp
from hn_desk.files import write_whole
from hn_desk.i18n import _
from hn_desk.keys import STANDARD, Cost
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import next_change
from hn_desk.models.columns import Table
from hn_desk.models.search import fill_words
from hn_desk.models.tables import HouseholdBusiness, Industry, Person, ResidentialGroup
from hn_desk.rules.roles import ROLES
from hn_desk.rules.text import search_words
from hn_desk.settings import resource

TRAINING_PASSPHRASE: Final = "tap huan moi ngay"
TRAINING_OFFICE: Final = "00070"
GROUP_COUNT: Final = 24
BATCH: Final = 10_000
ROOM_SQL: Final = "PRAGMA cache_size = -262144"
"""A quarter of a gigabyte of pages for this connection: a filling that spills pages encrypts each many times."""
Word = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How much to make up: households, people besides their owners, and the seed that makes it the same again."""

    households: int
    people: int = 0
    seed: int = 1
    office_code: str = TRAINING_OFFICE


def training_officers() -> tuple[NewOfficer, ...]:
    """Who works in a training office; all have the same passphrase."""
    staff = (
        ("Nguyễn Thị Lan", "lan", "Chuyên viên", {"economy", "social"}),
        ("Lê Văn Minh", "minh", "Cán bộ Công an", {"police"}),
        ("Trần Văn Hùng", "hung", "Phó Chủ tịch", {"approver"}),
        ("Đỗ Thị Mai", "mai", "Văn thư", {"records", "head"}),
        ("Phạm Quốc Anh", "anh", "Quản trị", {"administrator", "auditor"}),
    )
    return tuple(
        NewOfficer(name, login, TRAINING_PASSPHRASE, frozenset(roles), post) for name, login, post, roles in staff
    )


def make_sample(
    folder: Path, plan: SamplePlan, *, cost: Cost = STANDARD, clock: Clock = lambda: datetime.now(UTC)
) -> dict[str, int]:
    """Set up a training office in `folder` and fill it; how many of each were made."""
    groups = tuple(f"Tổ dân phố số {number}" for number in range(1, GROUP_COUNT + 1))
    set_up(folder, SetUp(plan.office_code, "training", training_officers(), groups), cost=cost, clock=clock)
    office = unlock(folder, "lan", TRAINING_PASSPHRASE, clock=clock)
    try:
        write_whole(folder / TRAINING_FILE, told(office).encode())
        return {**fill(office, plan), **record_acts(office, _sample_words(), plan.seed)}
    finally:
        office.close()


def told(office: Office) -> str:
    """Who may sign in to a training office, what each may do, and the passphrase, in the language of the screen."""
    words = office.book.roles.labels
    lines = (
        f"{officer.login}: {officer.name} ({', '.join(words[role] for role in ROLES if role in officer.roles)})"
        for officer in training_officers()
    )
    head = _("This is a training office. Sign in as one of these; everybody's passphrase: {passphrase}")
    return "\n".join((head.format(passphrase=TRAINING_PASSPHRASE), "", *lines, ""))


def fill(office: Office, plan: SamplePlan) -> dict[str, int]:
    """Write the invented rows of `plan` into a training office in one transaction; how many of each."""
    office.require("households.write")
    with office.write() as session:
        source = _source(office, session, plan.seed)
        written = _stamps(office, session)
        owners = list(sample_rows.people(source, plan.households))
        others = sample_rows.people(source, plan.people)
        session.connection().exec_driver_sql(ROOM_SQL)
        words = [*_add_people(session, written, owners), *_add_households(session, written, source, owners)]
        for batch in _batches(others):
            words += _add_people(session, written, batch)
        fill_words(session, words)
        made = {"households": plan.households, "people": plan.households + plan.people}
        audit.log(session, Act("sample", content={**made, "seed": plan.seed}))
    return made


def _source(office: Office, session: Session, seed: int) -> Source:
    groups = tuple(session.scalars(select(ResidentialGroup.id).order_by(ResidentialGroup.sort_key)))
    return Source(Random(seed), _sample_words(), groups, office.today())


def _sample_words() -> dict[str, Any]:
    return read_toml(resource("reference/sample.toml"))


def _stamps(office: Office, session: Session) -> Row:
    return {
        "version": 1,
        "change": next_change(session),
        "written_by": office.officer.id,
        "written_at": stamp(office.now()),
        "instance": office.instance,
    }


def _add_people(session: Session, written: Row, people: Sequence[Row]) -> Iterator[Word]:
    _insert(session, Person, [row | written for row in people])
    for row in people:
        yield from _words(PEOPLE, row["id"], (row["name"], row["address"]), (row["id_number"], row["phone"]))


def _add_households(session: Session, written: Row, source: Source, owners: Sequence[Row]) -> Iterator[Word]:
    pairs = [sample_rows.household(source, owner) for owner in owners]
    _insert(session, HouseholdBusiness, [household | written for household, _industry in pairs])
    _insert(session, Industry, [industry for _household, industry in pairs])
    for (household, _industry), owner in zip(pairs, owners, strict=True):
        texts = (household["name"], household["address"], household["business_code"], owner["name"])
        numbers = (household["tax_code"], owner["id_number"], owner["phone"])
        yield from _words(HOUSEHOLDS, household["id"], texts, numbers)


def _words(subject: str, record_id: str, texts: Iterable[str], numbers: Iterable[str]) -> Iterator[Word]:
    """What finds a record; numbers are words already."""
    for word in {word for text in texts for word in _words_of(text)}.union(numbers):
        yield subject, word, record_id


@cache
def _words_of(text: str) -> tuple[str, ...]:
    return search_words(text)


def _insert(session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    walked = iter(rows)
    while batch := list(islice(walked, BATCH)):
        yield batch
