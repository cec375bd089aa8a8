"""Child: from pressing "sign in" (passphrase derivation apart) to a usable home page, through the real window."""

import json
import sys
from pathlib import Path

from bench.measure import cpu


def main(folder: Path) -> None:
    from hn_desk.actions import office as actions
    from hn_desk.actions.sample import TRAINING_PASSPHRASE
    from hn_desk.ui import application, hands
    from hn_desk.ui.main_window import MainWindow

    spent: list[float] = []
    derive = actions.open_keys

    def derive_apart(*words: str) -> object:
        start = cpu()
        opened = derive(*words)  # type: ignore[arg-type]
        spent.append(cpu() - start)
        return opened

    application.start()
    window = MainWindow(folder)
    window.show()
    hands.wait_until(lambda: hasattr(window.screens.currentWidget(), "login"))
    hands.settle(window.jobs)
    setattr(actions, "open_keys", derive_apart)  # noqa: B010
    hands.sign_in(window, "lan", TRAINING_PASSPHRASE, before=lambda: spent.append(-cpu()))
    hands.wait_until(lambda: window.desk() is not None)
    hands.settle(window.jobs)
    total = cpu() + spent[0] - sum(spent[1:])
    window.shut()
    print(json.dumps({"cpu": total, "derivation": sum(spent[1:])}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
