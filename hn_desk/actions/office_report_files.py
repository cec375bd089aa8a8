"""An official report as files: on paper by NĐ 30, as a Word document to go on editing, as a workbook."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.office_report_facts import Composed
from hn_desk.actions.office_reports import composed
from hn_desk.actions.paper_file import Paper
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import office_report_pdf, office_report_sheets, office_report_word

PDF: Final = "pdf"
WORD: Final = "docx"
WORKBOOK: Final = "xlsx"
KINDS: Final = (PDF, WORD, WORKBOOK)


def print_office_report(office: Office, code: str, period: str, request_id: str = "") -> Paper:
    """The report as it stands, on paper; it is logged. RoleError, DeskError as `composed`, InputError for a glyph."""
    made = composed(office, code, period, request_id)
    pdf = office_report_pdf.draw(made.document)
    _log(office, "reports.print", made, (PDF,))
    return Paper(file_name(code, period, PDF), pdf, made.document.kind_name)


def export_office_report(
    office: Office, code: str, period: str, folder: Path, kinds: Sequence[str] = KINDS, request_id: str = ""
) -> Changed:
    """Write the report's files directly in `folder`, all or none; logged. The id is their common name.

    What lies there is never replaced, a clerk may have gone on editing it: the new files are then numbered.
    ValueError for an unknown kind; RoleError, DeskError, InputError, StorageError.
    """
    if not set(kinds) <= set(KINDS):
        raise ValueError("a report's files are pdf, docx and xlsx")
    made = composed(office, code, period, request_id)
    free = (n for n in count(1) if not any((folder / file_name(code, period, kind, n)).is_file() for kind in kinds))
    number = next(free)
    files.write_together({folder / file_name(code, period, kind, number): _MAKERS[kind](made) for kind in kinds})
    _log(office, "reports.export", made, kinds)
    return Changed(frozenset({"log"}), Path(file_name(code, period, PDF, number)).stem)


def file_name(code: str, period: str, kind: str, number: int = 1) -> str:
    """The name of a report's file: `BAO-CAO-KH297-2026-H1.pdf`; from the second on with its number."""
    again = f" ({number})" if number > 1 else ""
    return f"BAO-CAO-{code.upper()}-{period}{again}.{kind}"


def _pdf(made: Composed) -> bytes:
    return office_report_pdf.draw(made.document)


def _word(made: Composed) -> bytes:
    return office_report_word.draw(made.document)


def _workbook(made: Composed) -> bytes:
    return office_report_sheets.make(made.document, made.figures)


def _log(office: Office, action: str, made: Composed, kinds: Sequence[str]) -> None:
    document = made.document
    days = {"from": document.starts_on.isoformat(), "to": document.ends_on.isoformat()}
    file = office.book.reports[document.code]
    content = {"report": document.code, "kind": ", ".join(kinds), "sha256": made.sha256, **days}
    with office.write() as session:
        audit.log(session, Act(action, "reports", made.id or "", content, is_private=file.is_protected))


_MAKERS: Final[Mapping[str, Callable[[Composed], bytes]]] = {PDF: _pdf, WORD: _word, WORKBOOK: _workbook}
