"""The city's tab of files kept aside, and the dialog of what a new numbering says otherwise."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from sqlalchemy import delete, update

from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.differences import ONLY_HERE, ONLY_NEW, OTHER
from hn_desk.models.tables import EventGroup, OutreachEvent, PacketRecord
from hn_desk.ui import hands
from hn_desk.ui.city.differences import DifferencesDialog
from tests.actions.records import add_event
from tests.city.test_quarantine import revoke
from tests.packets.real_packet import real
from tests.pair import KEY_PASSPHRASE, Pair
from tests.ui.reading import is_shortened
from tests.ui.test_city import Open, desk_screen, open_window, take

__all__ = ["open_window"]


def restored(pair: Pair) -> Path:
    """The first packet of an office that went back to an older state: one event lost, one changed, one new."""
    lost, kept = add_event(pair.office, "Buổi bị mất", groups=0), add_event(pair.office, "Buổi còn lại", groups=0)
    desk = pair.desk("STC")
    assert collect(desk, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes()).is_good
    desk.close()
    with pair.office.write() as session:
        for table, column in ((EventGroup, EventGroup.event_id), (OutreachEvent, OutreachEvent.id)):
            session.execute(delete(table).where(column == lost))
        session.execute(delete(PacketRecord).where(PacketRecord.record_id == lost))
        session.execute(update(OutreachEvent).where(OutreachEvent.id == kept).values(people=50))
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    add_event(pair.office, "Buổi mới", groups=0)
    return seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path


def test_a_file_kept_aside_tells_its_reason_and_its_original_is_handed_out(
    pair: Pair, tmp_path: Path, open_window: Open
) -> None:
    mine = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    revoke(pair)
    (tmp_path / "la.xlsx").write_bytes(real())
    window = open_window(pair.city)
    screen = desk_screen(window)
    aside = screen.aside
    screen.tabs.setCurrentWidget(aside)
    assert aside.nothing.isVisible()
    assert not aside.export_button.isVisible()
    take(window, screen, mine, tmp_path / "la.xlsx")
    assert not aside.nothing.isVisible()
    told = {(row.reason == "revoked", row.office) for row in aside.table.rows()}
    assert told == {(True, "00070"), (False, "")}

    chosen = next(row for row in aside.table.rows() if row.office)
    aside.table.choose(chosen.id)
    assert chosen.what in aside.detail.text()
    assert chosen.do in aside.detail.text()
    assert not is_shortened(aside.table)
    hands.press(aside.export_button)
    asking = hands.dialog(screen)
    assert isinstance(asking, QFileDialog)
    asking.reject()
    (tmp_path / "stick").mkdir()
    aside.export(tmp_path / "stick")
    hands.settle(window.jobs)
    (name,) = (path.name for path in (tmp_path / "stick").iterdir())
    assert name in window.statusBar().currentMessage()
    assert (tmp_path / "stick" / name).read_bytes() == mine.read_bytes()


def test_what_a_new_numbering_says_otherwise_is_read_in_a_dialog(pair: Pair, open_window: Open) -> None:
    path = restored(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    screen.tabs.setCurrentWidget(screen.offices)
    hands.press(screen.offices.differences_button)
    hands.settle(window.jobs)
    first = hands.dialog(screen)
    assert isinstance(first, DifferencesDialog)
    assert first.table.rows() == ()
    assert "No new numbering differs" in first.count.text()
    hands.press(first.close_button)
    take(window, screen, path)
    hands.pick(screen.offices.table, 0)
    hands.settle(window.jobs)
    hands.press(screen.offices.differences_button)
    hands.settle(window.jobs)
    dialog = hands.dialog(screen)
    assert isinstance(dialog, DifferencesDialog)
    rows = [row for row in dialog.table.rows() if row.subject == "events"]
    assert {row.kind for row in rows} == {ONLY_HERE, OTHER, ONLY_NEW}
    place = next(n for n, row in enumerate(dialog.table.rows()) if row.kind == OTHER and row.subject == "events")
    texts = [cell.text() for n in range(5) if (cell := dialog.table.item(place, n)) is not None]
    assert texts[0] == "Phường Hoàn Kiếm"
    assert "Buổi còn lại" in texts[3]
    assert "45 → 50" in texts[4]
    whole = next(n for n, row in enumerate(dialog.table.rows()) if row.kind == ONLY_HERE)
    cell = dialog.table.item(whole, 4)
    assert cell is not None
    assert ("Hội nghị" in cell.text(), "conference" in cell.text()) == (True, False)
    assert not is_shortened(dialog.table)
    assert f"{len(dialog.table.rows())} records differ" in dialog.count.text()
    hands.press(dialog.close_button)
    assert not dialog.isVisible()
