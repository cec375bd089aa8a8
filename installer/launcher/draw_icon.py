"""Draw hn-desk.ico and setup's side picture: the house of the program's own icons, white on the program's blue."""

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from hn_desk.settings import resource

TARGET: Final = Path(__file__).parent / "hn-desk.ico"
SIDE: Final = Path(__file__).parents[1] / "setup" / "side.bmp"
SIDE_SIZE: Final = (164, 314)
"""Pixels, as NSIS wants them."""
HOUSE_IN_SIDE: Final = 128
COLOURS: Final = 16
SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
BLUE: Final = "#083e6f"
WHITE: Final = "#ffffff"
CORNER: Final = 0.18
MARGIN: Final = 0.12
THIN: Final = 'stroke-width="1.8"'
THICK: Final = 'stroke-width="2.2"'


def main() -> None:
    """Write the icon with a picture of each size, and the picture beside setup's last page."""
    application = QGuiApplication([])
    svg = resource("icons/home.svg").read_text(encoding="utf-8").replace(BLUE, WHITE).replace(THIN, THICK)
    pictures = [_picture(size, QSvgRenderer(QByteArray(svg.encode()))) for size in SIZES]
    pictures[-1].save(TARGET, format="ICO", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
    _side(pictures[SIZES.index(HOUSE_IN_SIDE)]).save(SIDE)
    application.quit()
    print(TARGET, SIDE)


def _side(house: Image.Image) -> Image.Image:
    picture = Image.new("RGB", SIDE_SIZE, BLUE)
    picture.paste(house, ((SIDE_SIZE[0] - HOUSE_IN_SIDE) // 2, (SIDE_SIZE[1] - HOUSE_IN_SIDE) // 2), house)
    return picture.quantize(COLOURS)


def _picture(size: int, house: QSvgRenderer) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(BLUE))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(0, 0, size, size, size * CORNER, size * CORNER)
    margin = round(size * MARGIN)
    house.render(painter, QRectF(margin, margin, size - 2 * margin, size - 2 * margin))
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


if __name__ == "__main__":
    main()
