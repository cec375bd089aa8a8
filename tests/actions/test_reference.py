"""Rules that the city sends: looked at first, applied whole or not at all, one office's own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hn_desk.actions import keyring
from hn_desk.actions.credit import application, save_application
from hn_desk.actions.form_files import form_text
from hn_desk.actions.home import today
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.reference import apply_reference, reference_preview, reference_state
from hn_desk.actions.reference_book import own_text
from hn_desk.actions.rulebook import rule_book
from hn_desk.city import authority as city_authority
from hn_desk.city.authority import trust_pack
from hn_desk.city.reference import import_file
from hn_desk.city.reference_values import NewValue, add_value
from hn_desk.errors import DeskError, InputError, ResourceError, RoleError
from hn_desk.packets.reference import ReferenceEntry, ReferenceIndex, digest, wrapped
from hn_desk.settings import resource
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import WORK, presented
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]
TODAY = date(2026, 11, 20)
GQVL = "programmes/gqvl.toml"
CEILING = NewValue(GQVL, "numbers.person_ceiling", "90.000.000", date(2026, 12, 1), "Nghị định 99/2026/NĐ-CP")


def sent(pair: Pair, *values: NewValue) -> Office:
    """The administrator, after the city added these values and its trust pack was read."""
    for value in values:
        add_value(pair.city, value, TODAY)
    return read_in(pair)


def read_in(pair: Pair) -> Office:
    admin = pair.as_officer("anh")
    keyring.install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    return admin


def forged(pair: Pair, monkeypatch: pytest.MonkeyPatch, carried: dict[str, str]) -> Office:
    """The administrator, after a city that checks nothing signed these files."""
    monkeypatch.setattr(city_authority, "reference_to_sign", lambda _city, _number: carried)
    monkeypatch.setattr(city_authority, "told_files", lambda _reference: ())
    return read_in(pair)


def of_index(texts: dict[str, str], **facts: Any) -> dict[str, str]:
    entries = {name: ReferenceEntry(number=2, sha256=digest(text), base="") for name, text in texts.items()}
    return wrapped(ReferenceIndex(program="0.6.0", files=entries, **facts), texts)


def own_role_file() -> str:
    return resource("roles.toml").read_text(encoding="utf-8")


def on(office: Office, day: date) -> Office:
    return replace(office, clock=lambda: datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


def ceiling(office: Office, day: date) -> int:
    return office.book.programmes["gqvl"].numbers["person_ceiling"].on(day)


def test_reading_a_trust_pack_changes_no_rule_and_says_that_rules_wait(pair: Pair) -> None:
    admin = sent(pair, CEILING)

    assert (reference_state(admin).number, reference_state(admin).waiting) == (0, 2)
    waits = "Look at the city's rules in trust pack 2 and apply them."
    assert waits in [one.text for one in today(admin).waiting]
    assert waits not in [one.text for one in today(pair.office).waiting]
    (one,) = reference_preview(admin).changes
    assert (one.before, one.after, one.since) == ("200.000.000", "90.000.000", date(2026, 12, 1))
    assert (one.source, one.is_asked) == ("Nghị định 99/2026/NĐ-CP", False)
    assert "Mức vay tối đa của một người" in one.about
    assert ceiling(admin, date(2026, 12, 1)) == 200_000_000


def test_a_ceiling_holds_from_its_day_on_in_the_next_judgement(pair: Pair) -> None:
    id_ = save_application(pair.office, WORK).id
    admin = sent(pair, CEILING)

    apply_reference(admin, 2)

    clerk = replace(pair.office, book=admin.book)
    before, after = (application(on(clerk, day), id_).today for day in (date(2026, 11, 30), date(2026, 12, 1)))
    assert before is not None
    assert after is not None
    assert (before.verdict, after.verdict) == ("pass", "refuse")
    assert reference_state(admin).number == 2
    assert reference_state(admin).waiting == 0


def test_one_office_never_works_by_the_rules_of_another(pair: Pair, office: Office) -> None:
    admin = sent(pair, CEILING)
    apply_reference(admin, 2)

    day = date(2027, 1, 1)
    assert ceiling(admin, day) == 90_000_000
    assert ceiling(office, day) == 200_000_000
    assert rule_book().programmes["gqvl"].numbers["person_ceiling"].on(day) == 200_000_000
    folder, pair_folder = office.folder, admin.folder
    office.close()
    admin.close()
    for place, wanted in ((pair_folder, 90_000_000), (folder, 200_000_000), (pair_folder, 90_000_000)):
        opened = unlock(place, "anh", PASSPHRASE, clock=at_now)
        try:
            assert ceiling(opened, day) == wanted
        finally:
            opened.close()


def test_the_preview_counts_open_applications_for_who_works_with_them_and_due_days_for_all(pair: Pair) -> None:
    save_application(pair.office, WORK)
    deadline = NewValue("deadlines.toml", "deadlines.sme-plan.day", "20", date(2027, 1, 1), "Công văn 7")
    admin = sent(pair, CEILING, deadline)

    assert [(one.programme, one.count) for one in reference_preview(admin).touched] == [("", 2)]
    assert reference_preview(admin).counts_unseen
    touched = reference_preview(pair.as_officer("hung")).touched
    assert [(one.programme, one.count, one.otherwise) for one in touched] == [
        ("Chương trình việc làm", 1, 1),
        ("", 2, 0),
    ]


def test_what_is_presented_keeps_its_words_and_numbers(pair: Pair) -> None:
    subject = presented(pair.office)
    before = application(pair.office, subject.id)
    admin = sent(pair, CEILING)
    apply_reference(admin, 2)

    after = application(replace(pair.office, book=admin.book), subject.id)
    assert (after.verdict, after.findings) == (before.verdict, before.findings)


def test_rules_that_were_taken_back_by_the_city_are_taken_back_here(pair: Pair) -> None:
    admin = sent(pair, CEILING)
    apply_reference(admin, 2)
    import_file(pair.city, GQVL, own_text(GQVL), TODAY)
    read_in(pair)

    (change,) = reference_preview(admin).changes
    assert (change.before, change.after) == ("90.000.000", "")
    apply_reference(admin, 3)
    assert ceiling(admin, date(2027, 1, 1)) == 200_000_000


def test_an_older_pack_than_the_newest_one_is_refused(pair: Pair) -> None:
    sent(pair, CEILING)
    admin = sent(pair, replace(CEILING, since=date(2027, 6, 1)))

    with pytest.raises(DeskError) as refusal:
        apply_reference(admin, 2)

    assert refusal.value.reason == "reference-older"
    assert reference_state(admin).number == 0


def test_who_receives_what_is_asked_about_apart(pair: Pair) -> None:
    text = own_text("desks.toml")
    changed = text.replace("names = false", "names = true", 1)
    assert changed != text
    import_file(pair.city, "desks.toml", changed, TODAY)
    admin = read_in(pair)

    assert [one.key for one in reference_preview(admin).asked] == ["desks.STC.names"]
    with pytest.raises(InputError) as refusal:
        apply_reference(admin, 2)
    assert refusal.value.problems[0].field == "desks"
    apply_reference(admin, 2, has_checked_desks=True)
    assert admin.book.desks["STC"].receives_names


def test_a_file_that_does_not_load_here_refuses_all_rules_and_leaves_the_certificates(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {GQVL: own_text(GQVL).replace("term_at_most", "term_of_tomorrow"), "targets.toml": own_text("targets.toml")}
    admin = forged(pair, monkeypatch, of_index(texts))

    assert "term_of_tomorrow" in reference_preview(admin).problem
    with pytest.raises(ResourceError) as refusal:
        apply_reference(admin, 2)
    assert refusal.value.reason == "reference-unfit"
    assert reference_state(admin).files == ()
    assert keyring.key_state(admin).trust_number == 2
    assert keyring.key_state(admin).is_usable


def test_a_name_that_may_not_travel_refuses_all(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = forged(pair, monkeypatch, of_index({"roles.toml": own_role_file(), GQVL: own_text(GQVL)}))

    with pytest.raises(ResourceError, match=r"roles\.toml"):
        apply_reference(admin, 2)
    assert reference_state(admin).number == 0


def test_an_index_that_lies_refuses_all_and_leaves_the_certificates(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = of_index({GQVL: own_text(GQVL) + "\n"})
    admin = forged(pair, monkeypatch, {**carried, GQVL: own_text(GQVL)})

    with pytest.raises(ResourceError) as refusal:
        apply_reference(admin, 2)
    assert refusal.value.reason == "reference-index"
    assert keyring.key_state(admin).trust_number == 2


def test_applied_rules_that_load_no_more_leave_the_programs_own_and_say_so(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = sent(pair, CEILING)
    apply_reference(admin, 2)
    admin.close()

    def refuse(*_args: object) -> None:
        raise ResourceError("A later program.")

    monkeypatch.setattr("hn_desk.actions.reference_store.checked_book", refuse)
    later = unlock(admin.folder, "anh", PASSPHRASE, clock=at_now)
    try:
        assert ceiling(later, date(2027, 1, 1)) == 200_000_000
        assert reference_state(later).problem == "A later program."
    finally:
        later.close()


def test_only_who_may_applies_rules(pair: Pair) -> None:
    sent(pair, CEILING)
    with pytest.raises(RoleError):
        apply_reference(pair.clerk, 2)
    with pytest.raises(RoleError):
        reference_preview(pair.office)


def test_a_form_of_the_city_is_the_one_to_be_changed_here(pair: Pair) -> None:
    text = own_text("forms/refusal.toml").replace("THÔNG BÁO", "THÔNG BÁO MỚI")
    import_file(pair.city, "forms/refusal.toml", text, TODAY)
    admin = read_in(pair)
    apply_reference(admin, 2)
    assert form_text(admin, "refusal") == text
    assert admin.form_data("refusal")["title"] == "THÔNG BÁO MỚI"
