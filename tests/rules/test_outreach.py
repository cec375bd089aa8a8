import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.outreach import load_outreach, topics_with
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import resource

DATA = load_outreach(resource("outreach.toml"), "outreach.toml")


def test_credit_programmes_bring_their_own_topics() -> None:
    programme = load_programme(resource("programmes/qd08.toml"), "qd08.toml")
    topics = topics_with(DATA, [programme])
    assert [topic.code for topic in topics] == ["sme", "kh296", "kh297", "qd08", "other"]
    assert [audience.code for audience in topics[3].audiences] == ["managed_persons", "families", "employers"]
    assert topics[3].is_protected


def test_only_the_scheme_for_small_business_is_owed_everywhere() -> None:
    assert [topic.code for topic in DATA.topics if topic.is_owed_everywhere] == ["sme"]


def test_every_form_says_which_figures_it_has() -> None:
    assert set(DATA.asked) == {form.code for form in DATA.forms}
    assert DATA.asked["broadcast"] == ("broadcasts", "times")
    data = resource("outreach.toml")
    data["asked"]["leaflet"] = ["flowers"]
    with pytest.raises(ResourceError, match=r"asked.leaflet"):
        load_outreach(data, "outreach.toml")


def test_a_wrong_file_is_refused() -> None:
    data = resource("outreach.toml")
    data["topics"][0]["protected"] = "no"
    with pytest.raises(ResourceError, match=r"topics\[1\].protected: must be true or false"):
        load_outreach(data, "outreach.toml")
