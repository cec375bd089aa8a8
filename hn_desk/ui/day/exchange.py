"""The records clerk's and the city's part of the day: keys, packets sealed, collected, answered, read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hn_desk.city.authority import export_trust, issue_office, request_words, set_up_city, trust_pack, trust_pack_name
from hn_desk.city.collect import collect
from hn_desk.city.desk import open_desk
from hn_desk.city.receipts import issue_receipt
from hn_desk.files import copy_out, read_whole
from hn_desk.ui import hands
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.dialogs.trust_preview import TrustDialog
from hn_desk.ui.pages.admin_keys import REQUEST_NAME, Keys

KEY_PASSPHRASE: Final = "chu ky cua co quan"
CITY_PASSPHRASE: Final = "thanh pho nhan goi"
LARGEST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Places:
    """Where a day leaves what."""

    into: Path

    @property
    def office(self) -> Path:
        """The office's data."""
        return self.into / "office"

    @property
    def city(self) -> Path:
        """The city's data."""
        return self.into / "city"

    def made(self, name: str) -> Path:
        """A folder of results, made when it isn't there."""
        folder = self.into / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def ask_certificate(clerk: Clerk, places: Places) -> None:
    """Make the office's key and its request in the administration page."""
    part = _keys(clerk)
    for name in ("passphrase", "again"):
        hands.type_text(part.form.field(name), KEY_PASSPHRASE)
    part.make_request(places.made("requests"))
    clerk.settle()
    clerk.shot("keys-request")


def certify(clerk: Clerk, places: Places, desks: Sequence[str]) -> None:
    """At the city: set up the authority and desks, compare the words, issue, write trust pack and public folder."""
    set_up_city(places.city, CITY_PASSPHRASE, desks)
    request = read_whole(places.made("requests") / REQUEST_NAME, LARGEST)
    words = request_words(request)
    issued = issue_office(places.city, CITY_PASSPHRASE, request)
    if words != issued.words:
        raise RuntimeError("the words of the request differ")
    pack = trust_pack(places.city, CITY_PASSPHRASE)
    copy_out(pack, places.made("receipts"), trust_pack_name(places.city))
    export_trust(places.city, places.made("trust"))
    clerk.settle()


def install_trust(clerk: Clerk, places: Places) -> None:
    """Install the city's trust pack in the administration page."""
    part = _keys(clerk)
    part.install_trust(places.made("receipts") / trust_pack_name(places.city))
    clerk.settle()
    preview = hands.dialog(part)
    if not isinstance(preview, TrustDialog):
        raise TypeError(preview)
    hands.fill(preview.form, "compared", True)
    clerk.shot("keys-trust-preview")
    hands.press(preview.apply_button)
    clerk.settle()
    clerk.shot("keys-trust")


def seal(clerk: Clerk, places: Places) -> list[tuple[str, str]]:
    """Seal a packet for every desk that has something waiting, and copy each out; (desk, file name) of each."""
    page = clerk.go("packets")
    clerk.shot("packets-waiting")
    sealed = []
    for place, row in enumerate(page.streams.table.rows()):
        hands.pick(page.streams.table, place)
        clerk.settle()
        if page.streams.seal_button.isEnabled():
            sealed.append((row.desk, _seal_one(clerk, page, places)))
    clerk.shot("packets-sealed")
    return sealed


def collect_all(clerk: Clerk, places: Places, sealed: Sequence[tuple[str, str]]) -> None:
    """At the city: each desk takes its packet, twice, and answers with the same receipt both times."""
    for code, name in sealed:
        data = read_whole(places.made("packets") / name, LARGEST)
        desk = open_desk(places.city, code, CITY_PASSPHRASE)
        try:
            first = collect(desk, data, name)
            answer = issue_receipt(desk, first.office)
            again = collect(desk, data, name)
            if issue_receipt(desk, again.office).pdf != answer.pdf:
                raise RuntimeError(f"{code}: the same packet twice gave another receipt")
            _keep_inner(places, desk, data, name)
        finally:
            desk.close()
        if first.decision != "applied" or first.refused:
            raise RuntimeError(f"{code}: {first.text}")
        copy_out(answer.pdf, places.made("receipts"), answer.name)
    clerk.settle()


def read_receipts(clerk: Clerk, places: Places) -> None:
    """Read every receipt in the packets page; the records turn to "the city has it"."""
    page = clerk.go("packets")
    files = tuple(sorted(places.made("receipts").glob("BN-*.pdf")))
    page.read_answers(files)
    clerk.settle()
    dialog: Any = hands.dialog(page)
    clerk.shot_of(dialog, "receipts-read")
    hands.press(dialog.close_button)
    clerk.settle()
    clerk.shot("packets-received")


def _keys(clerk: Clerk) -> Any:
    page = clerk.go("admin")
    part = page.part(Keys)
    page.tabs.setCurrentWidget(part)
    clerk.settle()
    return part


def _seal_one(clerk: Clerk, page: Any, places: Places) -> str:
    hands.press(page.streams.seal_button)
    dialog: Any = hands.dialog(page)
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    clerk.settle()
    row = page.book.table.chosen_row()
    page.book.copy_to(places.made("packets"))
    clerk.settle()
    return str(row.file_name)


def _keep_inner(places: Places, desk: Any, data: bytes, name: str) -> None:
    copy_out(desk.unseal(data), places.made("inner"), name)
