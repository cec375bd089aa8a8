"""Child: papers of a batch as the clerk's window has them drawn: read, checked, with check codes, in one PDF.

`fill` presents so many applications in a training office; `draw` and `alone` draw the first of them, together and one
by one: CPU milliseconds a paper, the process' most memory in MB.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bench.measure import cpu
from bench.save import reasons
from bench.sheets import peak_memory
from hn_desk.actions.batch import draw_several
from hn_desk.actions.confirming import printable_papers
from hn_desk.actions.credit import ApplicationDraft, check, present, save_application
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.keyring import make_request
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.papers import print_form
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.sample import TRAINING_PASSPHRASE

WARM = 3
PERSON = PersonDraft(
    name="Trần Văn Đoàn", birth="1985-03-05", sex="male", address="Số 12 ngõ Huyện, tổ dân phố số 3", phone="0912345678"
)
FACTS = {
    "resides_here": True,
    "priority_group": "poor",
    "purpose": "create",
    "amount": 100_000_000,
    "term_months": 36,
    "documents": frozenset({"loan_application"}),
}


def fill(folder: Path, count: int) -> None:
    """Make the office's keys, then save, check and present so many applications."""
    administrator = unlock(folder, "anh", TRAINING_PASSPHRASE)
    make_request(administrator, TRAINING_PASSPHRASE)
    administrator.close()
    office = unlock(folder, "lan", TRAINING_PASSPHRASE)
    made = []
    for number in range(count):
        person = replace(PERSON, name=f"{PERSON.name} {number}", id_number=f"{1085000000 + number:012}")
        draft = ApplicationDraft(programme="gqvl", applicant="person", person=person, facts=FACTS, accepted=reasons())
        made.append(save_application(office, draft).id)
        check(office, made[-1])
    present(office, tuple(made))
    office.close()
    print(json.dumps({"made": len(made)}), flush=True)


def draw(folder: Path, count: int) -> None:
    """Together."""
    measured(folder, count, lambda office, subjects: draw_several(office, subjects, report=lambda *_: None))


def alone(folder: Path, count: int) -> None:
    """One by one, each in a PDF of its own."""
    measured(folder, count, lambda office, subjects: [print_form(office, subject) for subject in subjects])


def measured(folder: Path, count: int, act: Callable[[Office, Sequence[Subject]], object]) -> None:
    office = unlock(folder, "mai", TRAINING_PASSPHRASE)
    subjects = [paper.subject for paper in printable_papers(office)][:count]
    act(office, subjects[:WARM])
    start = cpu()
    act(office, subjects)
    each = 1000 * (cpu() - start) / len(subjects)
    office.close()
    print(json.dumps({"each": each, "memory": peak_memory(), "papers": len(subjects)}), flush=True)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
