"""Who the rows of a police list are: on the list already, kept in this office, or new."""

import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_listing import in_parts, line_ids
from hn_desk.actions.labels import sexes
from hn_desk.actions.list_reading import Line
from hn_desk.actions.people import FIELDS, PersonDraft, draft_of
from hn_desk.i18n import _
from hn_desk.models.tables import LoanApplication, Person
from hn_desk.rules.credit import REFUSED, WITHDRAWN
from hn_desk.rules.dates import format_birth
from hn_desk.rules.text import fold

LEFT: Final = frozenset({WITHDRAWN, REFUSED})


class Standing:
    """Who stands on a list so far: known again by a number, or by name and birth where no number contradicts."""

    def __init__(self) -> None:
        self._by_mark: dict[str, list[PersonDraft]] = defaultdict(list)

    def add(self, one: PersonDraft) -> None:
        """Put a person among those on the list."""
        for mark in _marks(one):
            self._by_mark[mark].append(one)

    def has(self, one: PersonDraft) -> bool:
        """Whether this person stands there already."""
        return any(_is_same(one, other) for mark in _marks(one) for other in self._by_mark.get(mark, ()))


def people_on(session: Session, list_id: str) -> Standing:
    """The people of a list's lines, without those withdrawn or refused."""
    standing = Standing()
    for part in in_parts(line_ids(session, list_id)):
        for row in session.scalars(select(LoanApplication).where(LoanApplication.id.in_(part))):
            if row.person is not None and row.state not in LEFT:
                standing.add(draft_of(row.person))
    return standing


def person_read(line: Line) -> PersonDraft:
    """The person as the row says."""
    return PersonDraft(
        name=line.name,
        birth=line.birth,
        sex=line.sex,
        id_number=line.id_number,
        old_id_number=line.old_id_number,
        phone=line.phone,
        address=line.address,
    )


def kept_person(session: Session, read: PersonDraft) -> PersonDraft | None:
    """The person kept under the same number and folded name; None when there is none."""
    number = Person.id_number == read.id_number if read.id_number else Person.old_id_number == read.old_id_number
    found = session.scalars(select(Person).where(number))
    return next((draft_of(one) for one in found if fold(one.name) == fold(read.name)), None)


def filled_in(kept: PersonDraft, read: PersonDraft) -> PersonDraft:
    """`kept` with what was unknown taken from `read`."""
    return replace(kept, **{name: getattr(kept, name) or getattr(read, name) for name in FIELDS})


def differences(kept: PersonDraft, read: PersonDraft) -> str:
    """What a row says otherwise than the office keeps: marks of the name, birth, sex; "" when nothing."""
    pairs: list[tuple[str, str]] = []
    if _letters(kept.name) != _letters(read.name):
        pairs.append((kept.name, read.name))
    if not (kept.birth.startswith(read.birth) or read.birth.startswith(kept.birth)):
        pairs.append((format_birth(kept.birth), format_birth(read.birth)))
    if kept.sex and read.sex and kept.sex != read.sex:
        pairs.append((sexes()[kept.sex], sexes()[read.sex]))
    if not pairs:
        return ""
    ours, theirs = (", ".join(said) for said in zip(*pairs, strict=True))
    return _("Under this number the office keeps {kept}; the list says {read}.").format(kept=ours, read=theirs)


def _letters(name: str) -> list[list[str]]:
    """Letters and marks of each word; `hoà` and `hòa` have the same."""
    return [sorted(unicodedata.normalize("NFD", word)) for word in name.lower().split()]


def _marks(one: PersonDraft) -> list[str]:
    """By what a person is found again."""
    known = {"": one.id_number, "old ": one.old_id_number, "name ": one.birth and f"{fold(one.name)} {one.birth}"}
    return [f"{kind}{value}" for kind, value in known.items() if value]


def _is_same(one: PersonDraft, other: PersonDraft) -> bool:
    """Of two with a mark in common: a shared number says yes; the name does unless both have such a number."""
    numbers = ((one.id_number, other.id_number), (one.old_id_number, other.old_id_number))
    told = [mine == theirs for mine, theirs in numbers if mine and theirs]
    return any(told) or not told
