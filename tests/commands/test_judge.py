"""`judge`: facts of a file judged without an office; the fields that docs/facts.md names are the code's."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.cli import main
from hn_desk.rules.facts import FIELDS
from hn_desk.rules.facts_file import KEYS

DOC: Final = (Path(__file__).resolve().parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")
EXAMPLE, ANSWER = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOC, re.DOTALL))
PERSON: Final[dict[str, Any]] = {
    "programme": "qd22",
    "day": "2028-05-01",
    "facts": {
        "listed": True,
        "completed_on": "2023-06-15",
        "obeys_law": True,
        "purpose": "business",
        "amount": 80_000_000,
        "term_months": 60,
        "open_loan_purposes": [],
        "documents": ["completion_certificate"],
    },
}


def asked(capsys: pytest.CaptureFixture[str], folder: Path, text: str, *more: str) -> tuple[int, dict[str, Any]]:
    (folder / "facts.json").write_text(text, encoding="utf-8")
    code = main(["judge", str(folder / "facts.json"), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def rows(heading: str) -> list[list[str]]:
    """The cells of each row of the table under one heading of the document."""
    lines = DOC.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]


def codes(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`(\w+)`", cell))


def test_the_document_names_every_field_and_no_other() -> None:
    assert [codes(row[0])[0] for row in rows("Fields")] == list(FIELDS)
    assert [codes(line)[0] for line in re.findall(r"^\| `\w+` \| .*$", DOC.split("## Fields")[0], re.M)] == list(KEYS)


def test_the_document_names_the_codes_of_every_programme() -> None:
    told = {codes(row[0] + row[1]): tuple(codes(cell) for cell in row[2:]) for row in rows("Codes")}
    assert told == {
        (code, kind): (
            rules.fields,
            tuple(purpose.code for purpose in rules.purposes),
            tuple(document.code for document in rules.documents),
        )
        for code, programme in rule_book().programmes.items()
        for kind, rules in programme.applicants.items()
    }


def test_the_example_of_the_document_is_answered_as_it_shows(tmp_path: Path, capsys: Any) -> None:
    code, answer = asked(capsys, tmp_path, json.dumps(EXAMPLE))
    assert code == 0
    assert ANSWER["findings"][0] in answer["findings"]
    assert {**answer, "findings": ANSWER["findings"]} == ANSWER


def test_a_window_that_closes_soon_is_a_warning_with_its_last_day(tmp_path: Path, capsys: Any) -> None:
    code, answer = asked(capsys, tmp_path, json.dumps(PERSON), "--lang", "en")
    assert (code, answer["verdict"], answer["eligible_until"], answer["applicant"]) == (
        *(0, "warn", "2028-06-15"),
        "person",
    )
    window = next(one for one in answer["findings"] if one["code"] == "years_since")
    assert window["sentence"] == "Eligible until 15/06/2028: only 45 days left."
    assert window["article"] == "Quyết định 22/2023/QĐ-TTg, đối tượng vay vốn"


def test_people_are_told_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts.json").write_text(json.dumps(PERSON), encoding="utf-8")
    assert main(["judge", str(tmp_path / "facts.json"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "80.000.000 đồng ≤ 100.000.000 đồng" in out
    assert out.rstrip().endswith("Eligible until 15/06/2028.")


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"programme": "qd23"}, ["programme"]),
        ({"day": "1/5/2028"}, ["day"]),
        ({"day": 20280501}, ["day"]),
        ({"day": "20280501"}, ["day"]),
        ({"applicant": "state", "colour": "red"}, ["applicant", "colour"]),
        ({"facts": []}, ["facts"]),
        ({"facts": {"applicant": "person", "amount": 10**15}}, ["facts.applicant", "amount"]),
        ({"facts": {"amount": 1.5, "listed": "yes", "colour": 1}}, ["amount", "listed", "colour"]),
    ],
)
def test_a_wrong_field_is_refused_by_name(
    changed: dict[str, Any], fields: list[str], tmp_path: Path, capsys: Any
) -> None:
    code, answer = asked(capsys, tmp_path, json.dumps({**PERSON, **changed}), "--lang", "en")
    assert (code, answer["ok"], answer["reason"]) == (1, False, "facts")
    assert [problem["field"] for problem in answer["problems"]] == fields
    assert all(problem["what"].startswith(problem["field"]) for problem in answer["problems"])


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", '{"day": 1, "day": 2}', '{"day": NaN}', "[" * 100_000, "9" * 5_000]
)
def test_what_is_not_such_json_is_refused_plainly(text: str, tmp_path: Path, capsys: Any) -> None:
    code, answer = asked(capsys, tmp_path, text, "--lang", "en")
    assert (code, answer["reason"]) == (1, "facts")
    assert answer["what"].startswith(("facts.json is not JSON", "The facts in facts.json can't be judged."))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", str(tmp_path / "none.json"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "file-missing"


def test_no_file_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["judge"])
    assert left.value.code == 2
    assert "FACTS.json" in capsys.readouterr().err
