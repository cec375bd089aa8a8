"""Fills a packet's workbook, reads a verified one back into typed rows; a bad row is refused singly. PACKET §2, §5."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from pydantic import ValidationError

from hn_desk.errors import PacketError
from hn_desk.packets.archive import Packed
from hn_desk.packets.certificates import commune_code
from hn_desk.packets.cover import COVER_HEAD, COVER_SHEET, Cover, cover_rows, parse_cover
from hn_desk.packets.opc import Verified
from hn_desk.packets.reasons import refuse
from hn_desk.packets.sheet_profile import SheetHead, Value
from hn_desk.packets.sheet_writing import pack_sheet
from hn_desk.packets.subjects import SUBJECTS_OF, Row, SubjectSheet
from hn_desk.packets.texts import is_clean
from hn_desk.packets.workbook import make_workbook, read_workbook

_BY_FIELD: Final = {"id": "row-id", "version": "row-version", "operation": "row-operation"}
_BY_KIND: Final = {
    "string_type": "row-text",
    "string_too_long": "row-long",
    "int_type": "row-number",
    "greater_than": "row-number",
    "greater_than_equal": "row-number",
    "less_than": "row-number",
    "date_type": "row-date",
}
_BETWEEN: Final = " "
"""Nothing composes with it, so texts joined by it are clean together when each is."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: where it stands, what is wrong with which field, what the office does about it.

    `reason` and `do` are sentences, `code` is one of `REASONS`; `id` is as written, empty when there is none.
    """

    sheet: str
    id: str
    field: str
    reason: str
    do: str
    code: str


@dataclass(frozen=True, slots=True)
class Packet:
    """What a verified packet says: its cover, its good rows by subject, its bad rows."""

    cover: Cover
    rows: Mapping[str, tuple[Row, ...]]
    refused: tuple[RefusedRow, ...]


class _Refusals:
    """Collects the bad rows; each sentence is made once, however many rows it is said of."""

    def __init__(self) -> None:
        self.rows: list[RefusedRow] = []
        self._sentences: dict[tuple[str, str], PacketError] = {}

    def add(self, head: SheetHead, identifier: Value, field: str, code: str) -> None:
        """Note one row with the field that is wrong and why."""
        heading = next(one.heading for one in head.columns if one.field == field)
        if (code, heading) not in self._sentences:
            self._sentences[code, heading] = refuse(code, field=heading)
        why = self._sentences[code, heading]
        name = identifier[:36] if isinstance(identifier, str) and is_clean(identifier) else ""
        self.rows.append(RefusedRow(head.name, name, field, why.what, why.do, code))


def build_workbook(cover: Cover, rows: Mapping[str, Iterable[Row]]) -> dict[str, bytes | Packed]:
    """Write the parts of an unsigned workbook; `rows` by its format's subjects, streamed. Its counts are set."""
    subjects = SUBJECTS_OF[cover.format]
    unknown = rows.keys() - subjects.keys()
    if unknown:
        raise KeyError(*unknown)
    sheets: list[tuple[str, Packed]] = []
    counts: dict[str, int] = {}
    for key, subject in subjects.items():
        if key in rows:
            sheet, counts[key] = pack_sheet(subject.head, map(attrgetter(*subject.fields), rows[key]))
            sheets.append((subject.head.name, sheet))
    counted = cover.model_copy(update={"rows": counts})
    front, _count = pack_sheet(COVER_HEAD, cover_rows(counted))
    return make_workbook([(COVER_SHEET, front), *sheets])


def read_cover(verified: Verified) -> Cover:
    """Read only the cover, so that a packet for someone else is read no further. PacketError with its reason."""
    return _cover(verified, read_workbook(verified.parts))


def read_contents(verified: Verified) -> Packet:
    """Read everything; a wrong cover or sheet refuses the packet (PacketError), a wrong row only itself."""
    sheets = read_workbook(verified.parts)
    cover = _cover(verified, sheets)
    subjects = SUBJECTS_OF[cover.format]
    names = [COVER_SHEET, *(subjects[key].head.name for key in _ordered(cover))]
    if list(sheets) != names:
        raise refuse("sheet-unknown", sheet=min(sheets.keys() ^ set(names), default=COVER_SHEET))
    refused = _Refusals()
    rows = {key: tuple(_take(subjects[key], sheets, cover.rows[key], refused)) for key in _ordered(cover)}
    return Packet(cover, rows, tuple(refused.rows))


def _ordered(cover: Cover) -> list[str]:
    subjects = SUBJECTS_OF[cover.format]
    unknown = cover.rows.keys() - subjects.keys()
    if unknown:
        raise refuse("sheet-unknown", sheet=min(unknown))
    return [key for key in subjects if key in cover.rows]


def _cover(verified: Verified, sheets: Mapping[str, Iterator[list[Value]]]) -> Cover:
    if next(iter(sheets)) != COVER_SHEET:
        raise refuse("cover-missing")
    cover = parse_cover(_below_head(COVER_HEAD, sheets[COVER_SHEET]))
    signer = commune_code(verified.certificate)
    if cover.office_code != signer:
        raise refuse("office-differs", office=cover.office_code, signer=signer)
    return cover


def _below_head(head: SheetHead, rows: Iterator[list[Value]]) -> Iterator[list[Value]]:
    """The data rows, once the three rows above them are found to be those of this sheet."""
    above = [next(rows, None) for _row in range(3)]
    if above[2] != [one.field for one in head.columns]:
        raise refuse("sheet-fields", sheet=head.name)
    if above[:2] != [[head.title], [one.heading for one in head.columns]]:
        raise refuse("sheet-head", sheet=head.name)
    return rows


def _take(
    subject: SubjectSheet, sheets: Mapping[str, Iterator[list[Value]]], said: int, refused: _Refusals
) -> Iterator[Row]:
    """Yield the good rows of one sheet and put the bad ones among `refused`."""
    name, fields = subject.head.name, subject.fields
    seen: set[Value] = set()
    found = 0
    for values in _below_head(subject.head, sheets[name]):
        found += 1
        if found > said:
            break
        row = (
            _row(subject.rows, dict(zip(fields, values, strict=True)))
            if values[0] not in seen
            else ("id", "row-duplicate")
        )
        seen.add(values[0])
        if isinstance(row, Row):
            yield row
        else:
            refused.add(subject.head, values[0], *row)
    if found != said:
        raise refuse("rows-count", sheet=name, said=said)


def _row(model: type[Row], facts: Mapping[str, Value]) -> Row | tuple[str, str]:
    """The typed row, or the field and the code of the first thing wrong with it."""
    texts = {field: value for field, value in facts.items() if isinstance(value, str)}
    is_sound = is_clean(_BETWEEN.join(texts.values()))
    unclean = [] if is_sound else [field for field, text in texts.items() if not is_clean(text)]
    if unclean:
        return unclean[0], "row-characters"
    try:
        return model.model_validate(facts)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    field = str(first["loc"][0])
    return field, _BY_FIELD.get(field) or _BY_KIND.get(first["type"], "row-choice")
