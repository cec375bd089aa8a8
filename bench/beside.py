"""Child: a save by the program beside the same save on plain SQLite: not encrypted, no log entry, no signature.

Both are the program's own action on the same disk with the same durability, in turn, by the wall clock: what secrecy
and the log cost whoever waits for the save.
"""

import json
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch

from bench.save import reasons
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.people import people_ids, person, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.sample import TRAINING_PASSPHRASE
from hn_desk.models import audit, database

WARM = 5


def main(folder: Path, count: int) -> None:
    ours = unlock(folder, "lan", TRAINING_PASSPHRASE)
    with patch.object(database, "sqlcipher3", sqlite3):
        plain = replace(ours, database=database.open_database(plain_copy(ours), bytes(database.KEY_BYTES)))
    chosen = people_ids(ours, Query())[0]
    taken: dict[str, list[float]] = {"ours": [], "plain": []}
    for number in range(WARM + count):
        taken["ours"].append(timed(ours, chosen, number))
        with patch.object(audit, "log", lambda *_words: ""):
            taken["plain"].append(timed(plain, chosen, number))
    plain.database.close()
    ours.close()
    print(json.dumps({name: median(times[WARM:]) for name, times in taken.items()}), flush=True)


def plain_copy(office: Office) -> Path:
    """The same database, not encrypted, on the same disk."""
    path = office.folder.with_name("plain.db")
    path.unlink(missing_ok=True)
    connection = office.database.engine.raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    driver.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
    driver.execute("SELECT sqlcipher_export('plain')")
    driver.execute("DETACH DATABASE plain")
    connection.close()
    return path


def timed(office: Office, chosen: str, number: int) -> float:
    draft = replace(person(office, chosen).draft, phone=f"09123{number:05}", accepted=reasons())
    start = perf_counter()
    save_person(office, draft)
    return perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
