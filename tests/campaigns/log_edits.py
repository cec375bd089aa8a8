"""An adversary who holds the database key and recomputes every hash, but has no officer's key, edits the log."""

import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hn_desk.models import audit, audit_check
from hn_desk.models.audit import Act, entry_hash, sha256_of
from hn_desk.models.audit_check import Known, Witness, check_log
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.tables import AuditEntry, OfficerKey, OfficerRow
from hn_desk.models.upgrade import upgrade
from hn_desk.officer_keys import Signer, new_signer
from tests.campaigns.outcome import asked, finish

USUAL: Final = 1000
KEY: Final = bytes(range(32))
AT: Final = "2026-11-22T00:00:00Z"
ENTRIES: Final = 40
WITNESSED: Final = 20
"""The newest entry that a receipt names; a cut behind it is what stays open."""
Rows = list[dict[str, Any]]
Edit = Callable[[Rows, random.Random], None]


def make_log(folder: Path) -> tuple[Database, Known]:
    """A log of two officers; what the check may rely on: their keys, and the head that a receipt names."""
    path = folder / "office.db"
    upgrade(path, KEY)
    database = open_database(path, KEY)
    signers = [new_signer(), new_signer()]
    with database.begin(Author("", "i", AT)) as session:
        for number, signer in enumerate(signers):
            _add_officer(session, number, signer)
    witnessed = ""
    for number in range(ENTRIES):
        signer = signers[number % 2]
        with database.begin(Author(str(number % 2), "i", AT, signer)) as session:
            head = audit.log(session, Act("people.save", "people", str(number), {"fields": ["phone"], "n": number}))
            witnessed = head if number < WITNESSED else witnessed
    keys = {signer.key_id: signer.public for signer in signers}
    return database, Known(keys, (Witness(WITNESSED, witnessed),), is_signed=True)


def _add_officer(session: Session, number: int, signer: Signer) -> None:
    session.add(OfficerRow(id=str(number), name="x", sort_key="x", login=str(number)))
    session.flush()
    session.add(
        OfficerKey(
            id=signer.key_id,
            officer_id=str(number),
            entry="e",
            sign_public=signer.public,
            box_public=b"",
            made_at=AT,
        )
    )


def change_field(rows: Rows, dice: random.Random) -> None:
    """Another officer, moment, act or record in one entry."""
    row, name = dice.choice(rows), dice.choice(["officer_id", "at", "action", "subject", "record_id"])
    row[name] = "1" if row[name] == "0" else f"{row[name]}0"


def change_content(rows: Rows, dice: random.Random) -> None:
    """Another content, with its hash."""
    row = dice.choice(rows)
    row["content"] = {"fields": ["address"], "n": dice.random()}
    row["content_hash"] = sha256_of(row["content"])


def drop_content(rows: Rows, dice: random.Random) -> None:
    """No content any more, and no entry that says it was erased."""
    dice.choice(rows)["content"] = None


def take_out(rows: Rows, dice: random.Random) -> None:
    """One entry less, the others numbered anew; the newest would be a cut."""
    rows.remove(dice.choice(rows[:-1]))


def cut(rows: Rows, dice: random.Random) -> None:
    """The newest entries gone, and with them the one that a receipt names."""
    del rows[dice.randrange(1, WITNESSED) :]


def put_in(rows: Rows, dice: random.Random) -> None:
    """One entry more, a copy of another."""
    rows.insert(dice.randrange(len(rows) + 1), dict(dice.choice(rows)))


def put_in_unsigned(rows: Rows, dice: random.Random) -> None:
    """One entry more, by nobody's key."""
    rows.insert(dice.randrange(1, len(rows) + 1), {**dice.choice(rows), "key_id": "", "signature": None})


def swap(rows: Rows, dice: random.Random) -> None:
    """Two entries in each other's place."""
    first, second = dice.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]


def own_key(rows: Rows, dice: random.Random) -> None:
    """One entry changed and signed with a key of the adversary's."""
    change_field(rows, dice)
    stranger = new_signer()
    for row in rows:
        row["key_id"], row["signer"] = stranger.key_id, stranger


EDITS: Final[tuple[Edit, ...]] = (
    change_field,
    change_content,
    drop_content,
    take_out,
    cut,
    put_in,
    put_in_unsigned,
    swap,
    own_key,
)


def rechain(rows: Rows) -> None:
    """Number the entries and compute every hash anew, as who holds the database key can."""
    previous = audit.START
    for number, row in enumerate(rows, 1):
        author, act = Author(row["officer_id"], "", row["at"]), Act(row["action"], row["subject"], row["record_id"])
        row["sequence"], row["previous_hash"] = number, previous
        previous = row["hash"] = entry_hash(number, previous, author, act, row["content_hash"])
        signer = row.pop("signer", None)
        if signer:
            row["signature"] = signer.sign(audit.LOG_ENTRY, previous.encode())


def found_after(session: Session, edit: Edit, known: Known, dice: random.Random) -> bool:
    """Whether the check names a place after `edit`; AssertionError when the edit changed nothing."""
    before = [dict(row._mapping) for row in session.execute(select(*AuditEntry.__table__.columns))]
    rows = [dict(row) for row in before]
    edit(rows, dice)
    rechain(rows)
    assert rows != before, edit.__name__
    session.execute(delete(AuditEntry))
    session.execute(insert(AuditEntry), rows)
    if edit is own_key:
        stranger = rows[0]["key_id"]
        session.execute(update(OfficerKey).where(OfficerKey.officer_id == "0").values(id=stranger))
    return bool(check_log(session, known))


def run(count: int, seed: int | str) -> dict[str, Any]:
    """`count` edits, each on the genuine log; how many of each kind there were, and how many were not found."""
    dice = random.Random(seed)
    kinds: dict[str, int] = {}
    missed: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        database, known = make_log(Path(folder))
        with database.read() as session:
            assert check_log(session, known) == (), "the genuine log is whole"
        for _number in range(count):
            edit = dice.choice(EDITS)
            kinds[edit.__name__] = kinds.get(edit.__name__, 0) + 1
            with database.read() as session:
                if not found_after(session, edit, known, dice):
                    missed[edit.__name__] = missed.get(edit.__name__, 0) + 1
        database.close()
    return {"edits": count, "kinds": kinds, "missed": missed, "seed": seed}


def no_signature() -> None:
    """No entry's signature is looked at, nor whose key it is."""
    vars(audit_check)["is_signed"] = lambda *_words: True
    vars(audit_check)["_replaced_keys"] = lambda *_words: iter(())


def no_witness() -> None:
    """What a receipt names is not looked for."""
    setattr(audit_check._Seen, "finish", lambda _self: [])  # noqa: B010  only the sabotage reaches in


SABOTAGES: Final[Mapping[str, Callable[[], None]]] = {"signature": no_signature, "witness": no_witness}
"""The checks that can be taken away: each must turn the campaign red."""


def main() -> int:
    """`make campaign-edits`: N (1 000), SEED, SABOTAGE from the environment; the last line is JSON."""
    wish = asked(USUAL, SABOTAGES)
    if wish.sabotage:
        SABOTAGES[wish.sabotage]()
    outcome = run(wish.number, wish.seed)
    return finish(outcome, is_good=not outcome["missed"])


if __name__ == "__main__":
    sys.exit(main())
