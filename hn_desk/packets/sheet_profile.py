"""The one profile of a packet's sheets: what their writer writes and their reader accepts. PACKET §2, §3.11."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.packets.xml_reading import DECLARATION

Value = str | int | date | None

ROW_LIMIT: Final = 200_000
COLUMN_LIMIT: Final = 60
TEXT_LIMIT: Final = 32_767
NUMBER_LIMIT: Final = 10**15
FIRST_DATA_ROW: Final = 4
DAY_ZERO: Final = date(1899, 12, 30).toordinal()
FIRST_DAY: Final = date(1900, 3, 1).toordinal() - DAY_ZERO
LAST_DAY: Final = date(9999, 12, 31).toordinal() - DAY_ZERO

TEXT_STYLE: Final = "1"
WHOLE_STYLE: Final = "2"
MONEY_STYLE: Final = "3"
DATE_STYLE: Final = "4"
TITLE_STYLE: Final = "5"
HEADING_STYLE: Final = "6"
FIELD_STYLE: Final = "7"

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BEFORE_COLUMNS: Final = (
    f'{DECLARATION.decode()}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols>'
)
AFTER_COLUMNS: Final = "</cols><sheetData>"
HEADING_HEIGHT: Final = ("ht", "45", "customHeight", "1")
AFTER_ROWS: Final = '</sheetData><pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/></worksheet>'


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field's name in the code, its Vietnamese heading, its width in characters."""

    field: str
    heading: str
    width: int = 18
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands above the data: the sheet's name on its tab, its title and its columns."""

    name: str
    title: str
    columns: tuple[Column, ...]


def letters(count: int) -> tuple[str, ...]:
    """Name the first `count` (at most 702) columns: A, B … Z, AA …."""
    return tuple(_letter(index) for index in range(count))


def _letter(index: int) -> str:
    last = chr(65 + index % 26)
    return last if index < 26 else chr(64 + index // 26) + last
