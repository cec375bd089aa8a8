"""The day from the first run to the receipts read."""

import sys
from datetime import date

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from hn_desk.actions.rulebook import rule_book
from hn_desk.rules.text import fold
from hn_desk.ui import application
from hn_desk.ui.day import credit, exchange, first, records
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.day.exchange import Places
from hn_desk.ui.day.invented import PASSPHRASE, invent
from hn_desk.ui.day.summary import summarise
from hn_desk.ui.main_window import MainWindow


def whole_day(places: Places, commune: str, seed: int, today: date) -> dict[str, dict[str, int]]:
    """Live through the day of one invented office; both sides counted. DeskError, RuntimeError when it goes wrong."""
    qInstallMessageHandler(_say)
    application.start()
    window = MainWindow(places.office)
    window.show()
    try:
        clerk = Clerk(window, places.made("screens"))
        return _hours(clerk, places, commune, (seed, today))
    finally:
        window.shut()


def _say(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    """Hand on what Qt warns of, except what every offscreen window says of its size."""
    if kind != QtMsgType.QtDebugMsg and "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _hours(clerk: Clerk, places: Places, commune: str, when: tuple[int, date]) -> dict[str, dict[str, int]]:
    invented = invent(when[0], commune, when[1])
    forms = places.made("forms")
    first.first_run(clerk, invented, fold(commune))
    clerk.sign_in(first.ANH, PASSPHRASE)
    first.office_words(clerk)
    exchange.ask_certificate(clerk, places)
    exchange.certify(clerk, places, tuple(rule_book().desks))
    exchange.install_trust(clerk, places)
    clerk.sign_out()
    clerk.sign_in(first.LAN, PASSPHRASE)
    records.households(clerk, invented, forms)
    records.outreach(clerk, invented, forms)
    credit.enter(clerk, invented)
    clerk.go("home")
    clerk.shot("home-clerk")
    clerk.sign_out()
    credit.confirm_and_print(clerk, forms)
    clerk.sign_in(first.MAI, PASSPHRASE)
    sealed = exchange.seal(clerk, places)
    exchange.collect_all(clerk, places, sealed)
    exchange.read_receipts(clerk, places)
    clerk.go("home")
    clerk.shot("home-end")
    return summarise(clerk.office(), places)
