"""Reading a programme's data file; everything wrong in it is told at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.checks import CHECKS
from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.desks import CASES, PAPERS, Desk
from hn_desk.rules.facts import APPLICANTS, FIELDS, FieldKind
from hn_desk.rules.findings import REFUSE, WARN
from hn_desk.rules.programme import CONFIRMATIONS, ApplicantRules, Check, Choice, Document, Programme
from hn_desk.rules.reading import Reader

TEXTS: Final = ("list_title", "list_date_heading", "person_statement", "plan_statement")
_FIELD_KINDS: Final = {
    "years_since": FieldKind.DATE,
    "declared": FieldKind.FLAG,
    "amount_per_worker_at_most": FieldKind.COUNT,
}


def load_programme(data: Mapping[str, object], name: str, desks: Sequence[Desk] | None = None) -> Programme:
    """Make a Programme of a file's tables; ResourceError names the file `name`, each key and what is wrong with it.

    The file is named after the programme's code. With `desks`, those it names must be there to receive it.
    """
    reader = Reader(data, name)
    valid = reader.table("valid")
    valid_from = valid.day("from")
    numbers = _numbers(reader.table("numbers"), valid_from)
    programme = Programme(
        code=reader.choice("code", (name.removesuffix(".toml"),)),
        name=reader.text("name"),
        legal_name=reader.text("legal_name"),
        legal_basis=reader.text("legal_basis"),
        source=valid.text("source"),
        valid_from=valid_from,
        valid_to=valid.day_if_any("to"),
        desk=_receiver(reader, "desk", desks, CASES),
        bank_desk=_receiver(reader, "bank_desk", desks, PAPERS),
        is_protected=reader.flag("protected"),
        numbers=numbers,
        applicants={kind: _applicant(reader.table(kind), numbers) for kind in APPLICANTS if reader.has(kind)},
        priority_groups=read_choices(reader.tables("priority_groups", optional=True)),
        audiences=read_choices(reader.tables("audiences")),
        texts=_texts(reader.table("texts")),
    )
    if not programme.applicants:
        reader.problem("person", _("is missing"))
    reader.finish()
    return programme


def read_choices(rows: list[Reader]) -> tuple[Choice, ...]:
    """Read codes with their labels; a code may stand once only."""
    choices = tuple(Choice(row.text("code"), row.text("label")) for row in rows)
    codes = [choice.code for choice in choices]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    return choices


def _receiver(reader: Reader, key: str, desks: Sequence[Desk] | None, subject: str) -> str:
    """The code of a desk that receives rows of `subject`."""
    if desks is None:
        return reader.text(key)
    return reader.choice(key, [desk.code for desk in desks if desk.receives(subject)])


def _texts(reader: Reader) -> dict[str, str]:
    return {key: reader.text(key) for key in TEXTS if reader.has(key)}


def _numbers(reader: Reader, since: date) -> dict[str, Dated[int]]:
    return {key: read_dated_whole(reader, key, since=since) for key in reader.names()}


def _applicant(reader: Reader, numbers: Mapping[str, Dated[int]]) -> ApplicantRules:
    purposes = read_choices(reader.tables("purposes"))
    codes = tuple(purpose.code for purpose in purposes)
    documents = tuple(_document(row, codes) for row in reader.tables("documents", optional=True))
    required = tuple(_required(document) for document in documents if document.is_required)
    fields = reader.texts("fields", FIELDS, optional=False)
    checks = tuple(_check(row, numbers, codes) for row in reader.tables("checks"))
    _note_unasked(reader, fields, checks)
    return ApplicantRules(
        reader.text("label"),
        reader.choice("confirmation", CONFIRMATIONS),
        fields,
        purposes,
        documents,
        (*checks, *required),
    )


def _document(reader: Reader, purposes: tuple[str, ...]) -> Document:
    needed = reader.texts("required_for", (*purposes, "all"))
    narrowed = () if "all" in needed else needed
    return Document(reader.text("code"), reader.text("label"), reader.text("article"), bool(needed), narrowed)


def _required(document: Document) -> Check:
    return Check("document_required", document.article, REFUSE, document=document.code, purposes=document.purposes)


def _check(reader: Reader, numbers: Mapping[str, Dated[int]], purposes: tuple[str, ...]) -> Check:
    name = reader.choice("check", tuple(CHECKS))
    wanted = CHECKS[name].parameters if name in CHECKS else ()
    return Check(
        name,
        reader.text("article"),
        reader.choice("failing", (REFUSE, WARN)) if reader.has("failing") else REFUSE,
        limit=reader.choice("limit", tuple(numbers)) if "limit" in wanted else "",
        field=reader.choice("field", _fields_for(name)) if "field" in wanted else "",
        document=reader.text("document") if "document" in wanted else "",
        purposes=reader.texts("purposes", purposes),
    )


def _fields_for(check: str) -> tuple[str, ...]:
    return tuple(name for name, kind in FIELDS.items() if kind is _FIELD_KINDS[check])


def _note_unasked(reader: Reader, fields: tuple[str, ...], checks: tuple[Check, ...]) -> None:
    for check in checks:
        needed = {*CHECKS[check.name].needs, check.field} - {"", *fields} if check.name in CHECKS else set()
        for name in sorted(needed):
            reader.problem("fields", _("{field} is missing, which {check} needs").format(field=name, check=check.name))
