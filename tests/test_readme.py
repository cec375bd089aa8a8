"""What the papers of the house say is so: commands, logins, links, the example of a programme."""

import re
import tomllib
from pathlib import Path

import pytest

from hn_desk import __version__
from hn_desk.actions.sample import TRAINING_PASSPHRASE, training_officers
from hn_desk.cli import COMMANDS
from hn_desk.commands.access import KEY_PASSPHRASE_FILE, LOGIN, PASSPHRASE_FILE, SECOND_PASSPHRASE_FILE
from hn_desk.rules.facts import facts_from
from hn_desk.rules.findings import PASS
from hn_desk.rules.judging import findings
from hn_desk.rules.programme_file import load_programme
from hn_desk.settings import ENVIRONMENT_DATA
from tests.test_architecture import DOORS, ROOMS

HOUSE = Path(__file__).resolve().parents[1]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
PAPERS = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md"))]
EXAMPLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]


def first_words(section: str) -> set[str]:
    """The first word of each row of the tables in one section."""
    text = README.split(section, 1)[1].split("\n#", 1)[0]
    return set(re.findall(r"^\| `([\w-]+)", text, re.MULTILINE))


def test_every_command_is_told() -> None:
    assert first_words("## The command line") - {"--data", "--login", "--officer"} == set(COMMANDS) | {
        PASSPHRASE_FILE,
        KEY_PASSPHRASE_FILE,
        SECOND_PASSPHRASE_FILE,
    }
    assert {LOGIN, ENVIRONMENT_DATA} <= set(re.findall(r"`(HN_DESK_\w+)`", README))


def test_the_training_logins_are_told() -> None:
    assert first_words("## Two commands") == {officer.login for officer in training_officers()}
    assert f"`{TRAINING_PASSPHRASE}`" in README


def test_the_example_of_a_programme_can_be_read_and_its_case_is_judged_as_it_says() -> None:
    programme = load_programme(EXAMPLES[0], "xanh.toml")
    case = EXAMPLES[1]["cases"][0]
    found = findings(programme, facts_from({**EXAMPLES[1]["person"], **case["facts"]}), case["day"])
    assert {one.check: one.verdict for one in found if one.verdict != PASS} == case["expect"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_links_lead_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_this_version_is_in_the_list_of_changes() -> None:
    assert f"## {__version__} " in (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_map_on_paper_names_every_room_and_every_library() -> None:
    table = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8").split("## One action", 1)[0]
    rooms = {room for room in ROOMS if not room.startswith("__")}
    assert sorted(room for room in rooms if f"`{room}`" not in table) == []
    assert sorted(library for library in DOORS if not re.search(rf"\b{library}\b", table)) == []
