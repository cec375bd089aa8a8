"""Nothing that a day of loans produces tells a beneficiary's name, number or reason; each kind of leak is found."""

import ast
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import hn_desk
from hn_desk import drafts, paper
from hn_desk.actions import backup_file, backup_making, check_code, credit_log, credit_reads, papers, reporting, sealing
from hn_desk.actions.office import unlock
from hn_desk.actions.papers import Paper
from hn_desk.forms import press
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.packets import check_codes
from hn_desk.ui import bugs
from hn_desk.ui.dialogs import preview, print_job
from tests.actions.conftest import PASSPHRASE
from tests.journeys.leaks_stage import BANK, KINDS, WHY, Stage, entered
from tests.journeys.planted import numbers, planted
from tests.pair import Pair, at_now
from tests.stolen import MARK, Find, Search, folded

TELLING = ("chấp hành xong", "án phạt tù", "cai nghiện", "ma túy", "đặc xá")
"""What says of a person why a loan is asked for; only the papers themselves may, for whom the law names."""


@pytest.fixture(scope="module")
def stage(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The office with the fifty in it, shared: nothing that is collected changes what is kept of them."""
    base = Path(shutil.copytree(pair_template, tmp_path_factory.mktemp("leaks") / "pair"))
    with ExitStack() as stack:
        office = unlock(base / "office", "lan", PASSPHRASE, clock=at_now)
        stack.callback(office.close)
        yield entered(Pair(office, base / "city", stack))


def found(stage: Stage, kind: str) -> list[Find]:
    search = Search(numbers(), (MARK.encode(), *map(folded, TELLING)))
    return search.found(KINDS[kind](stage))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_tells_who_asks_for_a_loan_or_why(stage: Stage, qapp: object, kind: str) -> None:
    assert found(stage, kind) == []


Patch = pytest.MonkeyPatch
ONE = planted()[23]


def _files_named(patch: Patch, stage: Stage) -> Stage:
    patch.setattr(papers, "_paper", lambda _code, _form, pdf: Paper(f"Giấy của {ONE.name}.pdf", pdf, "Giấy"))
    return stage


def _windows_named_and_temporary_files(patch: Patch, stage: Stage) -> Stage:
    drawn = print_job.render

    def leaving(*asked: Any) -> Any:
        Path(tempfile.mkstemp(suffix=".png")[1]).write_bytes(ONE.phone.encode("utf-16"))
        return drawn(*asked)

    patch.setattr(preview, "render", leaving)
    patch.setattr(papers, "_paper", lambda code, _form, pdf: Paper(f"GIAY-{code}.pdf", pdf, f"Giấy của {ONE.name}"))
    return stage


def _properties_with(told: str) -> "Callable[[Patch, Stage], Stage]":
    def sabotage(patch: Patch, stage: Stage) -> Stage:
        made = paper.Paper
        patch.setattr(press, "Paper", lambda sheet, title: made(sheet, f"{title} {told}"))
        return stage

    return sabotage


def _codes_with_a_name(patch: Patch, stage: Stage) -> Stage:
    patch.setattr(check_code, "commitment_of", lambda _nonce, _frozen: ONE.name.encode()[:32].ljust(32))
    return stage


def _codes_with_a_number(patch: Patch, stage: Stage) -> Stage:
    made = check_codes.Vouched
    patch.setattr(check_code, "Vouched", lambda **said: made(**{**said, "paper": f"{ONE.id_number}/1"}))
    return stage


def _names_for_the_police(_patch: Patch, stage: Stage) -> Stage:
    book = stage.office.book
    desks = {**book.desks, "CATP-MT": replace(book.desks[BANK], code="CATP-MT")}
    office = replace(stage.office, book=replace(book, desks=desks))
    return replace(stage, pair=replace(stage.pair, office=office))


def _packets_named(patch: Patch, stage: Stage) -> Stage:
    named = sealing.file_name
    patch.setattr(sealing, "file_name", lambda *which: named(*which).replace("GOI-", f"GOI-{ONE.id_number}-"))
    return stage


def _log_with_reasons(patch: Patch, stage: Stage) -> Stage:
    def clear(session: Any, action: str, id_: str, _content: object = None) -> None:
        audit.log(session, Act("applications.save", credit_log.FILES, id_, {"accepted": {"x": WHY}}))

    patch.setattr(credit_reads, "log_file", clear)
    return stage


def _errors_in_full(patch: Patch, stage: Stage) -> Stage:
    patch.setattr(bugs, "describe", lambda error: "".join(traceback.format_exception(error)))
    return stage


def _posted_with(told: str) -> "Callable[[Patch, Stage], Stage]":
    def sabotage(patch: Patch, stage: Stage) -> Stage:
        made = reporting._totals
        patch.setattr(reporting, "_totals", lambda *asked: replace(made(*asked), title=told))
        return stage

    return sabotage


def _backups_named(patch: Patch, stage: Stage) -> Stage:
    patch.setattr(backup_making, "file_name", lambda head: f"{ONE.name}-{backup_file.file_name(head)}")
    return stage


def _drafts_in_clear(patch: Patch, stage: Stage) -> Stage:
    patch.setattr(drafts, "_sealed", lambda plain, _shelf: plain)
    return stage


LEAKS = {
    "a paper's file name": ("papers", _files_named),
    "a paper's properties, a name": ("papers", _properties_with(ONE.name)),
    "a paper's properties, a number": ("papers", _properties_with(ONE.id_number)),
    "a paper's properties, the reason": ("papers", _properties_with("người chấp hành xong án phạt tù")),
    "a QR, a name": ("codes", _codes_with_a_name),
    "a QR, a number": ("codes", _codes_with_a_number),
    "a desk that needs no names": ("packets", _names_for_the_police),
    "a packet's file name": ("sealed", _packets_named),
    "the log": ("logs", _log_with_reasons),
    "a crash report": ("logs", _errors_in_full),
    "posted totals, a name": ("posted", _posted_with(ONE.name)),
    "posted totals, the reason": ("posted", _posted_with("Vay vốn sau cai nghiện")),
    "drafts": ("kept_drafts", _drafts_in_clear),
    "a backup's file name": ("backups", _backups_named),
    "a window's title and a temporary file": ("windows", _windows_named_and_temporary_files),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found(stage: Stage, qapp: object, leak: str, monkeypatch: Patch) -> None:
    kind, sabotage = LEAKS[leak]
    files = {find.file.partition("/")[0] for find in found(sabotage(monkeypatch, stage), kind)}
    assert files == {"titles", "TMPDIR"} if kind == "windows" else files


def test_every_kind_has_a_leak_planted() -> None:
    assert {kind for kind, _sabotage in LEAKS.values()} == KINDS.keys()


def job_names(code: str) -> list[bool]:
    """For each printer that a module makes: whether its jobs bear a fixed name."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "id", "") == "QPrinter"]
    named = [call for call in calls if getattr(call.func, "attr", "") == "setDocName"]
    fixed = [isinstance(call.args[0], ast.Constant) for call in named]
    return [*fixed, *[False] * (len(made) - len(named))]


def test_no_print_job_is_named_by_what_it_prints() -> None:
    modules = {
        path: job_names(path.read_text("utf-8")) for path in (Path(hn_desk.__file__).parent / "ui").rglob("*.py")
    }
    assert sum(map(len, modules.values()))
    assert [path.name for path, fixed in modules.items() if not all(fixed)] == []


@pytest.mark.parametrize("named", ["", "printer.setDocName(paper.title)", "printer.setDocName(f'{name}')"])
def test_a_print_job_with_another_name_is_found(named: str) -> None:
    assert not all(job_names(f"printer = QPrinter(1)\n{named}"))
