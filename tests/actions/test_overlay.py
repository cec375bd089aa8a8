"""The confirmation onto forms of others: from frozen facts, logged, moved as each printer needs."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk import files
from hn_desk.actions.credit import application
from hn_desk.actions.freezing import overlay_form
from hn_desk.actions.office import Office
from hn_desk.actions.papers import note_printed, print_form, print_overlay
from hn_desk.actions.people import save_person
from hn_desk.actions.printer_shifts import (
    SHIFTS_FILE,
    Shift,
    keep_shift,
    overlay_spots,
    position_test,
    printer_shift,
)
from hn_desk.errors import DeskError, InputError, StorageError
from hn_desk.models import audit
from hn_desk.models.audit import shown_content
from hn_desk.models.tables import AuditEntry
from tests.actions.credit_samples import MAN, PLAN, WOMAN, As, issued, presented, presented_list
from tests.actions.test_papers import the_confirmation, words

HERE = Shift()


def logged(office: Office) -> list[dict[str, object]]:
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.printed"))
        return [{"subject": one.subject, **(shown_content(session, one.content) or {})} for one in entries]


def test_it_is_printed_as_presented_and_with_the_number_later(office: Office, as_officer: As) -> None:
    subject = presented(office)
    early = words(print_overlay(office, subject.id, "03-td", HERE))
    late = words(print_overlay(office, issued(office, as_officer, subject).id, "03-td", HERE))
    assert WOMAN.name in early
    assert "XN-UBND" not in early
    assert "Số: 125/XN-UBND" in late
    assert "Trần Văn Hùng" in late


def test_it_keeps_the_words_and_facts_of_its_day(office: Office) -> None:
    subject = presented(office)
    before = words(print_overlay(office, subject.id, "03-td", HERE))
    draft = application(office, subject.id).draft.person
    assert draft is not None
    save_person(office, replace(draft, name="Nguyễn Thị Bình An"))
    frozen = the_confirmation(office, subject).frozen
    assert words(print_overlay(office, subject.id, "03-td", HERE)) == before
    assert overlay_form(office, frozen).paragraphs[0].text == frozen["overlay"]["paragraphs"][0]["text"]


def test_only_a_single_application_is_confirmed_so(office: Office) -> None:
    plan, listed = presented(office, PLAN), presented_list(office, MAN)[1][0]
    for id_ in (plan.id, listed):
        with pytest.raises(DeskError) as refused:
            print_overlay(office, id_, "03-td", HERE)
        assert refused.value.reason == "not-presented"


def test_its_print_is_logged_beside_the_papers_own(office: Office) -> None:
    subject = presented(office)
    print_form(office, subject)
    note_printed(office, "application", subject.id, copies=1)
    for _time in range(2):
        note_printed(office, "overlay", subject.id, copies=1)
    said = [(one["subject"], one["paper"], one["what"]) for one in logged(office)]
    assert said == [
        ("applications", "application", "copy"),
        ("applications", "overlay", "copy"),
        ("applications", "overlay", "reprint"),
    ]


def test_each_printer_keeps_its_shift(office: Office) -> None:
    assert printer_shift(office.folder, "HP 1") == Shift()
    keep_shift(office, "HP 1", Shift(1.5, -2))
    keep_shift(office, "Canon", Shift(0, 3))
    assert [printer_shift(office.folder, name) for name in ("HP 1", "Canon", "Epson")] == [
        Shift(1.5, -2),
        Shift(0, 3),
        Shift(),
    ]


@pytest.mark.parametrize("kept", [b"", b"[1]", b"{", b'{"HP 1": [1]}', b'{"HP 1": [1, "2"]}', b'{"HP 1": [900, NaN]}'])
def test_a_damaged_file_is_said_and_left_as_it_is(office: Office, kept: bytes) -> None:
    path = office.folder / SHIFTS_FILE
    path.write_bytes(kept)
    for call in (lambda: printer_shift(office.folder, "HP 1"), lambda: keep_shift(office, "HP 1", Shift(1, 2))):
        with pytest.raises(StorageError) as refused:
            call()
        assert SHIFTS_FILE in refused.value.what
    assert path.read_bytes() == kept
    assert saved(office) == 0


def test_a_file_that_cannot_be_written_leaves_nothing_logged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise StorageError("đầy đĩa")

    monkeypatch.setattr(files, "write_whole", full)
    with pytest.raises(StorageError):
        keep_shift(office, "HP 1", Shift(1, 2))
    assert saved(office) == 0


def test_a_log_that_cannot_be_written_leaves_the_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_shift(office, "HP 1", Shift(1, 2))

    def full(_session: object, _act: object) -> str:
        raise StorageError("đầy đĩa")

    monkeypatch.setattr(audit, "log", full)
    with pytest.raises(StorageError):
        keep_shift(office, "HP 1", Shift(3, 4))
    assert printer_shift(office.folder, "HP 1") == Shift(1, 2)


def saved(office: Office) -> int:
    """How often the log says that something of the office was kept."""
    with office.database.read() as session:
        return len(session.scalars(select(AuditEntry).where(AuditEntry.action == "office.save")).all())


def test_a_shift_beyond_reason_is_refused(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        keep_shift(office, "HP 1", Shift(51, 0))
    assert [problem.field for problem in refused.value.problems] == ["right"]
    with pytest.raises(InputError):
        position_test(office, "03-td", Shift(0, -51))


def test_the_position_test_is_drawn_for_each_form(office: Office) -> None:
    spots = overlay_spots(office)
    assert [spot.code for spot in spots] == ["03-td", "01-td"]
    assert all("BẢN IN THỬ" in words(position_test(office, spot.code, HERE)) for spot in spots)
