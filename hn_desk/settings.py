"""Where the program's resources and this PC's data folder lie."""

import os
import sys
from pathlib import Path

ENVIRONMENT_DATA = "HN_DESK_DATA"


def resources() -> Path:
    """The folder of data files: beside the bundle, beside the source tree, or inside the installed package."""
    bundle = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    places = ([Path(bundle) / "resources"] if bundle else []) + [here.parent / "resources", here / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def resource(name: str) -> Path:
    """The path of one data file, such as `programmes/qd22.toml`; it may not exist."""
    return resources() / name


def own_command() -> tuple[str, ...]:
    """The words that begin this program anew: its own file once it is built, else Python with the package."""
    return (sys.executable, "-m", "hn_desk") if runs_in_python() else (sys.executable,)


def runs_in_python() -> bool:
    """Whether Python itself runs this program, not a launcher or a bundle of its own."""
    return Path(sys.executable).stem.lower().startswith("python")


def default_data() -> Path:
    """The data folder when none is named: HN_DESK_DATA, else the place of the operating system for local data."""
    named = os.environ.get(ENVIRONMENT_DATA)
    if named:
        return Path(named)
    local = os.environ.get("LOCALAPPDATA")
    return Path(local) / "HN Desk" if local else Path.home() / ".local" / "share" / "hn-desk"
