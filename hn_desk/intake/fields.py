"""Which facts a subject's lists hold and under which headings, and how rows look that are no data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from hn_desk.rules.reading import Reader
from hn_desk.rules.text import words

TEXT: Final = "text"
NAME: Final = "name"
ID_NUMBER: Final = "id_number"
OLD_ID: Final = "old_id"
BUSINESS_CODE: Final = "business_code"
TAX_CODE: Final = "tax_code"
MONEY: Final = "money"
BAND: Final = "band"
WHOLE: Final = "whole"
DATE: Final = "date"
BIRTH: Final = "birth"
SEX: Final = "sex"
PHONE: Final = "phone"
GROUP: Final = "group"
INDUSTRY: Final = "industry"
STATUS: Final = "status"
NOTE: Final = "note"
KINDS: Final = frozenset(
    {TEXT, NAME, ID_NUMBER, OLD_ID, BUSINESS_CODE, TAX_CODE, MONEY, BAND, WHOLE, DATE, BIRTH, SEX, PHONE, GROUP}
    | {INDUSTRY, STATUS, NOTE}
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One fact: what the screen calls it, its kind, the headings it stands under (`folded` for comparing).

    Headings in `alone` name it only when they are the whole heading, folded too.
    `choices` maps a stored code to the wordings that mean it, for the kinds sex and status.
    """

    code: str
    label: str
    kind: str
    synonyms: tuple[str, ...]
    needed: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folded: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowWords:
    """How rows begin that are no data, what repeats the row above, what says that a cell is empty; all lower case."""

    total: tuple[str, ...]
    signature: tuple[str, ...]
    ditto: frozenset[str]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class SubjectFields:
    """The facts of one subject: households, people, groups; `ignored` are headings nobody asks for, folded."""

    subject: str
    label: str
    fields: tuple[FieldSpec, ...]
    ignored: tuple[str, ...]
    words: RowWords

    @property
    def total_words(self) -> tuple[str, ...]:
        """How a row of totals begins."""
        return self.words.total

    def spec(self, code: str) -> FieldSpec:
        """The field of that code; KeyError for an unknown one."""
        return {one.code: one for one in self.fields}[code]


def load_row_words(data: Mapping[str, object], name: str) -> RowWords:
    """Make RowWords of a file's table; ResourceError names what is wrong."""
    reader = Reader(data, name)
    total, signature = reader.texts("total", optional=False), reader.texts("signature", optional=False)
    ditto, nothing = reader.texts("ditto", optional=False), reader.texts("empty", optional=False)
    reader.finish()
    return RowWords(
        tuple(sorted((one.lower() for one in total), key=len, reverse=True)),
        tuple(folded(one) for one in signature),
        frozenset(one.lower() for one in ditto),
        frozenset(one.lower() for one in nothing),
    )


def load_subject(data: Mapping[str, object], name: str, row_words: RowWords) -> SubjectFields:
    """Make SubjectFields of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    subject = SubjectFields(
        reader.text("subject"),
        reader.text("label"),
        tuple(_field(row) for row in reader.tables("fields")),
        tuple(folded(one) for one in reader.texts("ignored")),
        row_words,
    )
    reader.finish()
    return subject


def folded(text: str) -> str:
    """`text` for comparing: its folded words, one space between them."""
    return " ".join(words(text))


def _field(reader: Reader) -> FieldSpec:
    synonyms = reader.texts("synonyms", optional=False)
    choices = reader.table("choices") if reader.has("choices") else None
    return FieldSpec(
        reader.text("code"),
        reader.text("label"),
        reader.choice("kind", KINDS),
        synonyms,
        reader.flag("needed") if reader.has("needed") else False,
        {code: tuple(map(folded, choices.texts(code))) for code in choices.names()} if choices else {},
        tuple(dict.fromkeys(map(folded, synonyms))),
        tuple(map(folded, reader.texts("alone"))) if reader.has("alone") else (),
    )
