"""How the acts of taking in a workbook are called, with a workbook of one new record each time."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.import_plan import GROUPS, HOUSEHOLDS, PEOPLE, ImportPlan
from hn_desk.actions.imports import save_template, suggest, write
from hn_desk.intake.opening import Opened, open_table
from tests.actions.role_ground import Ground

KEPT: Final = "Danh sách"
LISTS: Final = {
    HOUSEHOLDS: "Tên hộ kinh doanh;Họ tên chủ hộ;Số CCCD\nQuán {n};Trần Thị Hoa;0011800{n:05}\n",
    GROUPS: "Tên tổ dân phố;Loại\nTổ dân phố số {n};Tổ\n",
    PEOPLE: "Họ và tên;Ngày sinh;Số CCCD\nTrần Thị Hoa;1980;0011800{n:05}\n",
}


def _data(subject: str, ground: Ground) -> bytes:
    return LISTS[subject].format(n=1000 + next(ground.numbers)).encode()


def _file(subject: str, ground: Ground) -> Path:
    path = ground.folder / "danh-sach.csv"
    path.write_bytes(_data(subject, ground))
    return path


def _opened(subject: str, ground: Ground) -> Opened:
    return open_table("danh-sach.csv", _data(subject, ground))


def _plan(subject: str, ground: Ground) -> tuple[Opened, ImportPlan]:
    opened = _opened(subject, ground)
    return opened, suggest(ground.anybody(), opened, subject)


def _template(subject: str, ground: Ground) -> str:
    return save_template(ground.anybody(), _plan(subject, ground)[1], KEPT).id


def _named(subject: str, ground: Ground) -> tuple[ImportPlan, str]:
    _template(subject, ground)
    return _plan(subject, ground)[1], KEPT


def _handed(subject: str) -> Mapping[str, Callable[[Ground], tuple[Any, ...]]]:
    return {
        "open_file": lambda g: (_file(subject, g),),
        "suggest": lambda g: (_opened(subject, g), subject),
        "with_template": partial(_named, subject),
        "preview": partial(_plan, subject),
        "write": partial(_plan, subject),
        "undo_import": lambda g: (write(g.anybody(), *_plan(subject, g)).batch_id,),
        "batches": lambda _: (subject,),
        "save_template": lambda g: (_plan(subject, g)[1], KEPT),
        "templates": lambda _: (subject,),
        "delete_template": lambda g: (_template(subject, g),),
    }


HANDED: Final = {"imports": _handed(HOUSEHOLDS), "groups": _handed(GROUPS), "people": _handed(PEOPLE)}
"""By the kind of record that the table of roles names: what each act is handed after the office."""
