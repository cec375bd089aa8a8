"""An adversary who holds the database's keys and recomputes every hash, but has no officer's key, edits what is signed.

Each edit is made on an office with confirmations of every kind and state, and undone after the check has looked.
"""

import json
import random
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.orm import Session

from hn_desk.actions import confirmed_check, officer_registry
from hn_desk.actions.confirmations import confirm, mark_sent, record_number, record_signature
from hn_desk.actions.confirmed_check import check_confirmed
from hn_desk.actions.confirmed_log import ConfirmedLog
from hn_desk.actions.confirmed_reading import Broken
from hn_desk.actions.credit import save_application, withdraw
from hn_desk.actions.frozen_records import APPLICATION, LIST, application_record
from hn_desk.actions.lists import withdraw_list
from hn_desk.actions.office import Office, Officer, open_keys, unlock
from hn_desk.actions.signatures import STEP_COLUMNS, approve, sign_issue
from hn_desk.models.audit import sha256_of
from hn_desk.models.changes import Author
from hn_desk.models.tables import (
    BeneficiaryList,
    Confirmation,
    LoanApplication,
    OfficerKey,
    OfficerRow,
    RegisterNumber,
)
from hn_desk.officer_keys import new_signer
from tests.actions.conftest import NOW, PASSPHRASE, made_office
from tests.actions.credit_samples import MAN, PLAN, WOMAN, WORK, numbered, presented, presented_list, signed_on_paper
from tests.campaigns.outcome import asked, finish

USUAL: Final = 1000
SIGNED_COLUMNS: Final = tuple(
    dict.fromkeys(
        (
            *("pseudonym", "kind", "subject_id", "programme", "presented_by", "presented_at", "lines", "amount"),
            *("frozen", "nonce", "signatures"),
            *STEP_COLUMNS,
        )
    )
)
"""The columns of a confirmation that its signatures hold."""
CONFIRMATIONS: Final[Any] = Confirmation.__table__
APPLICATIONS: Final[Any] = LoanApplication.__table__
LISTS: Final[Any] = BeneficiaryList.__table__


@dataclass(frozen=True, slots=True)
class Ground:
    """One edit's place: the open session (undone afterwards), the office, the dice."""

    session: Session
    office: Office
    dice: random.Random

    def one(self, *states: str) -> Confirmation:
        """Some confirmation that is signed, in one of `states` when they are named."""
        rows = [
            row
            for row in self.session.scalars(select(Confirmation))
            if row.signatures and row.signatures.get("approval")
        ]
        return self.dice.choice(
            sorted((row for row in rows if not states or row.state in states), key=lambda row: row.id)
        )

    def write(self, table: Table, id_: str, **values: Any) -> None:
        """Change a row behind the program's back; AssertionError when nothing was changed."""
        where = table.c.id == id_
        columns = [table.c[name] for name in values]
        before = tuple(self.session.execute(select(*columns).where(where)).one())
        self.session.execute(update(table).where(where).values(**values))
        assert tuple(self.session.execute(select(*columns).where(where)).one()) != before, (table.name, values)


Edit = Callable[[Ground], str]
"""Makes an edit and says which column the check has to name; nothing when any place will do."""


def make_office(folder: Path) -> Office:
    """An office with confirmations: issued, sent, signed on paper, withdrawn; two lists; one that waits."""
    office = unlock(made_office(folder), "lan", PASSPHRASE, clock=lambda: NOW)
    hung, mai = signed_in(office, "hung"), signed_in(office, "mai")
    single, plan = presented(office), presented(office, PLAN)
    police, lines = presented_list(office, MAN, replace(WOMAN, id_number="001190012355", name="Ngô Thị Lý"))
    gone = presented(office, replace(WORK, person=replace(MAN, id_number="001085012399", name="Lê Văn Cường")))
    paper = presented(office, replace(WORK, person=replace(WOMAN, id_number="001190012399", name="Đỗ Thị Dung")))
    presented(office, replace(WORK, person=replace(WOMAN, id_number="001190012388", name="Vũ Thị Hà")))
    other, _lines = presented_list(office, replace(MAN, id_number="001085012377", name="Hồ Văn Kha"))
    confirm(hung, (single, plan, police, gone, other), PASSPHRASE)
    record_signature(mai, signed_on_paper(paper), PASSPHRASE)
    for number, subject in enumerate((single, police, paper, gone, other), 1):
        record_number(mai, numbered(subject, number))
    mark_sent(mai, single)
    withdraw(hung, gone.id, "Hồ sơ kê khai không đúng")
    withdraw(hung, lines[1], "Đã chuyển nơi ở")
    withdraw_list(hung, other.id, "Danh sách lập lại")
    save_application(office, replace(WORK, person=replace(MAN, id_number="001085012366", name="Bùi Văn Lâm")))
    return office


def signed_in(office: Office, login: str) -> Office:
    """The same open office as another officer, with the officer's own keys."""
    with office.database.read() as session:
        row = session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
        who = Officer(row.id, row.name, frozenset(role.role for role in row.roles), row.position)
    return replace(office, officer=who, keys=open_keys(office.folder, login, PASSPHRASE))


def other_value(value: Any, dice: random.Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return "1" if value is None else not value
    if isinstance(value, int):
        return value + dice.choice((-1, 1, 1000))
    if isinstance(value, date):
        return value + timedelta(days=dice.choice((-1, 1, 30)))
    if isinstance(value, dict):
        name = dice.choice(sorted(value)) if value else "a"
        return {**value, name: other_value(value.get(name), dice)}
    if isinstance(value, list):
        place = dice.randrange(len(value)) if value else 0
        return [*value[:place], other_value(value[place], dice), *value[place + 1 :]] if value else ["a"]
    return f"{value}0" if value else "0"


def change_confirmation(ground: Ground) -> str:
    """One column of a confirmation."""
    row, name = ground.one(), ground.dice.choice(SIGNED_COLUMNS)
    value = other_value(getattr(row, name), ground.dice)
    changes = {name: date(2026, 11, 1) if name.endswith("_on") and value == "1" else value}
    ground.write(CONFIRMATIONS, row.id, **changes)
    return f"confirmations.{name}"


def change_frozen(ground: Ground) -> str:
    """The frozen content, with its hash."""
    row = ground.one()
    frozen = other_value(row.frozen, ground.dice)
    ground.write(CONFIRMATIONS, row.id, frozen=frozen, hash=sha256_of(frozen))
    return ""


def change_file(ground: Ground) -> str:
    """One column of a confirmed application, findings among them."""
    row = ground.one()
    id_ = ground.dice.choice(row.frozen["lines"])["id"]
    application = ground.session.get_one(LoanApplication, id_)
    names = [name for name in APPLICATION if not name.endswith("_id") and name not in ("received_on", "entered_by")]
    name = ground.dice.choice(names)
    value = other_value(getattr(application, name), ground.dice)
    ground.write(APPLICATIONS, id_, **{name: date(2026, 11, 1) if name.endswith(("_on", "until")) else value})
    return f"loan_applications.{name}"


def change_file_and_frozen(ground: Ground) -> str:
    """A confirmed amount, with everything that is computed from it, but the signatures."""
    row = ground.one()
    id_ = row.frozen["lines"][0]["id"]
    application = ground.session.get_one(LoanApplication, id_)
    application.amount = (application.amount or 0) + 1_000_000
    ground.session.flush()
    salt = row.frozen["lines"][0]["salt"]
    first = {**row.frozen["lines"][0], "record": application_record(application, salt)}
    first["open"] = {**first["open"], "amount": application.amount}
    frozen = {**row.frozen, "lines": [first, *row.frozen["lines"][1:]]}
    ground.write(CONFIRMATIONS, row.id, frozen=frozen, hash=sha256_of(frozen), amount=(row.amount or 0) + 1_000_000)
    return ""


def change_list(ground: Ground) -> str:
    """One column of a confirmed list."""
    rows = sorted(ground.session.scalars(select(BeneficiaryList)), key=lambda row: row.id)
    row, name = ground.dice.choice(rows), ground.dice.choice([*LIST[:5], "edition", "state"])
    value = date(2026, 11, 1) if name == "police_on" else other_value(getattr(row, name), ground.dice)
    ground.write(LISTS, row.id, **{name: value})
    return f"beneficiary_lists.{name}"


def change_state(ground: Ground) -> str:
    """The state of a paper and of its files together."""
    row = ground.one()
    state = ground.dice.choice(
        [one for one in ("signed", "issued", "sent", "withdrawn", "returned") if one != row.state]
    )
    ground.write(CONFIRMATIONS, row.id, state=state)
    for line in row.frozen["lines"]:
        ground.session.execute(update(APPLICATIONS).where(APPLICATIONS.c.id == line["id"]).values(state=state))
    return ""


def change_file_state(ground: Ground) -> str:
    """The state of one file alone."""
    row = ground.one("signed", "issued", "sent")
    application = ground.session.get_one(LoanApplication, row.frozen["lines"][0]["id"])
    states = [one for one in ("draft", "presented", "signed", "issued", "withdrawn") if one != application.state]
    ground.write(APPLICATIONS, application.id, state=ground.dice.choice(states))
    return "loan_applications.state"


def make_up_confirmed(ground: Ground) -> str:
    """A draft that is said to be issued."""
    found = [row for row in ground.session.scalars(select(LoanApplication)) if row.state == "draft"]
    ground.write(APPLICATIONS, found[0].id, state=ground.dice.choice(["signed", "issued", "sent"]))
    return "loan_applications.state"


def copy_confirmation(ground: Ground) -> str:
    """A confirmation made up from another one's row and signatures."""
    row = ground.one("issued", "sent")
    values = {column.name: getattr(row, column.name) for column in CONFIRMATIONS.columns}
    changed = {"id": "0" * 8 + row.id[8:], "edition": row.edition + 1, "amount": (row.amount or 0) + 1}
    ground.session.execute(insert(CONFIRMATIONS).values(**{**values, **changed}))
    return ""


def strip_signatures(ground: Ground) -> str:
    """No signatures any more, as if it came from version 0.1."""
    ground.write(CONFIRMATIONS, ground.one("signed", "issued", "sent").id, signatures=None)
    return ""


def swap_signatures(ground: Ground) -> str:
    """Another confirmation's signatures."""
    row = ground.one()
    others = [one for one in ground.session.scalars(select(Confirmation)) if one.id != row.id and one.signatures]
    ground.write(CONFIRMATIONS, row.id, signatures=ground.dice.choice(others).signatures)
    return ""


def take_out(ground: Ground) -> str:
    """A confirmation gone, its files drafts again."""
    row = ground.one()
    for line in row.frozen["lines"]:
        ground.session.execute(update(APPLICATIONS).where(APPLICATIONS.c.id == line["id"]).values(state="draft"))
    ground.session.execute(delete(CONFIRMATIONS).where(CONFIRMATIONS.c.id == row.id))
    return ""


def take_out_file(ground: Ground) -> str:
    """A confirmed application gone."""
    line = ground.one("signed", "issued", "sent").frozen["lines"][0]["id"]
    for table in ("application_steps", "loan_applications"):
        column = "id" if table == "loan_applications" else "application_id"
        ground.session.execute(text(f"DELETE FROM {table} WHERE {column} = :id"), {"id": line})
    return ""


def change_history(ground: Ground) -> str:
    """A step before the presenting: by another officer, or at another time."""
    line = ground.one("signed", "issued", "sent").frozen["lines"][0]["id"]
    name = ground.dice.choice(["at", "officer_id"])
    statement = f"UPDATE application_steps SET {name} = {name} || '0' WHERE application_id = :id AND position = 0"
    ground.session.execute(text(statement), {"id": line})
    return ""


def change_number(ground: Ground) -> str:
    """Another number, in the paper and in the register."""
    row = ground.one("issued", "sent")
    number = (row.number or 0) + 500
    ground.session.execute(update(RegisterNumber).where(RegisterNumber.number == row.number).values(number=number))
    ground.write(CONFIRMATIONS, row.id, number=number)
    return "confirmations.number"


def change_register(ground: Ground) -> str:
    """The register alone."""
    row = ground.one("issued", "sent")
    ground.session.execute(
        update(RegisterNumber).where(RegisterNumber.number == row.number).values(series=f"{row.series}X")
    )
    return ""


def garble(ground: Ground) -> str:
    """Bytes of a hidden column, by who lacks the second key."""
    table, id_ = ground.dice.choice(
        [("confirmations", ground.one().id), ("loan_applications", ground.one().frozen["lines"][0]["id"])]
    )
    hidden = {
        "confirmations": ("amount", "state", "frozen", "signatures"),
        "loan_applications": ("amount", "state", "facts"),
    }
    column = ground.dice.choice(hidden[table])
    where = {"id": id_}
    stored = ground.session.execute(text(f"SELECT {column} FROM {table} WHERE id = :id"), where).scalar_one()
    place = ground.dice.randrange(len(stored))
    garbled = stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]
    ground.session.execute(text(f"UPDATE {table} SET {column} = :new WHERE id = :id"), {**where, "new": garbled})
    return ""


def own_key(ground: Ground) -> str:
    """A changed amount signed anew, with a key of the adversary's that is put into the table as the approver's."""
    row = ground.one("signed", "issued", "sent")
    stranger = new_signer()
    kept = ground.session.scalars(
        select(OfficerKey).where(OfficerKey.officer_id == (row.confirmed_by or row.recorded_by))
    ).one()
    values = {column.name: getattr(kept, column.name) for column in OfficerKey.__table__.columns}
    mine = {"id": stranger.key_id, "sign_public": stranger.public}
    ways: list[dict[str, Any]] = [{}, {"ended_at": "2026-11-20T03:00:00Z"}, {"certificate": secrets.token_bytes(256)}]
    is_replacing = ground.dice.random() < 0.3
    if is_replacing:
        kept.sign_public = stranger.public
        stranger_id = kept.id
    else:
        ground.session.execute(insert(OfficerKey).values(**{**values, **mine, **ground.dice.choice(ways)}))
        stranger_id = stranger.key_id
    row.amount = (row.amount or 0) + 1
    decided = date.fromisoformat((row.signatures or {})["approval"]["message"]["decided_on"])
    ground.session.info["author"] = Author(row.confirmed_by, "", "2026-11-20T03:00:00Z", stranger)
    approve(ground.session, ground.office, row, stranger, decided)
    if row.number is not None:
        sign_issue(ground.session, ground.office, row)
    if stranger_id != stranger.key_id:
        row.signatures = json.loads(json.dumps(row.signatures).replace(stranger.key_id, stranger_id))
    ground.session.flush()
    return ""


def other_officer(ground: Ground) -> str:
    """A confirmation by another officer."""
    row = ground.one("signed", "issued", "sent")
    others = [
        one for one in ground.session.scalars(select(OfficerRow.id)) if one not in (row.confirmed_by, row.recorded_by)
    ]
    name = "confirmed_by" if row.confirmed_by else "recorded_by"
    ground.write(CONFIRMATIONS, row.id, **{name: ground.dice.choice(sorted(others))})
    return f"confirmations.{name}"


def old_signature(ground: Ground) -> str:
    """A changed amount in everything that was signed, under the genuine signatures."""
    row = ground.one("signed", "issued", "sent")
    kept = row.signatures or {}
    row.amount = (row.amount or 0) + 1
    ground.session.info["author"] = Author(row.confirmed_by, "", "2026-11-20T03:00:00Z", new_signer())
    decided = date.fromisoformat(kept["approval"]["message"]["decided_on"])
    approve(ground.session, ground.office, row, new_signer(), decided)
    if row.number is not None:
        sign_issue(ground.session, ground.office, row)
    row.signatures = _under_old(row.signatures, kept)
    ground.session.flush()
    return "confirmations.signatures"


def _under_old(now: Any, before: Any) -> Any:
    """`now` with the keys and signatures of `before`."""
    if isinstance(now, list):
        return [_under_old(*both) for both in zip(now, before, strict=True)]
    if not isinstance(now, dict) or "signature" not in now:
        return {name: _under_old(one, before[name]) for name, one in now.items()} if isinstance(now, dict) else now
    return {**now, "key": before["key"], "signature": before["signature"]}


EDITS: Final[tuple[Edit, ...]] = (
    change_confirmation,
    change_frozen,
    change_file,
    change_file_and_frozen,
    change_list,
    change_state,
    change_file_state,
    make_up_confirmed,
    copy_confirmation,
    strip_signatures,
    swap_signatures,
    take_out,
    take_out_file,
    change_history,
    change_number,
    change_register,
    garble,
    own_key,
    old_signature,
    other_officer,
)


def found_after(office: Office, edit: Edit, dice: random.Random) -> tuple[str, Sequence[Broken]]:
    """Which column has to be named, and what the check names after `edit`, which is undone."""
    with office.database.read() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        column = edit(Ground(session, office, dice))
        session.flush()
        session.expire_all()
        session.expunge_all()
        return column, check_confirmed(session, office)


def run(count: int, seed: int | str) -> dict[str, Any]:
    """`count` edits, each on the genuine records; how many of each kind, and how many were not found."""
    dice = random.Random(seed)
    kinds: dict[str, int] = {}
    missed: dict[str, int] = {}
    with TemporaryDirectory() as folder, closing(make_office(Path(folder) / "office")) as office:
        assert unedited(office) == [], "the genuine records are whole"
        for number in range(count):
            edit = EDITS[number % len(EDITS)] if number < len(EDITS) else dice.choice(EDITS)
            kinds[edit.__name__] = kinds.get(edit.__name__, 0) + 1
            column, places = found_after(office, edit, dice)
            if not any(one.column == (column or one.column) for one in places):
                missed[edit.__name__] = missed.get(edit.__name__, 0) + 1
        assert unedited(office) == [], "every edit was undone"
    return {"edits": count, "kinds": kinds, "missed": missed, "seed": seed}


def unedited(office: Office) -> list[Broken]:
    """What the check names when nothing was edited."""
    with office.database.read() as session:
        return check_confirmed(session, office)


def no_signature() -> None:
    """Any signature is good."""
    vars(confirmed_check)["is_good"] = lambda *_words: True


def no_keys() -> None:
    """Any key that stands in the database is an officer's."""
    real = officer_registry.trusted_keys
    vars(confirmed_check)["trusted_keys"] = lambda session, office: {
        **{row.id: row for row in session.scalars(select(OfficerKey))},
        **real(session, office),
    }


def no_files() -> None:
    """Columns are not compared with what was signed."""
    vars(confirmed_check)["changed_columns"] = lambda *_words: []


def no_log() -> None:
    """What the log says was confirmed is not looked for."""
    setattr(ConfirmedLog, "missing", lambda *_words: iter(()))  # noqa: B010  only the sabotage reaches in


SABOTAGES: Final[Mapping[str, Callable[[], None]]] = {
    "signature": no_signature,
    "keys": no_keys,
    "files": no_files,
    "log": no_log,
}
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
