"""A printed paper checked by its code: what it came to here, what the city says of others, and nobody's name."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from hn_desk.actions import keyring
from hn_desk.actions.check_code import commitment_of
from hn_desk.actions.confirmations import confirm, mark_sent
from hn_desk.actions.credit import application, check, return_to_enterer, save_application, withdraw
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.lists import beneficiary_list, present_list, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.actions.verifying import Verdict, check_paper, check_typed
from hn_desk.actions.verifying_words import headline, told
from hn_desk.city.authority import trust_pack, withdraw_paper
from hn_desk.errors import InputError, PacketError, RoleError
from hn_desk.models.tables import AuditEntry, Confirmation
from hn_desk.packets.check_codes import verify_code
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.scans import read_codes
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import MAN, PLAN, TODAY, WOMAN, WORK, issued, presented, presented_list
from tests.journeys.planted import planted
from tests.pair import CITY_PASSPHRASE, Pair, at_now, pair, pair_template
from tests.test_scans import photo

__all__ = ["pair", "pair_template"]
WHY = "Kê khai không đúng"
FILE = "2026-000001/1"


def row_of(pair: Pair, subject: Subject) -> Confirmation:
    with pair.office.database.read() as session:
        rows = session.scalars(select(Confirmation).order_by(Confirmation.edition.desc()))
        return next(row for row in rows if row.subject_id == subject.id)


def paper(pair: Pair, subject: Subject) -> bytes:
    return print_form(pair.clerk, subject).pdf


def checked(pair: Pair, data: bytes) -> Verdict:
    (verdict,) = check_paper(pair.clerk, data)
    return verdict


def words(verdict: Verdict) -> str:
    return " ".join((headline(verdict), *told(verdict)))


@pytest.mark.parametrize("kind", ["application", "plan", "list"])
def test_an_issued_paper_is_genuine_with_office_day_number_and_kind_but_nobodys_name(pair: Pair, kind: str) -> None:
    subject = (
        presented_list(pair.office, MAN)[0] if kind == "list" else presented(pair.office, *[PLAN][: kind == "plan"])
    )
    verdict = checked(pair, paper(pair, issued(pair.office, pair.as_officer, subject)))
    assert (verdict.standing, verdict.office, verdict.paper, verdict.day) == ("genuine", "00070", FILE, TODAY)
    assert (verdict.kind, verdict.number, verdict.issued_on) == (kind, "125/XN-UBND", TODAY)
    told_names = (WOMAN.name, MAN.name, MAN.id_number, "Hòa Bình", "22", "việc làm")
    assert not [name for name in told_names if name in words(replace(verdict, paper=""))]


def test_a_paper_not_yet_issued_says_so(pair: Pair) -> None:
    subject = presented(pair.office)
    data = paper(pair, subject)
    assert checked(pair, data).standing == "unsigned"
    confirm(pair.as_officer("hung"), (subject,), PASSPHRASE)
    assert checked(pair, data).standing == "unsigned"


@pytest.mark.parametrize("kind", ["application", "list"])
def test_a_withdrawn_paper_says_since_when(pair: Pair, kind: str) -> None:
    subject = presented_list(pair.office, MAN)[0] if kind == "list" else presented(pair.office)
    data = paper(pair, issued(pair.office, pair.as_officer, subject))
    (withdraw_list if kind == "list" else withdraw)(pair.as_officer("hung"), subject.id, WHY)
    verdict = checked(pair, data)
    assert (verdict.standing, verdict.since, verdict.is_good) == ("withdrawn", TODAY, False)
    assert "20/11/2026" in headline(verdict)
    assert WHY not in words(verdict)


def test_a_line_taken_out_of_an_issued_list_is_counted(pair: Pair) -> None:
    subject, lines = presented_list(pair.office, MAN, WOMAN)
    data = paper(pair, issued(pair.office, pair.as_officer, subject))
    withdraw(pair.as_officer("hung"), lines[0], WHY)
    verdict = checked(pair, data)
    assert (verdict.standing, verdict.taken_out) == ("genuine", 1)


def test_a_paper_that_was_returned_was_never_issued(pair: Pair) -> None:
    subject = presented(pair.office)
    data = paper(pair, subject)
    return_to_enterer(pair.as_officer("hung"), subject.id, WHY)
    assert (checked(pair, data).standing, checked(pair, data).since) == ("returned", TODAY)


def test_a_paper_sent_to_the_bank_stays_genuine_also_in_a_poor_photo(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    data = paper(pair, subject)
    mark_sent(pair.clerk, subject)
    assert checked(pair, photo(data, turn=97, light=0.7)).is_good


def test_facts_that_differ_from_the_code_are_not_genuine(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    data, kept = paper(pair, subject), row_of(pair, subject).id
    with pair.office.write() as session:
        session.get_one(Confirmation, kept).nonce = "0" * 32
    assert checked(pair, data).standing == "changed"


@pytest.mark.parametrize("typed", ["{file} {nonce}", "2026-000001\n{upper} {rest}", " {file} {least} "])
def test_the_file_code_and_its_random_number_are_answered(pair: Pair, typed: str) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    nonce = row_of(pair, subject).nonce
    parts = {"file": FILE, "nonce": nonce, "upper": nonce[:16].upper(), "rest": nonce[16:], "least": nonce[:10]}
    (verdict,) = check_typed(pair.clerk, typed.format(**parts))
    assert (verdict.standing, verdict.number, verdict.subject) == ("genuine", "125/XN-UBND", subject)


def test_the_text_of_the_qr_may_be_pasted(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    (text,) = read_codes(paper(pair, subject))
    assert check_typed(pair.clerk, f"\n{text}\r\n")[0].is_good


def test_another_random_number_tells_nothing(pair: Pair) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office))
    (verdict,) = check_typed(pair.clerk, f"{FILE} {'0' * 32}")
    assert (verdict.standing, verdict.kind, verdict.number, verdict.subject) == ("unknown", "", "", None)


@pytest.mark.parametrize("typed", ["", "2026-000001", f"{FILE} 012345678", f"{FILE} {'0' * 33}", "Nguyễn Thị Bình"])
def test_what_is_no_code_is_asked_for_again(pair: Pair, typed: str) -> None:
    with pytest.raises(InputError) as refused:
        check_typed(pair.clerk, typed)
    assert [problem.field for problem in refused.value.problems] == ["typed"]


def test_a_code_with_one_letter_changed_is_refused(pair: Pair) -> None:
    (text,) = read_codes(paper(pair, presented(pair.office)))
    other = text[:40] + ("A" if text[40] != "A" else "B") + text[41:]
    with pytest.raises(PacketError) as refused:
        check_typed(pair.clerk, other)
    assert refused.value.reason in ("code-broken", "code-signature", "key-unknown")


def test_the_citys_list_tells_of_withdrawn_papers_to_everybody_else(pair: Pair) -> None:
    (text,) = read_codes(paper(pair, issued(pair.office, pair.as_officer, presented(pair.office))))
    other = replace(pair.clerk, code="00079")
    assert check_typed(other, text)[0].standing == "genuine"
    withdraw_paper(pair.city, "00070", FILE, TODAY, clock=at_now)
    keyring.install_trust(pair.clerk, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    (verdict,) = check_typed(other, text)
    assert (verdict.standing, verdict.since, verdict.kind, verdict.subject) == ("withdrawn", TODAY, "", None)
    assert verdict.office_name


def test_checking_is_logged_for_each_line_and_says_nothing_of_the_programme(pair: Pair) -> None:
    subject, lines = presented_list(pair.office, MAN, WOMAN)
    check_paper(pair.clerk, paper(pair, subject))
    with pair.office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.verified")).all()
    assert {entry.record_id for entry in entries} == set(lines)


@pytest.mark.parametrize("role", ["economy", "police", "administrator", "auditor"])
def test_only_who_needs_it_checks_papers(office: Office, role: str) -> None:
    clerk = replace(office, officer=replace(office.officer, roles=frozenset({role})))
    with pytest.raises(RoleError):
        check_typed(clerk, FILE)
    with pytest.raises(RoleError):
        check_paper(clerk, b"")


def test_without_the_nonce_nobody_can_test_a_guess_about_a_person(pair: Pair) -> None:
    """Who has the QR alone, guesses rightly at all that is printed and tries every number at hand, learns nothing."""
    hidden = planted()[23]
    subject = presented(pair.office, replace(WORK, person=hidden.draft()))
    row = row_of(pair, subject)
    (text,) = read_codes(paper(pair, subject))
    said = verify_code(text, read_trust_folder(pair.city / "authority" / "trust"), now=at_now()).vouched
    at_hand = {"", "00" * 16, "ff" * 16, said.commitment.hex(), said.commitment.hex()[:32], row.hash, row.hash[:32]}
    at_hand |= {said.paper.encode().hex(), said.office.encode().hex(), said.day.isoformat().encode().hex()}
    guesses = [guessed(row, one.name, one.id_number) for one in planted()]
    found = [
        n for n, guess in enumerate(guesses) for nonce in at_hand if commitment_of(nonce, guess) == said.commitment
    ]
    assert found == []
    assert [n for n, guess in enumerate(guesses) if commitment_of(row.nonce, guess) == said.commitment] == [23]
    assert len(bytes.fromhex(row.nonce)) == 16
    assert row.nonce not in text


def guessed(row: Confirmation, name: str, number: str) -> dict[str, object]:
    """The frozen facts, had they been of somebody else."""
    own = planted()[23]
    plain = json.dumps(row.frozen, ensure_ascii=False).replace(own.name, name).replace(own.id_number, number)
    facts: dict[str, object] = json.loads(plain)
    return facts


def test_a_list_withdrawn_by_notice_is_not_replaced_by_a_draft(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented_list(pair.office, MAN, WOMAN)[0])
    data = paper(pair, subject)
    correct_list(pair.office, subject.id, WHY)
    withdraw_list(pair.as_officer("hung"), subject.id, WHY)
    assert checked(pair, data).standing == "withdrawn"


def test_a_list_whose_correction_was_corrected_is_replaced(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented_list(pair.office, MAN, WOMAN)[0])
    data = paper(pair, subject)
    second = corrected_by_a_line(pair, subject, 126)
    corrected_by_a_line(pair, second, 127)
    assert checked(pair, data).standing == "replaced"


def corrected_by_a_line(pair: Pair, subject: Subject, number: int) -> Subject:
    """The correction of a list in which an amount is another, issued."""
    corrected = correct_list(pair.office, subject.id, WHY).id
    lines = beneficiary_list(pair.office, corrected).lines
    draft = application(pair.office, lines[0].id).draft
    save_application(pair.office, replace(draft, facts={**draft.facts, "amount": number * 500_000}))
    for line in lines:
        check(pair.office, line.id)
    present_list(pair.office, corrected)
    return issued(pair.office, pair.as_officer, Subject("list", corrected), number)


def test_a_list_that_a_correction_replaced_says_so(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented_list(pair.office, MAN, WOMAN)[0])
    data = paper(pair, subject)
    corrected = correct_list(pair.office, subject.id, WHY).id
    assert checked(pair, data).is_good
    stays, goes = beneficiary_list(pair.office, corrected).lines
    withdraw(pair.office, goes.id, WHY)
    check(pair.office, stays.id)
    present_list(pair.office, corrected)
    issued(pair.office, pair.as_officer, Subject("list", corrected), 126)
    verdict = checked(pair, data)
    assert (verdict.standing, verdict.since) == ("replaced", TODAY)
    assert checked(pair, paper(pair, Subject("list", corrected))).is_good
