"""What a person sees on a PDF's pages: words, where they stand in mm from the top left, and their look."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Seen:
    """Words on a page: the edges of their ink and their baseline in mm, size in points, face by name."""

    left: float
    right: float
    baseline: float
    size: float
    face: str


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page, lines ended by a line feed."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            reader = page.get_textpage()
            texts.append(reader.get_text_range().replace("\r\n", "\n"))
            reader.close()
            page.close()
    return texts


def last_page_text(pdf: bytes) -> str:
    """The text of the last page alone, lines ended by a line feed."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[len(document) - 1]
        reader = page.get_textpage()
        text: str = reader.get_text_range().replace("\r\n", "\n")
        reader.close()
        page.close()
    return text


def one_line(pdf: bytes) -> str:
    """All the words, line ends as spaces."""
    return " ".join(" ".join(page_texts(pdf)).split())


def find(pdf: bytes, words: str, page_number: int = 0) -> Seen:
    """Where `words` stand first on a page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[page_number]
        height = page.get_height()
        reader = page.get_textpage()
        found = reader.search(words, match_case=True).get_next()
        assert found is not None, f"{words} is not on page {page_number + 1}"
        start, count = found
        boxes = [reader.get_charbox(start + n) for n in range(count)]
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(reader, start, x, y)
        name = ctypes.create_string_buffer(100)
        pdfium.FPDFText_GetFontInfo(reader, start, name, 100, ctypes.c_int())
        size = pdfium.FPDFText_GetFontSize(reader, start)
        reader.close()
        page.close()
    inked = [box for box in boxes if box[2] > box[0]]
    left, right = min(box[0] for box in inked), max(box[2] for box in inked)
    return Seen(left / MM, right / MM, (height - y.value) / MM, size, name.value.decode().rpartition("-")[2])


def pixels(pdf: bytes, page_number: int = 0, scale: float = 2) -> tuple[int, int, bytes]:
    """Width, height and grey values of a page, `scale` pixels a point."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[page_number]
        bitmap = page.render(scale=scale, grayscale=True)
        seen = bitmap.width, bitmap.height, bytes(bitmap.buffer)
        stride = bitmap.stride
        bitmap.close()
        page.close()
    width, height, raw = seen
    return width, height, b"".join(raw[n * stride : n * stride + width] for n in range(height))
