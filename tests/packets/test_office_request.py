"""An office's request: two keys in one file, each with its role, compared by one set of words."""

import pytest

from hn_desk.errors import PacketError
from hn_desk.packets.authority import Grant, Subject, issue, new_curve_key, request
from hn_desk.packets.certificates import role_of
from hn_desk.packets.office_request import office_request, read_office_request, request_words
from tests.packets.keyring import NOW, OFFICE, check, key, root

SIGNING = request(key("office"), OFFICE, "office")
CHECK = request(check().key, OFFICE, "check")


def reason(data: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        read_office_request(data)
    return caught.value.reason


def test_a_request_holds_both_keys_with_their_roles() -> None:
    asked = read_office_request(SIGNING + CHECK)
    assert asked.subject == OFFICE
    assert role_of(issue(root(), asked.signing, Grant("office", NOW))) == "office"
    assert role_of(issue(root(), asked.check, Grant("check", NOW))) == "check"


def test_line_ends_of_another_system_are_read_too() -> None:
    made = office_request(key("office"), new_curve_key(), OFFICE)
    assert request_words(made.replace(b"\n", b"\r\n")) == request_words(made)


def test_the_words_are_over_both_keys() -> None:
    other = SIGNING + request(new_curve_key(), OFFICE, "check")
    assert request_words(SIGNING + CHECK) == request_words(SIGNING + CHECK) != request_words(other)


@pytest.mark.parametrize(
    "data",
    [b"", SIGNING, CHECK, SIGNING + CHECK + CHECK, SIGNING + CHECK + b"x", b"x\n" + SIGNING + CHECK, b"x" * 99_999],
)
def test_what_is_not_exactly_two_requests_is_refused(data: bytes) -> None:
    assert reason(data) == "request-broken"


@pytest.mark.parametrize(
    "data",
    [
        CHECK + SIGNING,
        SIGNING + SIGNING,
        SIGNING + request(key("office"), OFFICE, "check"),
        SIGNING + request(new_curve_key(), Subject("00004", OFFICE.name), "check"),
        SIGNING + request(new_curve_key(), OFFICE),
    ],
)
def test_roles_keys_and_subjects_must_fit_together(data: bytes) -> None:
    assert reason(data) == "request-subject"


@pytest.mark.parametrize(("data", "role"), [(CHECK, "office"), (SIGNING, "check")])
def test_a_request_is_certified_only_for_the_role_that_it_names(data: bytes, role: str) -> None:
    with pytest.raises(PacketError) as caught:
        issue(root(), data, Grant("check" if role == "check" else "office", NOW))
    assert caught.value.reason == "request-subject"


def test_a_check_code_key_is_a_curve_key() -> None:
    with pytest.raises(PacketError) as caught:
        issue(root(), request(key("office"), OFFICE, "check"), Grant("check", NOW))
    assert caught.value.reason == "chain-key"
