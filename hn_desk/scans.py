"""The only door to zxing-cpp: the texts of the QR codes on the pages of a PDF, printed by a program or scanned."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pypdfium2
import zxingcpp

from hn_desk.errors import PacketError
from hn_desk.i18n import _

MOST_PAGES: Final = 200
_DOTS: Final = (300, 150)
"""Resolutions at which a page is searched: fine print first, then what a rough scan reads better."""
_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_INCH: Final = 72
_LONGEST_SIDE: Final = 5000


def read_codes(pdf: bytes) -> tuple[str, ...]:
    """The texts of all QR codes on a PDF's pages, each once, in their order. PacketError when it can't be read."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            if len(document) > MOST_PAGES:
                raise _too_many(len(document))
            return tuple(dict.fromkeys(text for n in range(len(document)) for text in _of_page(document, n)))
    except pypdfium2.PdfiumError as error:
        raise PacketError(
            _("This PDF can't be read."),
            do=_("Choose the PDF as it was printed or scanned, not another file."),
            reason="form-broken",
        ) from error


def _of_page(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    with closing(document[number]) as page:
        for dots in _DOTS:
            found = list(_read(page, dots))
            if found:
                return found
    return []


def _read(page: pypdfium2.PdfPage, dots: int) -> Iterator[str]:
    scale = min(dots / _INCH, _LONGEST_SIDE / max(page.get_size()))
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        view = zxingcpp.ImageView(
            memoryview(bitmap.buffer).cast("B"), bitmap.width, bitmap.height, zxingcpp.ImageFormat.Lum, bitmap.stride
        )
        yield from (found.text for found in zxingcpp.read_barcodes(view, _QR))


def _too_many(pages: int) -> PacketError:
    return PacketError(
        _("This PDF has {pages} pages; at most {most} are searched for a check code.").format(
            pages=pages, most=MOST_PAGES
        ),
        do=_("Check the pages with the code alone."),
        reason="form-large",
    )
