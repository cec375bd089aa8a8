"""Fifty planted people who ask for loans, and what the program gives away of them, kind by kind: name → bytes."""

import re
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.audit_log import LogQuery, export_log
from hn_desk.actions.backups import back_up
from hn_desk.actions.confirmations import confirm, record_number
from hn_desk.actions.credit import application, check, refuse, save_application, withdraw
from hn_desk.actions.credit_facts import ApplicationDraft, Subject
from hn_desk.actions.drafts import keep_drafts
from hn_desk.actions.lists import ListDraft, present_list, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.papers import Paper, print_form, print_notice
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.reporting import POSTED, Period, export_report, print_report, report_names
from hn_desk.actions.sealing import seal_packet
from hn_desk.actions.support import support_bundle
from hn_desk.drafts import Draft
from hn_desk.packets import base45
from hn_desk.scans import read_codes
from hn_desk.ui import bugs, hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.credit_samples import LINE, TODAY, WORK, numbered, presented
from tests.journeys.planted import Planted, planted
from tests.pair import KEY_PASSPHRASE, Pair
from tests.ui.windows import Windows, jobs_of, keep, settle

BANK: Final = "NHCS"
WHY: Final = "Zquayxh khai không đúng"
"""A reason, with the mark that is searched for."""
YEAR: Final = Period(date(2026, 1, 1), TODAY)
AFTER_CARE: Final = ApplicationDraft(
    programme="qd08",
    applicant="person",
    facts={
        "decision_on": date(2020, 9, 1),
        "obeys_law": True,
        "purpose": "business",
        "amount": 150_000_000,
        "term_months": 60,
        "open_loan_purposes": frozenset[str](),
        "documents": frozenset({"completion_paper", "loan_application"}),
    },
)
PEOPLE: Final = {"qd22": planted()[:20], "qd08": planted()[20:38], "gqvl": planted()[38:]}
Traces = Iterator[tuple[str, bytes]]


@dataclass
class Stage:
    """The office with its city, where the fifty are entered, and what of theirs was confirmed or ended."""

    pair: Pair
    issued: list[Subject] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.pair.office


def entered(pair: Pair) -> Stage:
    """Two police lists with a number each; of the single applications two have one, one is refused, one withdrawn."""
    stage = Stage(pair)
    for programme, draft in (("qd22", LINE), ("qd08", AFTER_CARE)):
        stage.issued.append(_numbered(pair, _listed(pair.office, programme, draft), len(stage.issued)))
    *enough, refused, withdrawn, _drafted = PEOPLE["gqvl"][:5]
    for one in enough:
        subject = presented(pair.office, replace(WORK, person=_draft(one)))
        stage.issued.append(_numbered(pair, subject, len(stage.issued)))
    stage.ended = [presented(pair.office, replace(WORK, person=_draft(one))).id for one in (refused, withdrawn)]
    refuse(pair.as_officer("hung"), stage.ended[0], WHY)
    withdraw(pair.as_officer("hung"), _numbered(pair, Subject("application", stage.ended[1]), 9).id, WHY)
    for one in PEOPLE["gqvl"][4:]:
        save_application(pair.office, replace(WORK, person=_draft(one)))
    return stage


def papers(stage: Stage) -> Traces:
    """File names, titles and properties of papers, and their bytes but for what is drawn on the pages."""
    for paper in _papers(stage):
        with pypdfium2.PdfDocument(paper.pdf) as document:
            properties = " ".join(document.get_metadata_dict().values())
        assert "Zq" in _drawn(paper.pdf), "a paper of nobody planted"
        yield f"title of a paper: {paper.title}", properties.encode()
        yield paper.name, _undrawn(paper.pdf)


def codes(stage: Stage) -> Traces:
    """What the QR codes hold: the text, and what a scanner makes of it."""
    found = 0
    for paper in _papers(stage):
        for text in read_codes(paper.pdf):
            found += 1
            yield "QR", text.encode()
            yield "QR, opened", zlib.decompress(base45.decode(text))
    assert found >= 4


def packets(stage: Stage) -> Traces:
    """What each desk but the bank would hold, and the sealed packet of the bank from outside."""
    with stage.office.database.read() as session:
        for desk in stage.office.book.desks.values():
            if not desk.code.startswith(BANK):
                yield f"rows for {desk.code}", repr(rows_of(Source(session, stage.office, desk))).encode()


def sealed(stage: Stage) -> Traces:
    """A packet with names as it lies on a stick, and one without names as its desk reads it."""
    bank = seal_packet(stage.pair.clerk, BANK, KEY_PASSPHRASE, allow_empty=True).path
    yield bank.name, bank.read_bytes()
    police = seal_packet(stage.pair.clerk, "CATP-MT", KEY_PASSPHRASE, allow_empty=True).path
    with ExitStack() as stack:
        yield police.name, replace(stage.pair, stack=stack).desk("CATP-MT").unseal(police.read_bytes())


def logs(stage: Stage) -> Traces:
    """The log as the auditor takes it along, and the program's own log after a mistake that carries a person."""
    admin, one = stage.pair.as_officer("anh"), planted()[7]
    application(stage.office, stage.ended[0])
    with tempfile.TemporaryDirectory() as folder:
        export_log(admin, LogQuery(), Path(folder) / "log.xlsx")
        yield "log.xlsx", (Path(folder) / "log.xlsx").read_bytes()
        yield "crash report", bugs.describe(_mistake(one.name, one.id_number)).encode()
        bugs.note(stage.office.folder, bugs.describe(_mistake(one.name, one.id_number)), NOW)
        support_bundle(admin, Path(folder) / "support.zip")
        yield "support.zip", (Path(folder) / "support.zip").read_bytes()


def posted(stage: Stage) -> Traces:
    """Every report in the form that may be posted: as a workbook, and what the page says of it and around it."""
    with tempfile.TemporaryDirectory() as folder:
        for one in report_names(stage.office):
            export_report(stage.office, one.code, YEAR, Path(folder) / "posted.xlsx", POSTED)
            yield f"{one.code}.xlsx", (Path(folder) / "posted.xlsx").read_bytes()
            paper = print_report(stage.office, one.code, YEAR, is_posted=True)
            yield f"{paper.name}: {paper.title}", _undrawn(paper.pdf)
            yield paper.name, _drawn(paper.pdf).encode()


def kept_drafts(stage: Stage) -> Traces:
    """The file of what was typed and not saved."""
    one = planted()[3]
    draft = Draft("credit", (), one.name, "2026-11-20T03:00:00Z", {"person.phone": one.phone, "note": WHY}, {}, {})
    keep_drafts(stage.office, (draft,))
    yield from ((path.name, path.read_bytes()) for path in stage.office.folder.glob("*.drafts"))


def backups(stage: Stage) -> Traces:
    """A backup, by its name and from outside."""
    path = stage.office.folder / "backups" / back_up(stage.office).id
    yield path.name, path.read_bytes()


def windows(stage: Stage) -> Traces:
    """Titles of windows in a real session on a copy of the office, and what it left in the places of the user."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            (place / "user" / name).mkdir(parents=True)
            patch.setenv(name, str(place / "user" / name))
        patch.setattr(tempfile, "tempdir", None)
        titles = stack.enter_context(_titles())
        opened = Windows()
        stack.callback(opened.shut)
        _session(opened, _copied(stage.office.folder, place / "office"), stage)
        yield "titles", "\n".join(titles.seen).encode()
        yield from _files(place / "user")
        assert titles.seen


def _session(opened: Windows, folder: Path, stage: Stage) -> None:
    """Look at a list, an application and a paper, look a paper up, half-type an application."""
    desk = opened.open(folder, "lan")
    desk.go("credit")
    settle(opened.all[0])
    page: Any = desk.page("credit")
    for subject in (stage.issued[0], stage.issued[2]):
        page.open_record(subject.id)
        settle(opened.all[0])
    hands.press(page.applications.acts.buttons["print"])
    settle(opened.all[0])
    shown = hands.dialog(page)
    assert isinstance(shown, PreviewDialog)
    hands.press(shown.close_button)
    hands.press(page.verify_button)
    checking: Any = hands.dialog(page)
    hands.press(checking.close_button)
    hands.press(page.new_application)
    hands.choose(page.applications.programme, "qd22")
    hands.settle(jobs_of(desk))
    hands.fill(page.applications.form, "person.name", planted()[5].name)
    keep(desk)


class _Titles(QObject):
    """Every title, icon text and file path that a window ever had."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __enter__(self) -> "_Titles":
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
        return self

    def __exit__(self, *_error: object) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        told = event.type() in (QEvent.Type.WindowTitleChange, QEvent.Type.Show)
        if told and isinstance(watched, QWidget) and watched.isWindow():
            self.seen += [watched.windowTitle(), watched.windowFilePath(), watched.windowIconText()]
        return False


def _titles() -> _Titles:
    return _Titles()


def _draft(one: Planted) -> PersonDraft:
    """As typed, each with a birthday of their own, since they are alike but for accents."""
    place = planted().index(one)
    return replace(one.draft(), birth=f"1980-{1 + place // 28:02}-{1 + place % 28:02}")


def _listed(office: Office, programme: str, draft: ApplicationDraft) -> Subject:
    kept = save_list(office, ListDraft(None, None, programme, "2026-11", f"{programme[-2:]}/DS", date(2026, 11, 4))).id
    for one in PEOPLE[programme]:
        check(office, save_application(office, replace(draft, person=_draft(one), list_id=kept)).id)
    present_list(office, kept)
    return Subject("list", kept)


def _numbered(pair: Pair, subject: Subject, place: int) -> Subject:
    confirm(pair.as_officer("hung"), (subject,), PASSPHRASE)
    record_number(pair.clerk, numbered(subject, 125 + place))
    return subject


def _papers(stage: Stage) -> Iterator[Paper]:
    for subject in stage.issued:
        yield print_form(stage.pair.clerk, subject)
    for id_ in stage.ended:
        yield print_notice(stage.pair.clerk, id_)


def _drawn(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def _undrawn(pdf: bytes) -> bytes:
    """A PDF without its streams; those that hold properties or files stay."""
    kept = (b"/Metadata", b"/EmbeddedFile")
    parts = re.split(rb"(stream\r?\n.*?endstream)", pdf, flags=re.S)
    stays = (part for n, part in enumerate(parts) if n % 2 == 0 or any(sign in parts[n - 1][-400:] for sign in kept))
    return b"".join(stays)


def _mistake(name: str, number: str) -> Exception:
    try:
        raise KeyError(name)
    except KeyError as error:
        error.add_note(number)
        return error


def _copied(folder: Path, into: Path) -> Path:
    return Path(shutil.copytree(folder, into))


def _files(folder: Path) -> Traces:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


KINDS: Final[dict[str, Callable[[Stage], Traces]]] = {
    one.__name__: one for one in (papers, codes, packets, sealed, logs, posted, kept_drafts, backups, windows)
}
