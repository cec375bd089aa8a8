"""What a corrected list says of the one it replaces: which lines it changes, adds and leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hn_desk.forms import list_beneficiaries, values
from hn_desk.forms.facts import BeneficiaryList, ListRow
from hn_desk.forms.text import FormText


@dataclass(frozen=True, slots=True)
class Replaced:
    """The list that is corrected: its number and day of issue, and its facts as they were frozen."""

    number: str
    issued_on: date | None
    facts: BeneficiaryList


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's line before and after; None where it does not stand."""

    before: ListRow | None
    after: ListRow | None


def changes_in(form: FormText, replaced: Replaced, now: BeneficiaryList, pairs: Sequence[Pair]) -> str:
    """`Đính chính danh sách số … ngày …: …`, or "" when nothing differs. Words and headings are the form's."""
    changes = [*_police(form, replaced.facts, now), *_of_lines(form, now, pairs)]
    if not changes:
        return ""
    words = form.words
    day = values.day(replaced.issued_on)
    return f"{words['correction']} {replaced.number} {words['correction_day']} {day}: {'; '.join(changes)}."


def _police(form: FormText, before: BeneficiaryList, now: BeneficiaryList) -> Iterator[str]:
    """The police's own list, when it is another one now."""
    if (before.police_number, before.police_day) != (now.police_number, now.police_day):
        words = form.words
        number = f"{now.police_number} {words['correction_day']} {values.day(now.police_day)}"
        yield f"{words['correction_police']} {number}"


def _of_lines(form: FormText, now: BeneficiaryList, pairs: Sequence[Pair]) -> Iterator[str]:
    words = form.words
    for pair in pairs:
        if pair.before is None and pair.after is not None:
            yield f"{words['correction_added']} {pair.after.person.name}"
        elif pair.before is not None and pair.after is None:
            yield f"{words['correction_removed']} {pair.before.person.name}"
        elif pair.before is not None and pair.after is not None:
            different = list(_differences(form, now, pair.before, pair.after))
            if different:
                yield f"{words['correction_changed']} {pair.before.person.name} ({', '.join(different)})"


def _differences(form: FormText, now: BeneficiaryList, before: ListRow, after: ListRow) -> Iterator[str]:
    """The columns in which a line differs, as the paper shows them."""
    columns = [column for column in form.columns if column.key != "order"]
    keys = [column.key for column in columns]
    rows = (list_beneficiaries.cells(keys, 0, before), list_beneficiaries.cells(keys, 0, after))
    for column, old, new in zip(columns, *rows, strict=True):
        if old != new:
            heading = list_beneficiaries.heading(column, now.programme)
            yield f"{heading}: {old or '–'} {form.words['correction_becomes']} {new or '–'}"
