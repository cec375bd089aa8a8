"""Child: seconds by the wall clock from opened keys to an open office: format and settings checked, entry logged."""

import json
import sys
from pathlib import Path
from time import perf_counter

from hn_desk.actions.office import open_keys, open_office
from hn_desk.actions.sample import TRAINING_PASSPHRASE


def main(folder: Path) -> None:
    opened = open_keys(folder, "lan", TRAINING_PASSPHRASE)
    start = perf_counter()
    office = open_office(folder, "lan", opened)
    taken = perf_counter() - start
    office.close()
    print(json.dumps({"seconds": taken}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
