"""A page that is not as it was written is noticed at the first look; a sound file passes both checks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from hn_desk.errors import StorageError
from hn_desk.models.database import make_engine, plain_errors
from hn_desk.models.integrity import full_check, mend_free_pages, quick_check
from tests.campaigns.power.pages import Pages
from tests.models.conftest import KEY

PAGE = 4096


def look(path: Path, check: Callable[[Connection], None] = quick_check) -> None:
    engine = make_engine(path, KEY, foreign_keys=True)
    try:
        with plain_errors(), engine.begin() as connection:
            check(connection)
    finally:
        engine.dispose()


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(StorageError) as caught:
        look(path)
    assert path.read_bytes() == data
    return caught.value.reason


def test_a_sound_file_passes_both_checks(path: Path) -> None:
    look(path)
    look(path, full_check)


def test_one_flipped_bit_is_noticed_in_the_first_a_middle_and_the_last_page(path: Path) -> None:
    good = path.read_bytes()
    for place in (20, len(good) // 2, len(good) - 1):
        data = bytearray(good)
        data[place] ^= 1
        assert refused(path, bytes(data)) == "damaged"


def test_a_zeroed_page_is_noticed(path: Path) -> None:
    good = path.read_bytes()
    assert refused(path, good[:PAGE] + bytes(PAGE) + good[2 * PAGE :]) == "damaged"


def test_a_file_cut_between_pages_or_inside_one_is_noticed(path: Path) -> None:
    good = path.read_bytes()
    assert refused(path, good[:-PAGE]) == "damaged"
    assert refused(path, good[:-100]) == "damaged"


def test_pages_that_nobody_wrote_are_noticed(path: Path) -> None:
    assert refused(path, path.read_bytes() + bytes(PAGE)) == "damaged"


def test_a_record_without_what_it_belongs_to_is_noticed_by_the_full_check(path: Path) -> None:
    engine = make_engine(path, KEY, foreign_keys=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO officer_roles (officer_id, role) VALUES ('nobody', 'auditor')")
    engine.dispose()
    look(path)
    with pytest.raises(StorageError) as caught:
        look(path, full_check)
    assert caught.value.reason == "damaged"


def with_free_pages(path: Path) -> list[int]:
    """Places of free pages whose content nobody reads."""
    engine = make_engine(path, KEY, foreign_keys=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE typed (content BLOB)")
        connection.exec_driver_sql("INSERT INTO typed VALUES (randomblob(50000))")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE typed")
    engine.dispose()
    return [(number - 1) * PAGE for number in sorted(Pages(KEY).read(path.read_bytes()).free)]


def test_free_pages_that_a_power_cut_tore_are_written_anew_and_nothing_else_changes(path: Path) -> None:
    places = with_free_pages(path)
    before = Pages(KEY).read(path.read_bytes())
    assert len(places) > 5
    torn = bytearray(path.read_bytes())
    for place in places[::2]:
        torn[place + 512 : place + 1024] = bytes(512)
    assert refused(path, bytes(torn)) == "damaged"
    look(path, mend_free_pages)
    look(path, full_check)
    after = Pages(KEY).read(path.read_bytes())
    assert (len(after.free), after.broken) == (len(before.free), ())


def test_a_torn_page_in_use_is_not_mended(path: Path) -> None:
    places = with_free_pages(path)
    for place in (PAGE, places[0]):
        torn = bytearray(path.read_bytes())
        torn[place + 512 : place + 1024] = bytes(512)
        path.write_bytes(torn)
    data = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        look(path, mend_free_pages)
    assert (caught.value.reason, path.read_bytes()) == ("damaged", data)
