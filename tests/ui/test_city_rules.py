"""Rules on both screens: a holiday and a whole file at the city, who receives what asked apart at the office."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hn_desk.actions.keyring import install_trust
from hn_desk.actions.reference_book import own_text
from hn_desk.city.authority import trust_pack
from hn_desk.city.places import authority_places, make_folder, write_facts
from hn_desk.city.reference import import_file, reference_changes
from hn_desk.ui import hands
from hn_desk.ui.city.reference import ReferenceScreen
from hn_desk.ui.dialogs.city_rules import open_city_rules
from hn_desk.ui.jobs import Jobs
from tests.pair import CITY_PASSPHRASE, Pair, at_now
from tests.ui.conftest import Show

TODAY = date(2026, 11, 20)
FORM = "forms/refusal.toml"


def test_a_holiday_is_added_and_a_file_is_saved_edited_read_and_undone(jobs: Jobs, show: Show, tmp_path: Path) -> None:
    city = tmp_path / "city"
    make_folder(authority_places(city).folder)
    write_facts(authority_places(city).facts, {})
    screen = ReferenceScreen(jobs, city, at_now)
    show(screen)
    screen.reload()
    hands.settle(jobs)

    hands.choose(screen.group, "Ngày nghỉ")
    screen.table.choose("exceptions:2026-01-02")
    assert not screen.form.field("value").isVisible()
    for name, typed in (("kind", "free"), ("since", "10/2/2027"), ("source", "Văn bản 6")):
        hands.fill(screen.form, name, typed)
    hands.press(screen.add_button)
    hands.settle(jobs)
    assert "exceptions:2027-02-10" in [row.id for row in screen.table.rows()]

    screen.table.choose("exceptions:2026-01-02")
    for typed in ("10/2/2026", "11/2/2026"):
        for name, value in (("kind", "free"), ("since", typed), ("source", "Văn bản 6")):
            hands.fill(screen.form, name, value)
        hands.press(screen.add_button)
        hands.settle(jobs)
        answer = "&Mend the day" if typed == "10/2/2026" else "&It does, as the paper says"
        hands.press(hands.button(hands.dialog(screen), answer))
        hands.settle(jobs)
    days = [row.id for row in screen.table.rows()]
    assert ("exceptions:2026-02-10" in days, "exceptions:2026-02-11" in days) == (False, True)

    hands.press(screen.copy_button)
    assert screen.form.problem_at("file") == "Choose the file."
    hands.choose(screen.file, FORM)
    screen.copy_into(tmp_path)
    hands.settle(jobs)
    assert screen.told.text() == "✓ Kept as refusal.toml."
    edited = tmp_path / "refusal.toml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("THÔNG BÁO", "GIẤY BÁO"), encoding="utf-8")
    screen.import_from(edited)
    hands.settle(jobs)
    assert [one.after for one in reference_changes(city) if one.file == FORM] == ["GIẤY BÁO"]
    edited.write_text("code = 'refusal'", encoding="utf-8")
    screen.import_from(edited)
    hands.settle(jobs)
    assert "refusal.toml" in screen.form.summary.text()
    assert not screen.told.isVisible()
    assert screen.file.value() == FORM
    hands.press(screen.undo_button)
    hands.settle(jobs)
    assert {row.change.file for row in screen.changes.rows()} == {"deadlines.toml"}


def test_who_receives_what_stands_first_in_red_and_is_confirmed_apart(pair: Pair, jobs: Jobs, show: Show) -> None:
    import_file(pair.city, "desks.toml", own_text("desks.toml").replace("names = false", "names = true", 1), TODAY)
    import_file(pair.city, FORM, own_text(FORM).replace("THÔNG BÁO", "GIẤY BÁO"), TODAY)
    admin = pair.as_officer("anh")
    install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    dialog = open_city_rules(show(QWidget()), admin, jobs)
    hands.settle(jobs)

    assert [row.change.is_asked for row in dialog.table.rows()] == [True, False]
    assert dialog.warning.text().startswith("⚠ 1 of these changes decide who receives what")
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert "confirm it" in dialog.refused.text()
    assert not admin.book.desks["STC"].receives_names
    hands.press(dialog.desks.tick)
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert dialog.refused.text() == ""
    assert "in use" in dialog.state.text()
    assert admin.book.desks["STC"].receives_names
