"""A process of its own that feeds files to a desk and measures each: `python -m tests.city.feeding CITY FOLDER`.

One line of JSON a file: name, decision, reason, both sentences in Vietnamese, seconds, peak of memory in MB.
"""

import faulthandler
import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Final

from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.i18n import use_language
from tests.city.own_desk import DESK, NOW, PASSPHRASE

MEGABYTE: Final = 1 << 20
MOST_MEMORY: Final = 500 * MEGABYTE
MOST_SECONDS: Final = 10
"""Of this process; by the wall clock six times as many, since others may work beside it."""
SEALED_FROM: Final = 64 * 1024
"""Smaller evidence is kept as it came: sealing it takes 0.3 s each, the same for all, and has its own tests."""


def feed(desk: CityDesk, path: Path) -> dict[str, object]:
    """Let the desk take one file; the clock and the memory's high-water mark begin anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    faulthandler.dump_traceback_later(6 * MOST_SECONDS, exit=True)
    started = time.process_time()
    data = path.read_bytes()
    taker = desk if len(data) >= SEALED_FROM else quick(desk)
    came = collect(taker, data, path.name)
    seconds = time.process_time() - started
    faulthandler.cancel_dump_traceback_later()
    facts = {"file": came.file, "decision": came.decision, "reason": came.reason, "text": came.text, "do": came.do}
    return {**facts, "seconds": round(seconds, 3), "megabytes": peak() // 1024}


class QuickDesk(CityDesk):
    """A desk that keeps evidence unsealed."""

    def seal(self, data: bytes) -> bytes:
        """As it came."""
        return data


def quick(desk: CityDesk) -> CityDesk:
    """The same desk, sealing nothing."""
    facts = {name: getattr(desk, name) for name in CityDesk.__dataclass_fields__}
    return QuickDesk(**facts)


def peak() -> int:
    """The most memory held since the mark was set back, in KiB."""
    found = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1])


def limit_memory() -> None:
    """Let no allocation succeed beyond what the open desk's address space is and 500 MB more."""
    found = re.search(r"VmSize:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    most = int(found[1]) * 1024 + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(city: Path, folder: Path) -> None:
    """Feed every file of the folder, in the order of their names."""
    use_language("vi")
    desk = open_desk(city, DESK, PASSPHRASE, clock=lambda: NOW)
    try:
        limit_memory()
        for path in sorted(folder.iterdir()):
            print(json.dumps(feed(desk, path), ensure_ascii=False), flush=True)
    finally:
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
