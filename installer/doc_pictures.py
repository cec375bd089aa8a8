"""`make pictures`: the pictures of docs/cai-dat.md, made anew from the program's own windows, offscreen."""

import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from hn_desk.i18n import use_language
from hn_desk.ui import application
from hn_desk.ui.day import first
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.day.invented import PASSPHRASE, invent
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.admin_update import UpdatePart

PLACE: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COMMUNE: Final = "Phường Hoàn Kiếm"
DAY: Final = date(2026, 11, 23)
WIDTH: Final = 960
COLOURS: Final = 64
NAMES: Final = {
    "first-run-office": "cai-dat-don-vi",
    "first-run-officers": "cai-dat-nguoi-dung",
    "first-run-sheet": "cai-dat-to-khoi-phuc",
    "first-run-summary": "cai-dat-tao-don-vi",
    "sign-in": "cai-dat-dang-nhap",
    "update": "cai-dat-cap-nhat",
}
"""What the driven first start calls a screen → the picture's name."""
FROM_WINE: Final = ("cai-dat-setup", "cai-dat-xong")
"""Pictures of the setup itself, taken by hand where it ran in Wine."""


def main() -> int:
    """Make every picture and say its size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory(prefix="hn-pictures-") as folder:
        screens = Path(folder, "screens")
        drive(Path(folder, "Local", "HN Desk"), screens)
        for path in sorted(screens.glob("*.png")):
            name = NAMES.get(path.stem.partition("-")[2])
            if name:
                made = draw(path, PLACE / f"{name}.png")
                print(f"{made.name}: {made.stat().st_size / 1000:.0f} kB")
    return 0


def drive(office: Path, screens: Path) -> None:
    """Live through the first start of an invented office; every screen is kept in `screens`."""
    use_language("vi")
    application.start()
    window = MainWindow(office)
    window.show()
    try:
        clerk = Clerk(window, screens)
        first.first_run(clerk, invent(1, COMMUNE, DAY), COMMUNE)
        clerk.sign_in(first.ANH, PASSPHRASE)
        page = clerk.go("admin")
        page.tabs.setCurrentWidget(page.part(UpdatePart))
        clerk.settle()
        clerk.shot("update")
    finally:
        window.shut()


def draw(screen: Path, picture: Path) -> Path:
    """The screen as a small picture: WIDTH pixels wide, COLOURS colours."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(screen) as shown:
        height = round(shown.height * WIDTH / shown.width)
        small = shown.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
    return picture


if __name__ == "__main__":
    sys.exit(main())
