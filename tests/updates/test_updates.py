"""An update from a stick: taken, refused, undone; the program and the database always belong together."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from hn_desk import __version__
from hn_desk.actions import first_opening, opening, updates
from hn_desk.actions.first_opening import UPDATE_FAILED, end_update, news_of_update
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.updates import leave_for_update, look_at_update, prepare_update
from hn_desk.errors import SignInError, StorageError
from hn_desk.models.tables import AuditEntry
from hn_desk.updates import state
from hn_desk.updates.helper import finish
from hn_desk.updates.release import ReleaseKey, UpdateError
from hn_desk.updates.setup import PROGRAM_RUNS
from hn_desk.updates.state import DONE, FAILED, INSTALLED, UNDOING, UNDONE
from tests.actions.conftest import NOW, PASSPHRASE
from tests.updates.sticks import NEWER, StandIn, stand_in, stick, version_in


@pytest.fixture
def setup(tmp_path: Path) -> StandIn:
    return stand_in(tmp_path / "Programs" / "HN Desk")


@pytest.fixture
def begun(as_officer: Callable[[str], Office], setup: StandIn, tmp_path: Path) -> Path:
    """The folder of an office whose administrator began an update; the window is closed, the helper has not run."""
    administrator = as_officer("anh")
    prepared = prepare_update(administrator, stick(tmp_path / "usb"), setup)
    leave_for_update(administrator, prepared, setup)
    return administrator.folder


@contextmanager
def signed_in(folder: Path) -> Iterator[Office]:
    with closing(unlock(folder, "anh", PASSPHRASE, clock=lambda: NOW)) as office:
        yield office


def new_program(monkeypatch: pytest.MonkeyPatch, version: str = NEWER) -> None:
    """From now on the program at work is this version."""
    monkeypatch.setattr(first_opening, "__version__", version)


def database_of(folder: Path) -> str:
    return hashlib.sha256((folder / "office.db").read_bytes()).hexdigest()


def step_of(folder: Path) -> str:
    update = state.load(folder)
    return update.step if update else ""


def logged(office: Office) -> list[str]:
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("program.%"))).all()
    return list(entries)


def test_an_update_is_installed_opened_and_told(begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    finish(begun, setup)
    assert (step_of(begun), version_in(setup.place)) == (INSTALLED, NEWER)
    assert setup.asked == ["helper", "wait", "install 0", "window"]

    new_program(monkeypatch)
    with signed_in(begun) as office:
        assert logged(office) == ["program.update", "program.updated"]
    news = news_of_update(begun)
    assert news is not None
    assert news.is_good
    assert f"from version {__version__} to {NEWER}" in news.sentence
    end_update(begun)
    assert not (begun / "update").exists()
    assert news_of_update(begun) is None
    with signed_in(begun) as office:
        assert logged(office) == ["program.update", "program.updated"]


def test_an_offer_tells_version_day_and_notes(as_officer: Callable[[str], Office], tmp_path: Path) -> None:
    offer = look_at_update(as_officer("anh"), stick(tmp_path / "usb"))
    assert (offer.version, offer.current, offer.day) == (NEWER, __version__, "25/11/2026")
    assert "Nhanh hơn" in offer.notes


@pytest.mark.parametrize("version", [__version__, "0.0.9"])
def test_the_same_or_an_older_version_is_refused(
    version: str, as_officer: Callable[[str], Office], setup: StandIn, tmp_path: Path
) -> None:
    with pytest.raises(UpdateError) as refused:
        prepare_update(as_officer("anh"), stick(tmp_path / "usb", version), setup)
    assert refused.value.reason == "update-not-newer"


def test_real_data_takes_no_release_for_training(
    as_officer: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = replace(as_officer("anh"), environment="real")
    with pytest.raises(UpdateError) as refused:
        look_at_update(real, stick(tmp_path / "usb"))
    assert refused.value.reason == "update-training-key"

    publisher = Ed25519PrivateKey.generate()
    own = ReleaseKey("publisher", publisher.public_key().public_bytes_raw(), date(2026, 11, 1), False)
    monkeypatch.setattr(updates, "known_keys", lambda: (own,))
    assert look_at_update(real, stick(tmp_path / "other", key=publisher)).signed_by == "publisher"


def test_beside_another_office_of_this_pc_no_release_for_training_is_taken(
    as_officer: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = tmp_path / "HN Desk"
    usual.mkdir()
    (usual / "office.keys").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(updates, "default_data", lambda: usual)
    with pytest.raises(UpdateError, match="key for training"):
        look_at_update(as_officer("anh"), stick(tmp_path / "usb"))


def test_what_no_setup_installed_does_not_update_itself(
    as_officer: Callable[[str], Office], setup: StandIn, tmp_path: Path
) -> None:
    (setup.place / "uninstall.exe").unlink()
    with pytest.raises(UpdateError) as refused:
        prepare_update(as_officer("anh"), stick(tmp_path / "usb"), setup)
    assert refused.value.reason == "update-not-installed"


def test_a_program_with_a_missing_file_is_not_kept_as_the_way_back(
    as_officer: Callable[[str], Office], setup: StandIn, tmp_path: Path
) -> None:
    (setup.place / "app" / "version.txt").unlink()
    with pytest.raises(StorageError, match=r"app/version\.txt"):
        prepare_update(as_officer("anh"), stick(tmp_path / "usb"), setup)


@pytest.mark.parametrize(("codes", "why"), [([4], "setup-failed"), ([PROGRAM_RUNS] * 3, "setup-running")])
def test_a_setup_that_refuses_leaves_everything_as_it_was(
    codes: list[int], why: str, begun: Path, setup: StandIn
) -> None:
    before, setup.codes = database_of(begun), codes
    update = finish(begun, setup)
    assert update is not None
    assert (update.step, update.why, version_in(setup.place)) == (UNDONE, why, __version__)
    assert database_of(begun) == before
    with signed_in(begun) as office:
        assert logged(office) == ["program.update", "program.undone"]


@pytest.mark.parametrize("breaks", [False, True])
def test_a_new_program_that_is_not_sound_is_taken_back(breaks: bool, begun: Path, setup: StandIn) -> None:
    before, setup.checks, setup.breaks = database_of(begun), [False], breaks
    finish(begun, setup)
    assert (step_of(begun), version_in(setup.place)) == (UNDONE, __version__)
    assert database_of(begun) == before
    assert f"version {__version__}" in setup.asked
    news = news_of_update(begun)
    assert news is not None
    assert "files of its own" in news.sentence
    with signed_in(begun):
        pass
    end_update(begun)
    assert news_of_update(begun) is None


def test_a_first_opening_that_fails_brings_back_the_old_program_and_the_old_database(
    begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = database_of(begun)
    finish(begun, setup)
    new_program(monkeypatch)

    def half_upgraded(path: Path, *_more: object, **_names: object) -> None:
        path.write_bytes(b"written by the new program")
        raise StorageError("The upgrade would leave records alone.", reason="upgrade")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "upgrade", half_upgraded)
        with pytest.raises(StorageError) as refused, signed_in(begun):
            pass
    assert refused.value.reason == UPDATE_FAILED
    news = news_of_update(begun)
    assert news is not None
    assert news.is_to_undo
    with pytest.raises(StorageError), signed_in(begun):
        pass

    finish(begun, setup)
    new_program(monkeypatch, __version__)
    assert (step_of(begun), version_in(setup.place)) == (UNDONE, __version__)
    assert database_of(begun) == before
    told = news_of_update(begun)
    assert told is not None
    assert "could not open the records (upgrade)" in told.sentence
    with signed_in(begun) as office:
        assert logged(office) == ["program.update", "program.undone"]


def test_what_passes_by_and_a_wrong_passphrase_are_no_failures(
    begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(begun, setup)
    new_program(monkeypatch)

    def refused(*_what: object, **_names: object) -> None:
        raise StorageError("It is open in another window.", reason="locked")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "upgrade", refused)
        with pytest.raises(StorageError, match="another window"), signed_in(begun):
            pass
    with pytest.raises(SignInError):
        unlock(begun, "anh", "not the passphrase", clock=lambda: NOW)
    assert step_of(begun) == INSTALLED
    with signed_in(begun):
        assert step_of(begun) == DONE


def test_an_opening_that_never_ends_counts_as_failed_at_the_third_time(
    begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(begun, setup)
    new_program(monkeypatch)

    def power_cut(*_what: object, **_names: object) -> None:
        raise KeyboardInterrupt

    for _time in range(first_opening.MOST_TRIES):
        with monkeypatch.context() as patched:
            patched.setattr(opening, "upgrade", power_cut)
            with pytest.raises(KeyboardInterrupt), signed_in(begun):
                pass
    with pytest.raises(StorageError), signed_in(begun):
        pass
    assert step_of(begun) == FAILED


def test_a_helper_that_was_stopped_changed_nothing(begun: Path) -> None:
    news = news_of_update(begun)
    assert news is not None
    assert "interrupted before the setup ran" in news.sentence
    with signed_in(begun):
        pass
    end_update(begun)
    assert news_of_update(begun) is None


def test_a_helper_that_comes_late_puts_no_older_records_back(
    begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with signed_in(begun):
        pass
    before, setup.checks = database_of(begun), [False]
    state.save(begun, replace(state.load(begun) or pytest.fail("no update"), step=state.READY))
    opened = state.load(begun)
    assert opened is not None
    install = setup.install

    def opened_meanwhile(file: Path) -> int:
        state.save(begun, opened.at(UNDONE))
        (begun / "update" / "before" / "office.db").write_bytes(b"older records")
        return install(file)

    monkeypatch.setattr(setup, "install", opened_meanwhile)
    finish(begun, setup)
    assert version_in(setup.place) == __version__
    assert database_of(begun) == before


def test_a_way_back_that_is_damaged_is_told_and_tried_again(
    begun: Path, setup: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.checks = [False]
    kept = begun / "update" / "program" / "app" / "version.txt"
    whole = kept.read_text(encoding="utf-8")
    kept.unlink()
    finish(begun, setup)
    assert (step_of(begun), version_in(setup.place)) == (UNDOING, NEWER)
    news = news_of_update(begun)
    assert news is not None
    assert news.is_waiting

    kept.write_text(whole, encoding="utf-8")
    finish(begun, setup)
    assert (step_of(begun), version_in(setup.place)) == (UNDONE, __version__)


def test_a_copied_setup_that_changed_is_not_run(begun: Path, setup: StandIn) -> None:
    (begun / "update" / f"HN-Desk-{NEWER}-setup.exe").write_bytes(b"changed on the disk")
    finish(begun, setup)
    assert (step_of(begun), setup.asked) == (UNDONE, ["helper", "wait", "window"])


def test_a_state_that_cannot_be_understood_is_none(tmp_path: Path) -> None:
    (tmp_path / "update.json").write_text('{"format": 2}', encoding="utf-8")
    assert state.load(tmp_path) is None
