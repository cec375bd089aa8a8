"""Child: N durable saves by the program's own action; CPU a save. With N = 0 only the start, to count its flushes."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from bench.measure import cpu


def main(folder: Path, count: int) -> None:
    from hn_desk.actions.office import unlock
    from hn_desk.actions.people import people_ids, person, save_person
    from hn_desk.actions.query import Query
    from hn_desk.actions.sample import TRAINING_PASSPHRASE

    office = unlock(folder, "lan", TRAINING_PASSPHRASE)
    chosen = people_ids(office, Query())[0]
    for _warm in range(3):
        draft = person(office, chosen).draft
        save_person(office, replace(draft, phone="0912345670", accepted=reasons()))
    spent, draft = 0.0, person(office, chosen).draft
    for number in range(count):
        draft = replace(draft, phone=f"09123{number:05}", accepted=reasons())
        start = cpu()
        save_person(office, draft)
        spent += cpu() - start
        draft = replace(draft, version=(draft.version or 0) + 1)
    office.close()
    print(json.dumps({"cpu": spent / max(count, 1)}), flush=True)


class Reasons(dict[str, str]):
    def get(self, _code: str, _other: str = "") -> str:  # type: ignore[override]
        return "đo tốc độ"


def reasons() -> Reasons:
    return Reasons()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
