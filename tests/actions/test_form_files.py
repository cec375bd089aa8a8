"""Forms as data: a changed file is tried, named in what is wrong, installed with a reason, and taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import usual_series
from hn_desk.actions.credit import refuse, save_application
from hn_desk.actions.form_files import (
    FormRow,
    form_rows,
    form_text,
    former_form,
    install_form,
    preview_form,
    read_form_file,
)
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.papers import print_form, print_notice
from hn_desk.errors import DeskError, InputError, ResourceError, RoleError
from hn_desk.forms.catalogue import LAYOUTS
from hn_desk.forms.specimens import OFFICE_FORMS, specimen
from hn_desk.models.tables import AuditEntry
from hn_desk.settings import resource
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.credit_samples import MAN, WORK, As, presented
from tests.actions.test_papers import words
from tests.forms.samples import form

CODE = "confirmation-person"
WHY = "Có mẫu chính thức"
WORK_OF_MAN = replace(WORK, person=MAN)


@pytest.fixture
def admin(as_officer: As) -> Office:
    return as_officer("anh")


def changed(old: str, new: str, code: str = CODE) -> str:
    own = resource(f"forms/{code}.toml").read_text("utf-8")
    assert old in own
    return own.replace(old, new)


OFFICIAL = changed('status = "provisional"', 'status = "official"').replace('"GIẤY XÁC NHẬN"', '"GIẤY XÁC NHẬN MỚI"')


def row(office: Office, code: str = CODE) -> FormRow:
    return next(one for one in form_rows(office) if one.id == code)


def test_every_form_of_an_office_stands_in_the_table_and_has_a_specimen(admin: Office) -> None:
    assert {one.id for one in form_rows(admin)} == set(LAYOUTS) - {"receipt", "recovery-sheet"}
    assert all(
        words_of.startswith("BẢN TẬP HUẤN") for words_of in (words(preview_form(admin, c)) for c in OFFICE_FORMS)
    )


@pytest.mark.parametrize("code", OFFICE_FORMS)
def test_the_programs_own_file_can_be_changed_and_read_again(admin: Office, code: str, tmp_path: Path) -> None:
    path = tmp_path / f"{code}.toml"
    path.write_text(form_text(admin, code).replace('title = "', 'title = "BẢN MỚI ', 1), "utf-8")
    candidate = read_form_file(admin, path)
    assert (candidate.code, candidate.title) == (code, f"BẢN MỚI {form(code).title}")


def test_an_installed_form_is_used_for_what_is_presented_from_then_on(office: Office, admin: Office) -> None:
    before = presented(office)
    install_form(admin, OFFICIAL, WHY)
    later = presented(office, WORK_OF_MAN)
    assert "GIẤY XÁC NHẬN MỚI" not in words(print_form(office, before))
    assert "GIẤY XÁC NHẬN MỚI" in words(print_form(office, later))
    assert [print_form(office, one).is_provisional for one in (before, later)] == [True, False]


def test_what_was_presented_keeps_its_words_when_the_former_form_is_back(office: Office, admin: Office) -> None:
    install_form(admin, OFFICIAL, WHY)
    subject = presented(office)
    former_form(admin, CODE, "Nhầm bản")
    assert "GIẤY XÁC NHẬN MỚI" in words(print_form(office, subject))
    assert "GIẤY XÁC NHẬN MỚI" not in words(print_form(office, presented(office, WORK_OF_MAN)))


def test_a_notice_follows_the_installed_form(office: Office, admin: Office) -> None:
    kept = save_application(office, WORK).id
    refuse(office, kept, "Không cư trú trên địa bàn")
    install_form(admin, changed("Kính gửi: {addressee}", "Gửi tới: {addressee}", "refusal"), WHY)
    assert "Gửi tới:" in words(print_notice(office, kept))


def test_the_series_that_is_proposed_follows_the_installed_form(office: Office, admin: Office) -> None:
    assert usual_series(office, "application") == "XN-UBND"
    install_form(admin, changed('number_blank = "/XN-UBND"', 'number_blank = "/GXN-UBND"'), WHY)
    assert usual_series(office, "application") == "GXN-UBND"


def test_the_table_says_since_when_by_whom_and_why(admin: Office) -> None:
    assert (row(admin).is_provisional, row(admin).used) == (True, None)
    install_form(admin, OFFICIAL, WHY)
    used = row(admin).used
    assert used is not None
    assert (used.at, used.officer_name, used.reason) == ("2026-11-20T03:00:00Z", "Phạm Quốc Anh", WHY)
    assert not row(admin).is_provisional


def test_one_goes_back_step_by_step_to_the_programs_own(admin: Office) -> None:
    install_form(admin, changed('"GIẤY XÁC NHẬN"', '"BẢN MỘT"'), "một")
    install_form(admin, changed('"GIẤY XÁC NHẬN"', '"BẢN HAI"'), "hai")
    titles = [row(admin).title]
    for _time in range(2):
        former_form(admin, CODE, WHY)
        titles.append(row(admin).title)
    assert titles == ["BẢN HAI", "BẢN MỘT", "GIẤY XÁC NHẬN"]
    with pytest.raises(DeskError) as refused:
        former_form(admin, CODE, WHY)
    assert refused.value.reason == "own-form"
    assert len(row(admin).steps) == 2


def test_one_goes_back_to_what_was_used_before_not_to_what_was_taken_back(admin: Office) -> None:
    install_form(admin, changed('"GIẤY XÁC NHẬN"', '"BẢN MỘT"'), "một")
    install_form(admin, changed("Kính gửi: {addressee}", "Gửi: {addressee}", "refusal"), "từ chối")
    install_form(admin, changed('"GIẤY XÁC NHẬN"', '"BẢN HAI"'), "hai")
    former_form(admin, CODE, WHY)
    install_form(admin, changed('"GIẤY XÁC NHẬN"', '"BẢN BA"'), "ba")
    titles = []
    for _time in range(2):
        former_form(admin, CODE, WHY)
        titles.append(row(admin).title)
    assert titles == ["BẢN MỘT", "GIẤY XÁC NHẬN"]
    assert row(admin).used is None
    assert row(admin, "refusal").used is not None


def test_an_installed_form_is_there_after_signing_in_again(office: Office, admin: Office) -> None:
    install_form(admin, OFFICIAL, WHY)
    office.close()
    again = unlock(office.folder, "lan", PASSPHRASE, clock=lambda: NOW)
    try:
        assert "GIẤY XÁC NHẬN MỚI" in words(print_form(again, presented(again)))
    finally:
        again.close()


def test_installing_and_going_back_stand_in_the_log_with_their_reasons(admin: Office) -> None:
    install_form(admin, OFFICIAL, WHY)
    former_form(admin, CODE, "Nhầm bản")
    with admin.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("forms.%"))).all()
        said = [
            (one.action, one.officer_id, (one.content or {})["form"], (one.content or {})["reason"]) for one in entries
        ]
    who = admin.officer.id
    assert said == [("forms.install", who, CODE, WHY), ("forms.former", who, CODE, "Nhầm bản")]


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('title = "', 'titel = "', "titel", "this key is unknown"),
        ("{applicant_name}", "{applicant_nam}", "paragraphs[3].text", "the place “applicant_nam” is unknown"),
        ('status = "provisional"', 'status = "geheim"', "status", "one of these is expected"),
        ("valid_from = 2025-07-01", 'valid_from = "bald"', "valid_from", "a date is expected"),
    ],
)
def test_a_wrong_field_is_named_with_file_key_and_reason(
    admin: Office, tmp_path: Path, old: str, new: str, key: str, why: str
) -> None:
    path = tmp_path / "sua.toml"
    path.write_text(changed(old, new), "utf-8")
    with pytest.raises(ResourceError) as refused:
        read_form_file(admin, path)
    assert "sua.toml" in refused.value.what
    assert f"{key}: {why}" in refused.value.what
    with pytest.raises(ResourceError):
        install_form(admin, path.read_text("utf-8"), WHY)
    assert row(admin).used is None


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"title = ", b'code = "khac"', b""])
def test_what_is_no_form_file_is_refused_in_words(admin: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sua.toml"
    path.write_bytes(content)
    with pytest.raises(ResourceError) as refused:
        read_form_file(admin, path)
    assert "sua.toml" in refused.value.what


def test_a_form_with_a_letter_that_paper_lacks_is_refused(admin: Office, tmp_path: Path) -> None:
    path = tmp_path / "sua.toml"
    path.write_text(changed("GIẤY XÁC NHẬN", "GIẤY 紙"), "utf-8")
    with pytest.raises(InputError):
        read_form_file(admin, path)


def test_the_programs_own_papers_are_not_an_offices_to_change(admin: Office) -> None:
    with pytest.raises(InputError) as refused:
        install_form(admin, resource("forms/receipt.toml").read_text("utf-8"), WHY)
    assert "receipt" in refused.value.what


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(admin: Office, reason: str) -> None:
    with pytest.raises(InputError) as installing:
        install_form(admin, OFFICIAL, reason)
    with pytest.raises(InputError) as going_back:
        former_form(admin, CODE, reason)
    fields = [problem.field for one in (installing, going_back) for problem in one.value.problems]
    assert fields == ["reason", "reason"]


def test_the_same_file_twice_is_refused(admin: Office) -> None:
    install_form(admin, OFFICIAL, WHY)
    with pytest.raises(DeskError) as refused:
        install_form(admin, OFFICIAL, WHY)
    assert refused.value.reason == "same-form"


def test_a_form_that_no_longer_fits_says_so_and_can_be_taken_back(admin: Office) -> None:
    install_form(admin, OFFICIAL, WHY)
    admin.own_forms[CODE] = {**admin.own_forms[CODE], "former_key": "x"}
    assert "former_key: this key is unknown" in row(admin).problem
    former_form(admin, CODE, WHY)
    assert row(admin).problem == ""


def test_a_clerk_installs_nothing(office: Office) -> None:
    with pytest.raises(RoleError):
        form_rows(office)
    with pytest.raises(RoleError):
        install_form(office, OFFICIAL, WHY)


def test_a_specimen_is_the_same_each_time() -> None:
    assert specimen(form(CODE)) == specimen(form(CODE))
