"""Why the sheets of a packet, its cover, one of its rows or its place in the stream are not accepted."""

from hn_desk.i18n import _
from hn_desk.packets.reasons_archive import again


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    return {**_workbook(), **_sheets(), **_cells(), **_contents(), **_stream(), **_rows(), **_signatures()}


def _workbook() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "workbook-parts": (_("The workbook has parts that a packet doesn't have."), do),
        "workbook-shape": (_("The workbook's list of sheets is not written as HN Desk writes it."), do),
        "workbook-hidden": (_("The workbook has a hidden sheet."), do),
        "workbook-names": (_("The workbook has defined names."), do),
        "workbook-styles": (_("The workbook's styles were replaced."), do),
        "workbook-sheet": (_("The workbook has a sheet name that can't be used."), do),
    }


def _sheets() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "sheet-shape": (_("Sheet “{sheet}” has something in it that packets don't have."), do),
        "sheet-attribute": (_("Sheet “{sheet}” has an attribute that packets don't have."), do),
        "sheet-formula": (_("Sheet “{sheet}” has a formula in {cell}."), do),
        "sheet-merge": (_("Sheet “{sheet}” has merged cells."), do),
        "sheet-link": (_("Sheet “{sheet}” has links."), do),
        "sheet-hidden": (_("Sheet “{sheet}” has hidden rows or columns."), do),
        "sheet-rows": (_("Sheet “{sheet}” has more than {limit} rows."), do),
        "sheet-columns": (_("Sheet “{sheet}” has more than {limit} columns."), do),
        "sheet-row": (_("The rows of sheet “{sheet}” are not in order near {cell}."), do),
        "sheet-cell": (_("The cells of sheet “{sheet}” are not in order near {cell}."), do),
        "sheet-head": (_("The first three rows of sheet “{sheet}” are not those of a packet."), do),
    }


def _cells() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "cell-type": (_("Cell {cell} of sheet “{sheet}” is of a kind that packets don't have."), do),
        "cell-style": (_("Cell {cell} of sheet “{sheet}” has a style that does not fit what is in it."), do),
        "cell-number": (_("Cell {cell} of sheet “{sheet}” does not hold a whole number."), do),
        "cell-digits": (_("The number in cell {cell} of sheet “{sheet}” is too long."), do),
        "cell-date": (_("Cell {cell} of sheet “{sheet}” does not hold a day that can be."), do),
        "cell-text": (_("The text in cell {cell} of sheet “{sheet}” is too long."), do),
        "cell-escape": (_("The text in cell {cell} of sheet “{sheet}” hides a character behind a code."), do),
        "cell-control": (
            _("The text in cell {cell} of sheet “{sheet}” has a character that can't be printed."),
            _("Open the record, type this text again by hand and make the packet again."),
        ),
    }


def _contents() -> dict[str, tuple[str, str]]:
    do = again()
    update = _("Install the newer version of HN Desk, then open this packet again.")
    return {
        "cover-missing": (_("The packet has no cover sheet."), do),
        "cover-shape": (_("The packet's cover does not have the facts that it must have."), do),
        "cover-fact": (_("The packet's cover has a wrong “{key}”."), do),
        "format-newer": (_("This packet was made by a newer version of HN Desk ({format})."), update),
        "reader-newer": (_("This packet needs a newer version of HN Desk to be read."), update),
        "office-differs": (
            _("The cover says office {office}, but the signature belongs to {signer}."),
            _("Don't use this file. Ask both offices whether they know of it."),
        ),
        "sheet-unknown": (_("The packet has a sheet “{sheet}” that this version doesn't know."), update),
        "sheet-fields": (_("Sheet “{sheet}” does not have the columns that it must have."), do),
        "rows-count": (_("Sheet “{sheet}” doesn't have the {said} rows that the cover names."), do),
    }


def _stream() -> dict[str, tuple[str, str]]:
    return {
        "desk-other": (
            _("This packet is for desk {desk}, not for this one."),
            _("Hand it on unopened, or ask the office for the packet for this desk."),
        ),
        "environment-other": (
            _("Training packets and real packets must not be mixed, and this one is of the other kind."),
            _("Open it in the program's training desk or real desk, whichever it was made for."),
        ),
        "office-unknown": (
            _("No office with code {office} is known here."),
            _("Check the office's code with its chairman; add the office with a new trust pack."),
        ),
        "twin": (
            _("A different packet with the number {number} came before: two computers are sending as one."),
            _("Keep both packets, apply neither and phone the office."),
        ),
        "chain-broken": (
            _("Packet {number} does not follow the one before it: it names another one."),
            _("Keep it, don't apply it and phone the office."),
        ),
        "epoch-older": (
            _("The office has begun a newer count since this packet was made."),
            _("Nothing to do here; send the office its receipt."),
        ),
        "parts-order": (
            _("Packet {number} is a part of a full packet that does not fit the parts before it."),
            _("Ask the office for a full packet again."),
        ),
    }


def _rows() -> dict[str, tuple[str, str]]:
    mend = _("Open the record, correct “{field}” and send it with the next packet.")
    remake = _("Send this record again with the next packet; if it comes back again, tell the city's desk.")
    return {
        "row-id": (_("The row has no proper identifier in “{field}”."), remake),
        "row-version": (_("The row has no proper version number."), remake),
        "row-operation": (_("The row does not say what to do with the record."), remake),
        "row-duplicate": (_("The same record stands twice in this sheet."), remake),
        "row-text": (_("“{field}” must be text."), mend),
        "row-long": (_("“{field}” is too long."), mend),
        "row-characters": (_("“{field}” has characters that can't be printed or are put together wrongly."), mend),
        "row-number": (_("“{field}” must be a whole number, not below 0."), mend),
        "row-date": (_("“{field}” must be a date."), mend),
        "row-choice": (_("“{field}” has a value that is not one of those allowed."), mend),
    }


def _signatures() -> dict[str, tuple[str, str]]:
    """Why a row that an officer signed is not taken."""
    phone = _("Phone the office: the record was not confirmed as this row says. Don't use it.")
    return {
        "row-unsigned": (
            _("No officer has signed this record (“{field}” is empty)."),
            _("Have the record confirmed again and send it with the next packet."),
        ),
        "row-key": (
            _("The key in “{field}” is not registered for an officer who may sign this."),
            _("Send a full packet: it registers the officers' keys; if it comes back again, phone the city's desk."),
        ),
        "row-key-ended": (_("The record was signed when the key in “{field}” was not valid."), phone),
        "row-signature": (_("The officer's signature in “{field}” does not fit this row."), phone),
        "row-private": (_("“{field}” is not what the officer signed."), phone),
    }
