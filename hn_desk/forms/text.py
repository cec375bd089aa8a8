"""The words of a form, read from its TOML: validated whole, every mistake named by file, key and cause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import Formatter

from hn_desk.forms.reading import Reading
from hn_desk.i18n import _
from hn_desk.lines import Run

BLANK = "…………………"
SECTIONS = frozenset({"opening", "closing"})
ALIGNS = frozenset({"left", "centre", "right"})
STATUSES = frozenset({"provisional", "official"})
SHEETS = {"upright": (210, 297), "across": (297, 210)}


@dataclass(frozen=True, slots=True)
class Layout:
    """What a form's TOML may name: the code, the places of its texts, the keys of its columns and of its words."""

    code: str
    places: frozenset[str]
    columns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    is_signed: bool = True
    has_spots: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A template with named places; `bold` places stand out, and it is left out when one of `needs` is empty."""

    text: str
    section: str = "opening"
    bold: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form's table, `width` in mm; `heading_for` names programmes that say it otherwise."""

    key: str
    heading: str
    width: float
    align: str = "left"
    heading_for: Mapping[str, str] | None = None

    def heading_in(self, programme: str) -> str:
        """The heading for one programme's code."""
        return (self.heading_for or {}).get(programme, self.heading)


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a sheet in mm from its left top corner."""

    left: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A form of others that is printed upon: `sheet` is a key of SHEETS; where our text stands, where the signature."""

    code: str
    name: str
    sheet: str
    text: Area
    sign: Area


@dataclass(frozen=True, slots=True)
class FormText:
    """A form's words and columns; `provisional` ones wait for the official wording, as the screen says, never paper."""

    code: str
    status: str
    source: str
    valid_from: date
    valid_to: date | None
    title: str
    subject: str
    number_blank: str
    words: Mapping[str, str]
    paragraphs: tuple[Paragraph, ...]
    columns: tuple[Column, ...]
    recipients: tuple[str, ...]
    spots: tuple[Spot, ...] = ()

    def is_valid_on(self, day: date) -> bool:
        """Whether this wording serves on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read_form(layout: Layout, data: Mapping[str, object], name: str) -> FormText:
    """The form in `data`, the content of the file `name`; ResourceError names every wrong key at once."""
    reading = Reading(data, name)
    form = FormText(
        code=reading.text("code"),
        status=reading.choice("status", STATUSES),
        source=reading.text("source"),
        valid_from=reading.day("valid_from"),
        valid_to=reading.optional_day("valid_to"),
        title=reading.text("title"),
        subject=reading.optional_text("subject"),
        number_blank=reading.optional_text("number_blank"),
        words=_words(reading, layout),
        paragraphs=tuple(_paragraph(part) for part in reading.parts("paragraphs")),
        columns=tuple(_column(part, layout) for part in reading.parts("columns")),
        recipients=reading.texts("recipients"),
        spots=tuple(_spot(part) for part in reading.parts("spots")),
    )
    _check_places(reading, form, layout)
    _check_columns(reading, form, layout)
    _check_spots(reading, form, layout)
    if layout.is_signed and not any(part.section == "closing" and not part.needs for part in form.paragraphs):
        reading.wrong("paragraphs", _("a closing paragraph without needs is expected before the signatures"))
    reading.finish()
    return form


def runs(paragraph: Paragraph, values: Mapping[str, str]) -> tuple[Run, ...]:
    """The paragraph's pieces with the values in their places, an empty value as a dotted blank."""
    return tuple(_filled(paragraph, values))


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template of one style with the values in their places."""
    return "".join(run.words for run in runs(Paragraph(template), values))


def paragraphs_of(form: FormText, section: str, values: Mapping[str, str]) -> Iterator[tuple[Run, ...]]:
    """The filled paragraphs of one section, without those whose needed values are empty."""
    for paragraph in form.paragraphs:
        if paragraph.section == section and all(values[place] for place in paragraph.needs):
            yield runs(paragraph, values)


def _filled(paragraph: Paragraph, values: Mapping[str, str]) -> Iterator[Run]:
    for literal, place in _pieces(paragraph.text):
        if literal.words:
            yield literal
        if place is not None:
            yield Run(values[place] or BLANK, is_bold=place in paragraph.bold)


@lru_cache(maxsize=256)
def _pieces(template: str) -> tuple[tuple[Run, str | None], ...]:
    """What stands before each place of a template, and at its end."""
    return tuple((Run(literal), place) for literal, place, _spec, _conversion in Formatter().parse(template))


def _words(reading: Reading, layout: Layout) -> Mapping[str, str]:
    if not layout.words:
        return {}
    part = reading.part("words")
    if part is None:
        reading.wrong("words", _("a table is expected"))
        return {}
    return {key: part.text(key) for key in sorted(layout.words)}


def _paragraph(part: Reading) -> Paragraph:
    section = part.choice("section", SECTIONS) if part.has("section") else "opening"
    return Paragraph(part.text("text"), section, frozenset(part.texts("bold")), frozenset(part.texts("needs")))


def _column(part: Reading, layout: Layout) -> Column:
    align = part.choice("align", ALIGNS) if part.has("align") else "left"
    return Column(
        part.choice("key", layout.columns), part.text("heading"), part.number("width"), align, part.table("heading_for")
    )


def _spot(part: Reading) -> Spot:
    sheet = part.choice("sheet", frozenset(SHEETS))
    width = SHEETS.get(sheet, SHEETS["upright"])[0]
    return Spot(part.text("code"), part.text("name"), sheet, _area(part, "text", width), _area(part, "sign", width))


def _area(part: Reading, key: str, width: float) -> Area:
    inner = part.part(key)
    if inner is None:
        part.wrong(key, _("a table is expected"))
        return Area(1, 1, 1)
    area = Area(inner.number("left"), inner.number("top"), inner.number("width"))
    if area.left + area.width > width:
        part.wrong(key, _("it ends beyond the sheet, which is {width} mm wide").format(width=width))
    return area


def _check_places(reading: Reading, form: FormText, layout: Layout) -> None:
    templates = {"subject": form.subject} | {f"words.{key}": text for key, text in form.words.items()}
    templates |= {f"paragraphs[{n}].text": paragraph.text for n, paragraph in enumerate(form.paragraphs, 1)}
    templates |= {f"recipients[{n}]": text for n, text in enumerate(form.recipients, 1)}
    for key, template in templates.items():
        for place in _places(template, reading, key):
            _check_place(reading, place, key, layout)
    for n, paragraph in enumerate(form.paragraphs, 1):
        for place in sorted(paragraph.bold | paragraph.needs):
            _check_place(reading, place, f"paragraphs[{n}]", layout)


def _check_place(reading: Reading, place: str, key: str, layout: Layout) -> None:
    if place not in layout.places:
        reading.wrong(key, _("the place “{place}” is unknown").format(place=place))


def _places(template: str, reading: Reading, key: str) -> list[str]:
    try:
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
        return [
            f"{place}!{conversion}:{spec}" if spec or conversion else str(place) for place, spec, conversion in parts
        ]
    except ValueError:
        reading.wrong(key, _("the braces do not match"))
        return []


def _check_columns(reading: Reading, form: FormText, layout: Layout) -> None:
    keys = [column.key for column in form.columns]
    if layout.columns and not keys:
        reading.wrong("columns", _("a list of tables is expected"))
    if len(set(keys)) != len(keys):
        reading.wrong("columns", _("a column is named twice"))


def _check_spots(reading: Reading, form: FormText, layout: Layout) -> None:
    codes = [spot.code for spot in form.spots]
    if layout.has_spots != bool(codes):
        reading.wrong("spots", _("a list of tables is expected") if layout.has_spots else _("this key is unknown"))
    if len(set(codes)) != len(codes):
        reading.wrong("spots", _("a place is named twice"))
