"""Every act of the office asks for a role first: whoever has none gets nothing but words and the office's own face."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from hn_desk import actions
from hn_desk.actions.conversions import advice_slip
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form, print_notice
from hn_desk.errors import RoleError
from tests.actions.credit_samples import MAN, presented_list
from tests.actions.records import add_household

OPEN = {
    "home.today": "each of its parts asks for its own role",
    "keyring.key_state": "whether the office can sign, and words that are read out by phone",
    "office_facts.list_groups": "names of residential groups stand in every form",
    "office_facts.office_facts": "the words on the office's papers stand on every paper",
    "staff.list_staff": "colleagues' names stand on every paper",
}
"""Reads of the database that everybody who signed in may do, and why."""
WORDS = {
    *("conversion_reading.support_of", "confirmation_rows.subject_of", "confirmations.usual_series"),
    *("credit_reads.fields", "credit_reads.programmes", "freezing.form_of", "households.industries"),
    *("labels.contact_ways", "labels.enterprise_kinds", "labels.intentions", "labels.obstacles"),
    *("labels.revenue_bands", "labels.roles", "labels.supports", "outreach_words.audiences"),
    *("outreach_words.event_forms", "outreach_words.form_names", "outreach_words.topic_names", "outreach_words.topics"),
    *("credit_reads.application_lines", "people.require_one_of", "sealing.file_name", "sealing.known_desk"),
    *("sample.fill", "sample.told", "sample_acts.record_acts"),
}
"""What reads the rule book alone, is a part of an act that has asked, or fills a training office just made."""


def acts() -> dict[str, Callable[..., Any]]:
    """Public functions of the room whose first argument is the office, but those inside another act's transaction."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(actions.__path__):
        of = importlib.import_module(f"hn_desk.actions.{module.name}")
        for name, function in inspect.getmembers(of, inspect.isfunction):
            kinds = [one.annotation for one in inspect.signature(function).parameters.values()]
            is_own = function.__module__ == of.__name__ and not name.startswith("_")
            if is_own and kinds[:1] == [Office] and Session not in kinds:
                found[f"{module.name}.{name}"] = function
    return found


def test_what_is_open_to_all_is_still_there() -> None:
    assert (WORDS | OPEN.keys()) - acts().keys() == set()


@pytest.mark.parametrize("name", sorted(acts().keys() - WORDS - OPEN.keys()))
def test_an_officer_without_a_role_is_refused_before_anything_else(office: Office, name: str) -> None:
    act, nobody = acts()[name], replace(office, officer=replace(office.officer, roles=frozenset()))
    wanted = [one for one in inspect.signature(act).parameters.values() if one.default is inspect.Parameter.empty]
    named = {one.name: None for one in wanted if one.kind is inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(RoleError):
        act(nobody, *[None] * (len(wanted) - 1 - len(named)), **named)


@pytest.mark.parametrize("print_paper", [print_form, lambda office, subject: print_notice(office, subject.id)])
def test_papers_of_policy_credit_are_printed_only_by_who_may_read_it(
    office: Office, print_paper: Callable[[Office, Subject], object]
) -> None:
    subject, _lines = presented_list(office, MAN)
    economy = replace(office, officer=replace(office.officer, roles=frozenset({"economy"})))
    with pytest.raises(RoleError):
        print_paper(economy, subject)


def test_an_advice_slip_is_printed_only_by_who_may_read_households(office: Office) -> None:
    household = add_household(office)
    social = replace(office, officer=replace(office.officer, roles=frozenset({"social"})))
    with pytest.raises(RoleError):
        advice_slip(social, household, "tnhh1")
