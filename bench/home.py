"""Child: from pressing "sign in" (passphrase derivation apart) to a usable home page, through the real window."""

import json
import sys
from pathlib import Path

from bench.measure import cpu


def main(folder: Path) -> None:
    from hn_desk.actions import office as actions
    from hn_desk.actions.sample import TRAINING_PASSPHRASE
    from hn_desk.i18n import _, use_language
    from hn_desk.ui import application, hands
    from hn_desk.ui.dialogs.sign_in import SignIn
    from hn_desk.ui.main_window import MainWindow

    spent: list[float] = []
    derive = actions.open_keys

    def derive_apart(*words: str, **named: object) -> object:
        start = cpu()
        opened = derive(*words, **named)  # type: ignore[arg-type]
        spent.append(cpu() - start)
        return opened

    use_language("vi")
    application.start()
    window = MainWindow(folder)
    window.show()
    hands.wait_until(lambda: isinstance(window.screens.currentWidget(), SignIn))
    hands.settle(window.jobs)
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", "lan")
    hands.type_text(screen.form.field("passphrase"), TRAINING_PASSPHRASE)
    setattr(actions, "open_keys", derive_apart)  # noqa: B010  only the bench looks inside
    start = cpu()
    hands.press(hands.button(screen, _("S&ign in")))
    hands.wait_until(lambda: window.desk() is not None)
    hands.settle(window.jobs)
    total = cpu() - start - sum(spent)
    window.shut()
    print(json.dumps({"cpu": total, "derivation": sum(spent)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
