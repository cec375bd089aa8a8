"""QR codes on the pages of a PDF, as a program or a scanner made them."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from hn_desk.codes import qr_modules
from hn_desk.errors import PacketError
from hn_desk.scans import MOST_PAGES, codes_on, read_codes, read_picture
from tests.forms.samples import CHECK, LETTER
from tests.forms.test_every_form import LETTERS

FORMS = ("confirmation-person", "confirmation-plan", "list-beneficiaries")


def pages(*drawn: tuple[str, ...], size: tuple[float, float] = A4) -> bytes:
    """A PDF with these codes on its pages."""
    stream = BytesIO()
    canvas = Canvas(stream, size, invariant=1)
    for codes in drawn:
        for number, code in enumerate(codes):
            rows = qr_modules(code)
            for y, row in enumerate(rows):
                for x, is_dark in enumerate(row):
                    if is_dark:
                        canvas.rect(60 + 200 * number + 2 * x, 700 - 2 * y, 2, 2, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scanned(pdf: bytes, dots: int, turn: float = 0) -> bytes:
    """The pages as pictures, a little turned, as a scanner makes them."""
    document = pypdfium2.PdfDocument(pdf)
    stream = BytesIO()
    canvas = Canvas(stream, A4, invariant=1)
    try:
        for page in document:
            picture: Image.Image = page.render(scale=dots / 72, grayscale=True).to_pil()
            turned = picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BILINEAR)
            canvas.drawImage(ImageReader(turned), 0, 0, *A4)
            canvas.showPage()
    finally:
        document.close()
    canvas.save()
    return stream.getvalue()


def test_codes_of_all_pages_are_read_once_and_in_their_order() -> None:
    assert read_codes(pages(("A1",), (), ("B2",), ("A1",))) == ("A1", "B2")


def test_several_codes_of_a_page_are_all_read() -> None:
    assert set(read_codes(pages(("A1", "B2")))) == {"A1", "B2"}


def test_a_page_without_a_code_has_none() -> None:
    assert read_codes(pages(())) == ()


@pytest.mark.parametrize("dots", [150, 300])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_scanned_at_an_angle_still_shows_its_code(form: str, dots: int) -> None:
    assert read_codes(scanned(LETTERS[form](LETTER), dots, turn=3)) == (CHECK.content,)


def test_a_page_of_any_size_is_read_within_bounds() -> None:
    assert read_codes(pages(("A1",), size=(14_000, 14_000))) == ()
    assert read_codes(pages(("A1",), size=(1_200, 1_200))) == ("A1",)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"nothing"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(PacketError) as refusal:
        read_codes(data)
    assert refusal.value.reason == "form-broken"


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(PacketError) as refusal:
        read_codes(pages(*((),) * (MOST_PAGES + 1)))
    assert refusal.value.reason == "form-large"


def photo(pdf: bytes, *, turn: float, light: float = 1.0, quality: int = 40, blur: float = 0.8) -> bytes:
    """The first page as a phone sees it: turned, unevenly lit, a little blurred, squeezed into a small JPEG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[0].render(scale=160 / 72, grayscale=True).to_pil()
    turned = page.rotate(turn, expand=True, fillcolor=150, resample=Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").resize(turned.size).point(lambda grey: int((255 - grey * 0.55) * light))
    stream = BytesIO()
    ImageChops.multiply(turned, shade).filter(ImageFilter.GaussianBlur(blur)).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


@pytest.mark.parametrize("turn", [0, 17, 90, 180, 247])
def test_a_poor_photo_of_a_form_still_shows_its_code(turn: int) -> None:
    picture = photo(LETTERS["confirmation-person"](LETTER), turn=turn, light=0.7)
    assert codes_on(picture) == read_picture(picture) == (CHECK.content,)


def test_a_photo_without_a_code_has_none() -> None:
    assert read_picture(photo(pages(()), turn=5)) == ()


@pytest.mark.parametrize("data", [b"nothing", b"\xff\xd8\xff\xe0 no picture", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PacketError) as refusal:
        codes_on(data)
    assert refusal.value.reason == "form-broken"


def test_a_picture_too_large_is_refused_unread() -> None:
    stream = BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    with pytest.raises(PacketError) as refusal:
        read_picture(stream.getvalue())
    assert refusal.value.reason == "form-broken"
