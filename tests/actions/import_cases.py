"""How the acts of taking in a workbook are called, with a workbook of one new household business each time."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.imports import save_template, suggest, write
from hn_desk.intake.opening import Opened, open_table
from tests.actions.role_ground import Ground


def _data(ground: Ground) -> bytes:
    n = next(ground.numbers)
    return f"Tên hộ kinh doanh;Họ tên chủ hộ;Số CCCD\nQuán {n};Trần Thị Hoa;0011800{n:05}\n".encode()


def _file(ground: Ground) -> Path:
    path = ground.folder / "danh-sach.csv"
    path.write_bytes(_data(ground))
    return path


def _opened(ground: Ground) -> Opened:
    return open_table("danh-sach.csv", _data(ground))


def _plan(ground: Ground) -> tuple[Opened, ImportPlan]:
    opened = _opened(ground)
    return opened, suggest(ground.anybody(), opened, "households")


def _template(ground: Ground) -> str:
    save_template(ground.anybody(), _plan(ground)[1], "Danh sách thuế")
    return "Danh sách thuế"


HANDED: Final[Mapping[str, Callable[[Ground], tuple[Any, ...]]]] = {
    "open_file": lambda g: (_file(g),),
    "suggest": lambda g: (_opened(g), "households"),
    "with_template": lambda g: (_plan(g)[1], _template(g)),
    "preview": _plan,
    "write": _plan,
    "undo_import": lambda g: (write(g.anybody(), *_plan(g)).batch_id,),
    "batches": lambda _: (),
    "save_template": lambda g: (_plan(g)[1], "Danh sách thuế"),
    "templates": lambda _: (),
    "delete_template": lambda g: (save_template(g.anybody(), _plan(g)[1], "Danh sách thuế").id,),
}
"""What each act is handed after the office."""
