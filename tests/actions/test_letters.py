"""The sign block follows the office's data and the signer's position."""

import pytest
from sqlalchemy import update

from hn_desk.actions.letters import authority_of, letter_of
from hn_desk.actions.office import Office
from hn_desk.models.tables import OfficeRow

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"
CHAIR = (COMMITTEE, "CHỦ TỊCH")
VICE = (COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
BY_ORDER = ("TUQ. ỦY BAN NHÂN DÂN", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI")


@pytest.mark.parametrize(
    ("sign_for", "title", "authority", "lines"),
    [
        ("TM.", "", "", CHAIR),
        ("TM.", "Chủ tịch", "", CHAIR),
        ("KT.", "", "", VICE),
        ("TUQ.", "Trưởng phòng Văn hóa - Xã hội", "TUQ. Ủy ban nhân dân", BY_ORDER),
        ("TUQ.", "Trưởng phòng Văn hóa - Xã hội", "", BY_ORDER),
    ],
)
def test_the_sign_block_is_data(
    office: Office, sign_for: str, title: str, authority: str, lines: tuple[str, ...]
) -> None:
    with office.write() as session:
        block = {"sign_for": sign_for, "approver_title": title, "sign_authority": authority}
        session.execute(update(OfficeRow).values(approver_name="Lê Văn Cường", **block))
    with office.database.read() as session:
        letter = letter_of(session, "2026-000001")
    assert (letter.signer.authority, letter.signer.name) == (lines, "Lê Văn Cường")
    assert letter.training


@pytest.mark.parametrize(
    ("block", "title", "lines"),
    [
        (CHAIR, "", CHAIR),
        (CHAIR, "Chủ tịch", CHAIR),
        (CHAIR, "Phó Chủ tịch", VICE),
        (VICE, "Chủ tịch", CHAIR),
        (BY_ORDER, "Phó Trưởng phòng", ("TUQ. ỦY BAN NHÂN DÂN", "PHÓ TRƯỞNG PHÒNG")),
    ],
)
def test_who_signs_stands_under_the_own_authority(block: tuple[str, ...], title: str, lines: tuple[str, ...]) -> None:
    assert authority_of(block, title) == lines
