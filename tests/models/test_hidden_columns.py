"""A new column of policy credit is hidden, unless it is alike for every programme and stands here by name."""

import pytest

from hn_desk.models.hidden import Hidden
from hn_desk.models.tables import Table

WRITTEN = {"version", "change", "written_by", "written_at"}
CLEAR = {
    "loan_applications": {
        *("id", "file_code", "person_id", "establishment_id", "sort_key", "entered_by", "received_on", "instance"),
        *WRITTEN,
    },
    "application_steps": {"application_id", "position", "at", "officer_id"},
    "bank_events": {"application_id", "position"},
    "scans": {"id"},
    "need_surveys": {"id"},
    "beneficiary_lists": {"id", "file_code", "entered_by", "corrects_id", "instance"},
    "confirmations": {"id", "pseudonym", "edition", "instance"},
    "packet_records": {"packet_id", "subject", "record_id", "record_version", "digest"},
    "receipts": {
        *("id", "desk", "made_at", "read_at", "sha256", "open_answers", "open_questions", "instance"),
        *WRITTEN,
    },
    "register_numbers": {"id", "year", "series", "number"},
}


@pytest.mark.parametrize("name", CLEAR)
def test_only_these_columns_stand_in_the_clear(name: str) -> None:
    columns = Table.metadata.tables[name].columns
    assert {column.name for column in columns if not isinstance(column.type, Hidden)} == CLEAR[name]


def test_a_hidden_column_names_its_own_table_and_column() -> None:
    for table in Table.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Hidden):
                assert column.type.place == f"{table.name}.{column.name}"
