"""The only door to zxing-cpp and Pillow: QR codes on a PDF's pages, in a scan or a photo; scans as kept; pictures."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from hn_desk.errors import PacketError
from hn_desk.i18n import _

MOST_PAGES: Final = 200
_DOTS: Final = (300, 150)
"""Resolutions at which a page is searched: fine print first, then what a rough scan reads better."""
_INCH: Final = 72
_LONGEST_SIDE: Final = 5000
_PICTURES: Final = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
_MOST_DOTS: Final = 60_000_000
_SMALL_SIDES: Final = (2400, 1200, 700)
"""A photo's noise and blur go away in a smaller picture; a code that is far away needs the whole one."""
_SOFT: Final = 1.2
PDF: Final = b"%PDF-"
MOST_KEPT: Final = 1024 * 1024
"""Bytes of a scan that is kept."""
_MOST_KEPT_PAGES: Final = 20
_A4_DOTS: Final = 150
_SIDES: Final = ((3508, 75), (2480, 70), (1754, 60), (1754, 40))
"""Longest sides and qualities at which a picture is tried, the finest first: an A4 page at 300, 210 and 150 dots."""
_QUALITIES: Final = (80, 70, 60, 50, 40, 30)
_THUMBNAIL_QUALITY: Final = 70
_LEAST_SIDE: Final = 320
"""A photo of evidence that is still too large at this side is refused."""


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A photo drawn anew as JPEG, and a small one of it."""

    content: bytes
    thumbnail: bytes


def codes_on(paper: bytes) -> tuple[str, ...]:
    """The texts of all QR codes on a paper: a PDF, a scan or a photo (JPEG, PNG, TIFF, BMP, WebP). PacketError."""
    return read_codes(paper) if paper.startswith(PDF) else read_picture(paper)


def read_codes(pdf: bytes) -> tuple[str, ...]:
    """The texts of all QR codes on a PDF's pages, each once, in their order. PacketError when it can't be read."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            if len(document) > MOST_PAGES:
                raise _too_many(len(document))
            return tuple(dict.fromkeys(text for n in range(len(document)) for text in _of_page(document, n)))
    except pypdfium2.PdfiumError as error:
        raise _no_pdf() from error


def read_picture(picture: bytes) -> tuple[str, ...]:
    """The texts of all QR codes in one picture, however it is turned, each once. PacketError when it can't be read."""
    try:
        with Image.open(BytesIO(picture), formats=_PICTURES) as opened:
            if opened.width * opened.height > _MOST_DOTS:
                raise _no_picture()
            grey = opened.convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _no_picture() from error
    for shown in _ways_to_look(grey):
        found = zxingcpp.read_barcodes(shown, _qr())
        if found:
            return tuple(dict.fromkeys(one.text for one in found))
    return ()


def _ways_to_look(grey: Image.Image) -> Iterator[Image.Image]:
    """The picture itself, then smaller, then with its noise smoothed and its contrast stretched."""
    yield grey
    clear = ImageOps.autocontrast(grey.filter(ImageFilter.GaussianBlur(_SOFT)), cutoff=2)
    yield clear
    for side in _SMALL_SIDES:
        if max(grey.size) > side:
            for one in (grey, clear):
                small = one.copy()
                small.thumbnail((side, side), Image.Resampling.LANCZOS)
                yield small


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
        plane: Any = memoryview(bitmap.buffer).cast("B")  # its types know arrays of numpy only, it takes any buffer
        view = zxingcpp.ImageView(plane, bitmap.width, bitmap.height, zxingcpp.ImageFormat.Lum, bitmap.stride)
        yield from (found.text for found in zxingcpp.read_barcodes(view, _qr()))


def _no_picture() -> PacketError:
    return PacketError(
        _("This picture can't be read."),
        do=_("Choose a photo or a scan (JPEG, PNG, TIFF) of at most 60 million dots, or a PDF."),
        reason="form-broken",
    )


def _too_many(pages: int) -> PacketError:
    return PacketError(
        _("This PDF has {pages} pages; at most {most} are searched for a check code.").format(
            pages=pages, most=MOST_PAGES
        ),
        do=_("Check the pages with the code alone."),
        reason="form-large",
    )


def picture_of(pdf: bytes, dots: int) -> bytes:
    """The first page of one of our own PDFs as a grey PNG with so many dots an inch."""
    with (
        closing(pypdfium2.PdfDocument(pdf)) as document,
        closing(document[0]) as page,
        closing(page.render(scale=dots / _INCH, grayscale=True)) as bitmap,
    ):
        stream = BytesIO()
        bitmap.to_pil().save(stream, "PNG", dpi=(dots, dots), optimize=True)
        return stream.getvalue()


def as_kept(paper: bytes) -> bytes:
    """A scan (PDF) or a photo as it is kept: a PDF or JPEG of at most `MOST_KEPT` bytes that says only what it shows.

    Properties, places, thumbnails, scripts and attachments of the file are left behind. PacketError when it can't be
    read (`form-broken`), has too many pages or stays too large (`form-large`).
    """
    kept = _kept_pdf(paper) if paper.startswith(PDF) else _kept_picture(paper)
    if kept is None:
        raise PacketError(
            _("This scan stays larger than 1 MB, also when it is made coarser."),
            do=_("Scan fewer pages in grey at 150 or 200 dots an inch, and choose that file."),
            reason="form-large",
        )
    return kept


def as_photo(paper: bytes, *, side: int, small_side: int, most: int) -> DrawnPhoto:
    """A photo, or the first page of a PDF, drawn anew upright: at most `side` dots long and `most` bytes.

    What the camera wrote beside it (day, place, make) is left behind. PacketError when it can't be read
    (`form-broken`) or stays too large (`form-large`).
    """
    bare = _bare(_first_page(paper) if paper.startswith(PDF) else _upright(paper, side))
    bare.thumbnail((side, side), Image.Resampling.LANCZOS)
    content = next((jpeg for jpeg in _smaller_and_smaller(bare) if len(jpeg) <= most), None)
    if content is None:
        raise PacketError(
            _("This picture stays too large, also when it is made coarser."),
            do=_("Choose another picture of the event."),
            reason="form-large",
        )
    bare.thumbnail((small_side, small_side), Image.Resampling.LANCZOS)
    return DrawnPhoto(content, _jpeg(bare, _THUMBNAIL_QUALITY))


def _smaller_and_smaller(picture: Image.Image) -> Iterator[bytes]:
    side = max(picture.size)
    while True:
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        yield from (_jpeg(small, quality) for quality in _QUALITIES)
        side = side * 3 // 4
        if side < _LEAST_SIDE:
            return


def _kept_picture(picture: bytes) -> bytes | None:
    shown = _upright(picture)
    return next((jpeg for jpeg in _jpegs(shown) if len(jpeg) <= MOST_KEPT), None)


def _upright(picture: bytes, side: int = 0) -> Image.Image:
    """The picture turned as it was taken, in colours; a JPEG may come coarser, not below `side` dots (0: whole)."""
    try:
        with Image.open(BytesIO(picture), formats=_PICTURES) as opened:
            if opened.width * opened.height > _MOST_DOTS:
                raise _no_picture()
            if side:
                opened.draft("RGB", (side, side))
            return ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _no_picture() from error


def _jpegs(shown: Image.Image) -> Iterator[bytes]:
    """Coarser and coarser."""
    bare = _bare(shown)
    for side, quality in _SIDES:
        small = bare.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        yield _jpeg(small, quality)


def _bare(shown: Image.Image) -> Image.Image:
    """The dots alone: what a camera wrote beside them is not in a new picture."""
    bare = Image.new("RGB", shown.size)
    bare.paste(shown)
    return bare


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()


def _first_page(pdf: bytes) -> Image.Image:
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            return _drawn(document, 0)
    except pypdfium2.PdfiumError as error:
        raise _no_pdf() from error


def _no_pdf() -> PacketError:
    return PacketError(
        _("This PDF can't be read."),
        do=_("Choose the PDF as it was printed or scanned, not another file."),
        reason="form-broken",
    )


def _kept_pdf(pdf: bytes) -> bytes | None:
    """The pages drawn again as pictures in a new PDF; nothing else of the old file is taken over."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            if len(document) > _MOST_KEPT_PAGES:
                raise PacketError(
                    _("This PDF has {pages} pages; at most {most} are kept as a scan.").format(
                        pages=len(document), most=_MOST_KEPT_PAGES
                    ),
                    do=_("Scan the signed pages alone."),
                    reason="form-large",
                )
            pages = [_drawn(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _no_pdf() from error
    made = (_as_pdf(pages, quality) for quality in (75, 60, 40))
    return next((whole for whole in made if len(whole) <= MOST_KEPT), None)


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    with closing(document[number]) as page:
        scale = min(_A4_DOTS / _INCH, _LONGEST_SIDE / max(page.get_size()))
        with closing(page.render(scale=scale)) as bitmap:
            shown: Image.Image = bitmap.to_pil().convert("RGB")
            return shown


def _as_pdf(pages: list[Image.Image], quality: int) -> bytes:
    stream = BytesIO()
    first, *others = pages
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=_A4_DOTS, quality=quality)
    return stream.getvalue()


def _qr() -> zxingcpp.BarcodeFormats:
    """Made at each reading: one that outlives the interpreter makes the library complain on the screen."""
    return zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
