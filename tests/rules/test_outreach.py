import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.outreach import coverage, load_outreach, topics_with
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import resource

DATA = load_outreach(resource("outreach.toml"), "outreach.toml")
GROUPS = st.frozensets(st.sampled_from("abcdefgh"))


def test_credit_programmes_bring_their_own_topics() -> None:
    programme = load_programme(resource("programmes/qd08.toml"), "qd08.toml")
    topics = topics_with(DATA, [programme])
    assert [topic.code for topic in topics] == ["sme", "kh296", "kh297", "qd08", "other"]
    assert [audience.code for audience in topics[3].audiences] == ["managed_persons", "families", "employers"]
    assert topics[3].is_protected


def test_only_the_scheme_for_small_business_is_owed_everywhere() -> None:
    assert [topic.code for topic in DATA.topics if topic.is_owed_everywhere] == ["sme"]


def test_coverage_names_the_groups_that_are_left() -> None:
    covered = coverage({"a", "b", "c"}, {"a", "gone"})
    assert (covered.reached, covered.total, covered.left, covered.percent) == (1, 3, frozenset("bc"), 33)


@given(GROUPS, GROUPS)
def test_a_hundred_percent_means_nobody_is_left(active: frozenset[str], reached: frozenset[str]) -> None:
    covered = coverage(active, reached)
    assert (covered.percent == 100) == (not covered.left)
    assert covered.reached + len(covered.left) == covered.total


def test_a_wrong_file_is_refused() -> None:
    data = resource("outreach.toml")
    data["topics"][0]["protected"] = "no"
    with pytest.raises(ResourceError, match=r"topics\[1\].protected: must be true or false"):
        load_outreach(data, "outreach.toml")
