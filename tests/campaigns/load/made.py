"""A city's desk and one night's packets: really signed and sealed, each office with its own certificate; made once.

The offices share one key, and all packets one package key with its password's spin, since only making them is slow:
opening and verifying costs what it costs anyway.
"""

import hashlib
import os
import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import Any, Final
from uuid import UUID

from cryptography.x509 import Certificate

from hn_desk import __version__
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk_keys import DeskKeys
from hn_desk.city.desk_setup import make_desk
from hn_desk.city.places import desk_places
from hn_desk.keys import Cost
from hn_desk.packets import agile, opc, seal
from hn_desk.packets.archive import write_archive
from hn_desk.packets.authority import Grant, Subject, create_root, issue, make_crl, new_key, request
from hn_desk.packets.certificates import Trust
from hn_desk.packets.container import write_container
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.cover import FORMAT, READER, Cover
from hn_desk.packets.subjects import SUBJECTS, Row
from hn_desk.packets.trust_folder import write_trust_folder
from tests.city.own_desk import NOW, PASSPHRASE

DESK: Final = "STC"
BITS: Final = 3072
QUICK: Final = Cost(8, 1, 1)
SHARES: Final = {"groups": 3, "events": 6, "event_groups": 30, "conversions": 15, "contact_counts": 36, "figures": 10}
"""Of a hundred records so many are of each subject."""
OBSTACLES: Final = "fear_tax=3\nno_accounting=5\nno_capital=1"
MAKER: Final = "3"
"""Raised when the packets are made otherwise, so that none of before is taken."""


def made_city(offices: int, records: int) -> Path:
    """A folder with `city` (one desk, its database empty), `packets`, and `plain`: the same rows in plain workbooks.

    From the cache when it was made before.
    """
    facts = f"{MAKER} {__version__} {FORMAT} {offices} {records} {sorted(SHARES.items())}"
    folder = Path(gettempdir()) / f"hn-desk-load-{os.geteuid()}-{hashlib.sha256(facts.encode()).hexdigest()[:12]}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        rows = _make(folder, offices, records)
        (folder / "whole").write_text(str(rows), encoding="ascii")
    return folder


def _make(folder: Path, offices: int, records: int) -> int:
    """Make it; how many rows there are in all."""
    for kind in ("packets", "plain"):
        (folder / kind).mkdir(mode=0o700, parents=True)
    root = create_root("HN Desk load root", NOW - timedelta(days=400), new_key(BITS))
    before = NOW - timedelta(days=10)
    desk = make_desk(folder / "city", DESK, DeskKeys(root, PASSPHRASE, BITS, 1_000, QUICK), ("training", before))
    key = new_key(BITS)
    communes = rule_book().communes[:offices]
    certificates = {
        one.code: issue(root, request(key, Subject(one.code, f"UBND {one.full_name}")), Grant("office", before))
        for one in communes
    }
    crl = make_crl(root, 1, NOW - timedelta(days=1), {})
    known = {code: (certificate,) for code, certificate in certificates.items()}
    trust = Trust(root.certificate, (crl,), {DESK: desk}, known, 1, NOW + timedelta(days=30), {})
    write_trust_folder(trust, desk_places(folder / "city", DESK).trust)
    made = 0
    for number, one in enumerate(communes):
        rows = made_rows(number, records)
        made += sum(map(len, rows.values()))
        workbook = build_workbook(_cover(number, one.code, one.full_name), rows)
        inner = opc.sign(workbook, key, certificates[one.code], NOW)
        (folder / "packets" / f"GOI-{one.code}.xlsx").write_bytes(quick_sealed(inner, desk))
        (folder / "plain" / f"{one.code}.xlsx").write_bytes(write_archive(workbook))
    return made


def made_rows(seed: int, records: int) -> dict[str, list[Row]]:
    """So many rows of an office of a desk that sees no names, like in number and length to real ones."""
    dice, made = Random(seed), {subject: records * share // 100 for subject, share in SHARES.items()}
    ids = {subject: [str(UUID(int=dice.getrandbits(128))) for _n in range(count)] for subject, count in made.items()}
    return {
        subject: [
            SUBJECTS[subject].rows.model_validate(
                {"id": id_, "version": 1, "operation": "put", **_facts(dice, subject, number, ids)}
            )
            for number, id_ in enumerate(ids[subject])
        ]
        for subject in SUBJECTS
        if subject in made
    }


def _facts(dice: Random, subject: str, number: int, ids: dict[str, list[str]]) -> dict[str, Any]:
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
    group = dice.randrange(len(ids["groups"]))
    group_facts = {"group_id": ids["groups"][group], "group_name": f"Tổ dân phố số {group + 1}"}
    facts: dict[str, dict[str, Any]] = {
        "groups": {"name": f"Tổ dân phố số {number + 1}", "kind": "tdp", "active": 1},
        "events": {
            "topic": "sme",
            "title": f"Tuyên truyền Đề án phát triển doanh nghiệp nhỏ và vừa, đợt {number + 1}",
            "form": "meeting",
            "state": "done",
            "starts_on": day,
            "ends_on": day,
            "place": "Nhà văn hóa phường",
            "people": dice.randrange(200),
            "cost": 1_000_000 * dice.randrange(9),
        },
        "event_groups": {"event_id": dice.choice(ids["events"]), **group_facts},
        "conversions": {
            "state": "registered",
            "group_name": group_facts["group_name"],
            "listed_on": day - timedelta(days=40),
            "submitted_on": day - timedelta(days=9),
            "enterprise_name": f"Công ty TNHH thương mại và dịch vụ An Phát {number}",
            "enterprise_code": f"{dice.randrange(10**10):010}",
            "enterprise_kind": "llc1",
            "certificate_on": day,
            "capital": 10_000_000 * dice.randrange(1, 500),
            "workers": dice.randrange(30),
            "industry": "4711",
            "supported": 1,
        },
        "contact_counts": {
            "month": f"{day:%Y-%m}",
            **group_facts,
            "contacts": dice.randrange(1, 30),
            "considering": 3,
            "agreed": 2,
            "refused": 1,
            "obstacles": OBSTACLES,
            "supports": "accounting=4\ntraining=2",
            "capital_demand": 500_000_000,
        },
        "figures": {
            "report": "sme",
            "period": f"2026-{1 + number % 10:02}",
            "key": f"sme.figure_{number // 10}",
            "label": f"Số hộ kinh doanh được tuyên truyền, vận động theo chỉ tiêu {number // 10}",
            "value": dice.randrange(1000),
            "unit": "count",
        },
    }
    return facts[subject]


def _cover(number: int, code: str, name: str) -> Cover:
    return Cover(
        environment="training",
        reader=READER,
        packet_id=str(UUID(int=1000 + number)),
        office_code=code,
        office_name=name,
        desk=DESK,
        instance=f"{number:032x}",
        epoch=1,
        number=1,
        kind="delta",
        application=__version__,
        schema_version="9",
        made_at="2026-11-22T10:00:00+07:00",
        made_by="văn thư",
    )


@cache
def _package_key() -> tuple[bytes, bytes, agile.PasswordWay]:
    key, salt = bytes(range(agile.KEY_LENGTH)), bytes(range(agile.SALT_LENGTH))
    return key, salt, agile.key_behind_password(key, "ABCDE23456FGHJK789LM", salt)


def quick_sealed(inner: bytes, desk: Certificate) -> bytes:
    """What `seal.seal` does but for the spin of a new password and reading it back."""
    key, salt, way = _package_key()
    package = agile.encrypt_package(inner, key, salt)
    return write_container(agile.write_description(seal._description(package, (key, salt), desk, way)), package)
