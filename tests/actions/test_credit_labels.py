"""Every code that credit's screens meet has a word."""

import pytest

from hn_desk.actions.confirmations import WAYS
from hn_desk.actions.credit_facts import SUBJECT_KINDS
from hn_desk.actions.credit_labels import kind_label, verdict_label, way_label
from hn_desk.rules.findings import VERDICTS


def test_every_code_has_its_own_word() -> None:
    words = [
        *map(verdict_label, VERDICTS),
        *map(way_label, (*WAYS, "")),
        *map(kind_label, SUBJECT_KINDS),
    ]
    assert len(set(words)) == len(words)
    assert all(words)


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        verdict_label("perhaps")
