"""What tells of policy credit moves under the second key: its values, what was sent of it, what the log says of it."""

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from hn_desk.models.hidden import hidden_value
from hn_desk.models.pseudonyms import pseudonym

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SHORT: Final = 64
WORDS: Final = 256
FACTS: Final = 1024
LONG: Final = 8 * 1024
FROZEN: Final = 16 * 1024
LOG: Final = 512
BATCH: Final = 200
STAMPS: Final = ("version", "change", "written_by", "written_at")
DAYS: Final = frozenset({"police_on", "eligible_until", "review_on", "signed_on", "issued_on", "sent_on"})
PLAIN: Final = frozenset({"facts", "frozen"})
PADDED: Final[Mapping[str, int]] = {
    "confirmations.signer_name": WORDS,
    "confirmations.signer_title": WORDS,
    "confirmations.hash": WORDS,
    "confirmations.frozen": FROZEN,
    "loan_applications.facts": FACTS,
    "receipts.content": FACTS,
    **{
        f"loan_applications.{name}": WORDS for name in ("review_place", "review_result", "savings_group", "association")
    },
    **{f"{table}.reason": WORDS for table in ("beneficiary_lists", "loan_applications", "application_steps")},
    "confirmations.reason": WORDS,
    "register_numbers.note": WORDS,
}
"""Columns whose values are padded to more than the shortest length."""
HIDDEN: Final[Mapping[str, tuple[str, ...]]] = {
    "offices": ("packet_secret",),
    "beneficiary_lists": ("programme", "month", "police_number", "police_on", "state", "reason", "edition", *STAMPS),
    "loan_applications": (
        *("programme", "applicant", "list_id", "state", "purpose", "amount", "term_months", "facts", "review_on"),
        *("review_place", "review_present", "review_result", "savings_group", "association", "reason", "verdict"),
        "eligible_until",
    ),
    "application_steps": ("state", "reason"),
    "confirmations": (
        *("kind", "subject_id", "programme", "state", "presented_by", "presented_at", "way", "confirmed_by"),
        *("confirmed_at", "signed_on", "signer_name", "signer_title", "recorded_by", "number", "series", "year"),
        *("issued_on", "sent_on", "lines", "amount", "frozen", "hash", "nonce", "prints", "reason", *STAMPS),
    ),
    "register_numbers": ("confirmation_id", "note"),
    "packets": ("inner",),
    "receipts": ("pdf", "content"),
}
ADDED: Final[Mapping[str, tuple[str, sa.types.TypeEngine[Any]]]] = {
    "loan_applications": ("findings", sa.LargeBinary()),
    "confirmations": ("pseudonym", sa.Text()),
    "packet_records": ("protected", sa.LargeBinary()),
    "receipts": ("open_answers", sa.JSON(none_as_null=True)),
}
INDEXED: Final[Mapping[str, tuple[str, ...]]] = {
    "beneficiary_lists": ("programme",),
    "loan_applications": ("list_id", "programme", "state"),
    "confirmations": ("programme", "state", "subject_id"),
}
PROTECTED: Final = frozenset({"cases", "papers", "paper_lines", "figures"})
_OPEN: Final = "(SELECT id FROM outreach_events UNION ALL SELECT id FROM conversions)"
Row = dict[str, Any]


def upgrade() -> None:
    """Hide the values where they stand, then give the columns the type of what they hold."""
    for table, (column, kind) in ADDED.items():
        op.add_column(table, sa.Column(column, kind, nullable=True))
    for table, fill in _fillings().items():
        _rewrite(table, fill)
    _rewrite("audit_entries", _log_content)
    for table, columns in INDEXED.items():
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_table("findings")
    for table in (*HIDDEN, "packet_records"):
        _retype(table)


def _fillings() -> dict[str, Callable[[Row], Row]]:
    fillings: dict[str, Callable[[Row], Row]] = {table: _hiding(table) for table in HIDDEN}
    fillings["loan_applications"] = _both(_application_findings(), fillings["loan_applications"])
    fillings["confirmations"] = _both(_named, fillings["confirmations"])
    fillings["receipts"] = _both(_answers, fillings["receipts"])
    return {**fillings, "packet_records": _sent_record}


def _retype(table: str) -> None:
    with op.batch_alter_table(table, recreate="never" if _is_server() else "always") as batch:
        if table == "loan_applications":
            batch.drop_constraint("fk_loan_applications_list_id", type_="foreignkey")
        if table == "register_numbers":
            batch.drop_constraint("fk_register_numbers_confirmation_id", type_="foreignkey")
        for column in HIDDEN.get(table, ()):
            batch.alter_column(column, type_=sa.LargeBinary(), nullable=False, postgresql_using="NULL")
        if table in ADDED:
            column, kind = ADDED[table]
            batch.alter_column(column, existing_type=kind, nullable=False)
        if table == "confirmations":
            batch.drop_constraint("uq_confirmations_kind_subject_id_edition", type_="unique")
            batch.create_unique_constraint("uq_confirmations_pseudonym_edition", ["pseudonym", "edition"])


def _rewrite(table: str, changed: Callable[[Row], Row]) -> None:
    """Put the values that `changed` makes of a row in the place of those it has."""
    for row in _rows(table):
        values = changed(row)
        if values:
            places = ", ".join(f'"{column}" = :{column}' for column in values)
            op.get_bind().execute(
                sa.text(f"UPDATE {table} SET {places} WHERE rowid = :of"), {**values, "of": row["of"]}
            )


def _is_server() -> bool:
    """On a server this revision finds no rows: none was ever older."""
    return op.get_bind().dialect.name == "postgresql"


def _rows(table: str) -> Iterator[Row]:
    if _is_server():
        return
    last = 0
    page = sa.text(f"SELECT rowid AS of, * FROM {table} WHERE rowid > :last ORDER BY rowid LIMIT {BATCH}")
    while rows := op.get_bind().execute(page, {"last": last}).mappings().all():
        yield from map(dict, rows)
        last = rows[-1]["of"]


def _both(first: Callable[[Row], Row], second: Callable[[Row], Row]) -> Callable[[Row], Row]:
    return lambda row: {**first(row), **second(row)}


def _hiding(table: str) -> Callable[[Row], Row]:
    return lambda row: {column: _hidden(f"{table}.{column}", row[column]) for column in HIDDEN[table]}


def _hidden(place: str, stored: Any, shortest: int | None = None) -> bytes:
    column = place.partition(".")[2]
    value = stored
    if column in DAYS and stored is not None:
        value = date.fromisoformat(stored)
    elif column in PLAIN or place == "receipts.content":
        value = json.loads(stored)
    return hidden_value(op.get_bind().dialect, place, value, shortest or PADDED.get(place, SHORT))


def _application_findings() -> Callable[[Row], Row]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    names = ("check", "verdict", "sentence", "figure", "article", "until", "accepted_reason")
    for row in op.get_bind().execute(sa.text("SELECT * FROM findings ORDER BY application_id, position")).mappings():
        found[row["application_id"]].append({name: row[name] for name in names})
    return lambda row: {"findings": _hidden("loan_applications.findings", found[row["id"]], LONG)}


def _named(row: Row) -> Row:
    return {"pseudonym": pseudonym(op.get_bind().dialect, row["kind"], row["subject_id"])}


def _answers(row: Row) -> Row:
    """What a receipt says of records that are not protected stays in the clear."""
    content = json.loads(row["content"])
    refused = [[one["number"], one["id"]] for stream in content["streams"] for one in stream["refused_rows"]]
    asked = [[None, question["record"]] for question in content["questions"]]
    known = sa.text(f"SELECT 1 FROM {_OPEN} WHERE id = :id")
    open_ones = [one for one in refused + asked if op.get_bind().execute(known, {"id": one[1]}).first()]
    return {"open_answers": json.dumps(open_ones)}


def _sent_record(row: Row) -> Row:
    subject, record_id, digest = row["subject"], row["record_id"], row["digest"]
    is_protected = subject in PROTECTED
    said = {"record_id": record_id, "digest": digest} if is_protected else None
    values: Row = {"protected": _hidden("packet_records.protected", said, WORDS)}
    if is_protected:
        dialect = op.get_bind().dialect
        values["record_id"] = pseudonym(dialect, subject, record_id)
        values["digest"] = pseudonym(dialect, subject, digest) if digest else ""
    return values


def _log_content(row: Row) -> Row:
    """The chain stays: it holds the hash of what was logged."""
    if row["subject"] not in ("applications", "lists") or row["action"] == "denied" or row["content"] is None:
        return {}
    hidden = _hidden("audit_entries.content", json.loads(row["content"]), LOG)
    return {"content": json.dumps({"hidden": b64encode(hidden).decode()})}
