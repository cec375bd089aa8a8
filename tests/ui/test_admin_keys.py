"""The administrator chooses folders and files for the keys in the program's own dialogs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from hn_desk.actions import keyring
from hn_desk.actions.office import Office
from hn_desk.city.authority import trust_pack
from hn_desk.city.root_change import change_root
from hn_desk.ui import hands
from hn_desk.ui.dialogs.trust_preview import TrustDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_keys import REQUEST_NAME, Keys
from tests.actions.conftest import NOW
from tests.pair import CITY_PASSPHRASE, Pair, at_now
from tests.ui.conftest import Show

NEW_PHRASE = "chin tam bay sau"
MUCH_LATER = NOW + timedelta(days=400)


def keys(office: Office, jobs: Jobs, show: Show) -> tuple[Keys, list[str]]:
    """The tab of keys, shown and filled, and what it says to the officer."""
    said: list[str] = []
    part = Keys(office, jobs)
    part.said.connect(said.append)
    show(part)
    part.reload()
    hands.settle(jobs)
    return part, said


def choose(part: Keys, button: str, path: Path) -> None:
    """Press the button and take the path in the dialog that it opens."""
    hands.press(hands.button(part, button))
    dialog = hands.dialog(part)
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(str(path))
    dialog.accept()
    hands.settle(part.jobs)


def test_the_state_tells_how_long_the_certificate_is_good(pair: Pair, jobs: Jobs, show: Show) -> None:
    part, _said = keys(pair.as_officer("anh"), jobs, show)

    assert "✓ There is a key." in part.facts.text()
    assert "✓ Certificate good until " in part.facts.text()
    assert "Trust pack number 1" in part.facts.text()
    assert "The trust pack is old" not in part.facts.text()


def test_an_old_trust_pack_is_told(pair: Pair, jobs: Jobs, show: Show) -> None:
    part, _said = keys(replace(pair.as_officer("anh"), clock=lambda: MUCH_LATER), jobs, show)

    assert "⚠ The trust pack is old. Ask the city for a new one." in part.facts.text()


def test_the_trust_pack_that_is_chosen_is_installed(pair: Pair, jobs: Jobs, show: Show, tmp_path: Path) -> None:
    (tmp_path / "trust.pdf").write_bytes(trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    part, said = keys(pair.as_officer("anh"), jobs, show)

    choose(part, "Install the trust pack…", tmp_path / "trust.pdf")
    dialog = hands.dialog(part)
    assert isinstance(dialog, TrustDialog)
    assert keyring.key_state(part.office).trust_number == 1
    hands.press(dialog.apply_button)
    hands.settle(jobs)

    assert said == ["The trust pack was installed."]
    hands.wait_until(lambda: "Trust pack number 2" in part.facts.text())


def test_another_root_is_taken_only_by_the_words_that_were_typed(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    words = change_root(pair.city, CITY_PASSPHRASE, "Diễn tập", clock=at_now)
    (tmp_path / "trust.pdf").write_bytes(trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    part, said = keys(pair.as_officer("anh"), jobs, show)
    part.install_trust(tmp_path / "trust.pdf")
    hands.settle(jobs)
    dialog = hands.dialog(part)
    assert isinstance(dialog, TrustDialog)
    hands.fill(dialog.form, "words", " ".join(reversed(words)))
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert "not the four words" in dialog.form.problem_at("words")
    hands.fill(dialog.form, "words", " ".join(words))
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert said == ["The trust pack was installed."]
    assert keyring.key_state(part.office).root_words == words


def test_the_request_goes_into_the_folder_that_is_chosen(pair: Pair, jobs: Jobs, show: Show, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    part, said = keys(pair.as_officer("anh"), jobs, show)
    hands.fill(part.form, "passphrase", NEW_PHRASE)
    hands.fill(part.form, "again", NEW_PHRASE)

    choose(part, "Make the request…", tmp_path / "stick")
    made = (tmp_path / "stick" / REQUEST_NAME).read_bytes()
    (tmp_path / "other").mkdir()
    choose(part, "Copy the request again…", tmp_path / "other")

    assert said == [f"The request was written: {REQUEST_NAME}"] * 2
    assert (tmp_path / "other" / REQUEST_NAME).read_bytes() == made
