"""A database on a real PostgreSQL: the same tables, whole transactions, one writer at a time, plain sentences."""

import threading
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from hn_desk.errors import DeskError, InputError, StorageError
from hn_desk.models import audit, server
from hn_desk.models.audit import Act
from hn_desk.models.audit_check import check_log
from hn_desk.models.bulk import add_rows
from hn_desk.models.database import Database, make_engine, open_database
from hn_desk.models.server import refusal_of_server
from hn_desk.models.server_address import SETTINGS, read_address
from hn_desk.models.tables import AuditEntry, ChangeNumber, CityHandover, CityRecord, Person, Table
from hn_desk.models.upgrade import upgrade
from tests.cluster import KEY, Cluster
from tests.models.conftest import AUTHOR


@pytest.fixture
def database(server_url: str) -> Iterator[Database]:
    opened = open_database(read_address(server_url), KEY)
    yield opened
    opened.close()


def refusal(url: str) -> DeskError:
    with pytest.raises(DeskError) as refused:
        open_database(read_address(url), KEY)
    return refused.value


def test_the_migrations_make_exactly_the_tables_of_the_code(server_url: str) -> None:
    engine = make_engine(read_address(server_url), KEY, foreign_keys=True)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    engine.dispose()


def test_a_newer_database_is_refused(server_url: str) -> None:
    with psycopg.connect(server_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError) as refused:
        upgrade(read_address(server_url), KEY)
    assert refused.value.reason == "newer-database"


def test_an_error_rolls_everything_back_and_its_text_carries_no_name(database: Database) -> None:
    def fail() -> None:
        with database.begin(AUTHOR) as session:
            session.add(Person(id="Hạnh", name="Hạnh", sort_key="hanh"))
            session.flush()
            session.execute(text("INSERT INTO people (id, name) VALUES (:id, :name)"), {"id": "Hạnh", "name": "Hạnh"})

    with pytest.raises(IntegrityError) as error:
        fail()
    assert "23502" in str(error.value)
    assert "Hạnh" not in f"{error.value!s}{error.value!r}{error.value.orig!s}"
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() == []


def test_a_reading_sees_one_state_and_keeps_nothing(database: Database, server_url: str) -> None:
    other = open_database(read_address(server_url), KEY)
    with closing(other), database.read() as session:
        before = session.scalars(select(AuditEntry.sequence)).all()
        with other.begin(AUTHOR) as writing:
            audit.log(writing, Act("test"))
        assert session.scalars(select(AuditEntry.sequence)).all() == before == []


def test_two_that_write_at_once_keep_numbers_and_log_whole(server_url: str) -> None:
    def write() -> None:
        with closing(open_database(read_address(server_url), KEY)) as mine:
            for _time in range(10):
                with mine.begin(AUTHOR) as session:
                    session.add(Person(name="A", sort_key="a"))
                    session.flush()
                    audit.log(session, Act("test"))

    writers = [threading.Thread(target=write) for _writer in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with closing(open_database(read_address(server_url), KEY)) as database, database.read() as session:
        assert sorted(session.scalars(select(Person.change))) == list(range(1, 21))
        assert session.scalar(select(ChangeNumber.last)) == 20
        assert session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)).all() == list(range(1, 21))
        assert check_log(session) == ()


def test_who_waits_too_long_for_another_writer_is_told(
    database: Database, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50")
    other = open_database(read_address(server_url), KEY)
    with closing(other), database.begin(AUTHOR), pytest.raises(StorageError) as refused, other.begin(AUTHOR):
        pass
    assert refused.value.reason == "locked"


def test_a_connection_that_breaks_is_told_and_the_next_one_made(database: Database, cluster: Cluster) -> None:
    def break_off() -> None:
        with database.begin(AUTHOR) as session, cluster.admin() as admin:
            session.add(Person(id="lost", name="A", sort_key="a"))
            number = session.scalar(text("SELECT pg_backend_pid()"))
            admin.execute("SELECT pg_terminate_backend(%s)", (number,))

    with pytest.raises(StorageError) as refused:
        break_off()
    assert refused.value.reason == "server-away"
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() == []


def test_each_refusal_of_the_server_has_its_sentence(cluster: Cluster) -> None:
    wrong = cluster.url("postgres").replace(quote(cluster.password), "wrong")
    nobody = cluster.url("postgres", role="nobody")
    away = f"postgresql://a:b@127.0.0.1:1/{'postgres'}"
    assert [refusal(url).reason for url in (wrong, nobody, cluster.url("missing"), away)] == [
        *["server-refused"] * 3,
        "server-away",
    ]


def test_who_has_no_right_to_the_tables_is_told(cluster: Cluster, server_url: str) -> None:
    with cluster.admin() as admin:
        admin.execute(f"CREATE ROLE reader LOGIN PASSWORD '{cluster.password}'")
    name = server_url.rpartition("/")[2]
    refused = refusal(cluster.url(name, role="reader"))
    with cluster.admin() as admin:
        admin.execute("DROP ROLE reader")
    assert refused.reason == "read-only"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("53100", "disk-full"),
        ("53200", "disk-full"),
        ("53300", "server-away"),
        ("57P01", "server-away"),
        ("40P01", "locked"),
        ("25006", "read-only"),
        ("28P01", "server-refused"),
        ("XX001", "damaged"),
        ("58030", "damaged"),
    ],
)
def test_each_failure_of_the_server_has_its_sentence(state: str, reason: str) -> None:
    refused = refusal_of_server(psycopg.errors.lookup(state)("in the server's own words"))
    assert refused is not None
    assert (refused.reason, bool(refused.what), bool(refused.do)) == (reason, True, True)


def test_an_unknown_failure_stays_a_bug() -> None:
    assert refusal_of_server(psycopg.errors.SyntaxError("x")) is None


def test_another_pc_is_reached_encrypted_only(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    far = cluster.url("postgres", host="may-chu") + "?hostaddr=127.0.0.1"
    with pytest.raises(InputError) as refused:
        read_address(f"{far}&sslmode=prefer")
    assert refused.value.reason == "database-url"
    with closing(open_database(read_address(far), KEY)) as database, database.read() as session:
        asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert session.scalar(text(asked)) is True

    monkeypatch.setattr(server, "is_local", lambda *_host: False)
    assert refusal(f"{cluster.url('postgres')}?sslmode=disable").reason == "server-open"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b:c:d/e", "postgresql://a@b", "city.db"])
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(InputError) as refused:
        read_address(url)
    assert refused.value.reason == "database-url"


def test_the_password_stands_in_no_text(cluster: Cluster, database: Database) -> None:
    address = read_address(cluster.url("postgres"))
    assert address.shown == f"postgresql://hn_desk@127.0.0.1:{cluster.port}/postgres"
    assert cluster.password not in f"{address!r}{address!s}{database!r}{database.engine!r}"


def test_many_rows_are_copied_as_they_would_be_inserted(database: Database) -> None:
    rows = [
        {
            "office": "00070",
            "subject": "events",
            "record_id": f"\t{number}\\N",
            "record_version": number,
            "instance_id": "a",
            "epoch": 1,
            "packet_number": 1,
            "payload": {"name": "Tổ “1”\n", "count": number},
        }
        for number in range(3)
    ]
    with database.begin(AUTHOR) as session:
        assert add_rows(session, CityRecord, tuple(rows[0]), (tuple(row.values()) for row in rows)) == 3
    with database.read() as session:
        kept = session.scalars(select(CityRecord).order_by(CityRecord.number)).all()
        assert [(row.record_id, row.record_version, row.payload) for row in kept] == [
            (row["record_id"], row["record_version"], row["payload"]) for row in rows
        ]
    with pytest.raises(psycopg.errors.UniqueViolation, match="23505"), database.begin(AUTHOR) as session:
        add_rows(session, CityRecord, tuple(rows[0]), [tuple(row.values()) for row in rows])


def test_a_sealed_text_in_a_question_of_sql_is_a_bug() -> None:
    with pytest.raises(TypeError, match="sealed"):
        select(CityHandover.id).where(CityHandover.person == "Hạnh")
