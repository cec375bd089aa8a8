"""Figures of the SME scheme: each number as a plain count over the records gives it; one source for all who show it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hn_desk.actions.conversion_numbers import Asked, export_numbers, number_section, print_numbers, section_labels
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.reporting import Period, report
from hn_desk.actions.targets import TargetDraft, save_target
from hn_desk.errors import RoleError
from hn_desk.models.tables import (
    Contact,
    Conversion,
    ConversionStep,
    FollowUp,
    HouseholdBusiness,
    HouseholdMerge,
    Industry,
    OfficerRow,
    Person,
    ResidentialGroup,
)
from hn_desk.reports.table import Cell
from hn_desk.rules.conversion import counts_as_converted
from hn_desk.rules.dates import add_months
from tests.forms.pages import one_line

YEAR = Asked(2026)
DAY = date(2026, 6, 1)
OBSTACLES = ("capital", "cost", "procedure")
SUPPORTS = ("credit", "training")
INDUSTRIES = ("1071", "4711", "5610")


@pytest.fixture
def filled(office: Office) -> Office:
    """Sixty households of five groups with contacts, conversions and supports of two years; two were merged."""
    chance = Random(11)
    with office.write() as session:
        groups = [*session.scalars(select(ResidentialGroup.id)), None]
        officers = list(session.scalars(select(OfficerRow.id).order_by(OfficerRow.login)))[:3]
        kept = ""
        for number in range(60):
            made = HouseholdBusiness(name=f"Quán {number}", sort_key=f"{number:03}", group_id=chance.choice(groups))
            made.owner = Person(name="Vũ An", sort_key="an")
            if number % 5:
                code = chance.choice(INDUSTRIES)
                made.industries = [
                    Industry(position=0, code=code, name=f"Ngành {code}", edition="VSIC", is_main=True),
                    Industry(position=1, code="9000", name="Phụ", edition="VSIC"),
                ]
            session.add(made)
            session.flush()
            if number in (7, 8):
                made.merged_into = kept
                session.add(HouseholdMerge(kept_id=kept, gone_id=made.id, content={}))
            kept = made.id
            for _contact in range(chance.randrange(4)):
                session.add(_contact_of(chance, made.id, officers))
            if number % 2 or number == 8:
                session.add(_conversion_of(chance, made.id, officers))
        session.flush()
        for conversion in session.scalars(select(Conversion).where(Conversion.state == "registered")).all()[:6]:
            for support in (*SUPPORTS, "credit"):
                day = DAY - timedelta(days=chance.randrange(400))
                session.add(
                    FollowUp(conversion_id=conversion.id, kind="support", day=day, support=support, officer_id="x")
                )
    return office


def _contact_of(chance: Random, household_id: str, officers: list[str]) -> Contact:
    return Contact(
        household_id=household_id,
        day=DAY + timedelta(days=chance.randrange(-300, 200)),
        officer_id=chance.choice(officers),
        way="home",
        intention=chance.choice(("considering", "agreed", "refused")),
        obstacles=sorted(chance.sample(OBSTACLES, chance.randrange(3))),
        supports=sorted(chance.sample(SUPPORTS, chance.randrange(2))),
    )


def _conversion_of(chance: Random, household_id: str, officers: list[str]) -> Conversion:
    on = DAY + timedelta(days=chance.randrange(-300, 200))
    made = Conversion(
        household_id=household_id,
        state=chance.choice(("registered", "registered", "registered", "submitted", "refused")),
        listed_on=on,
        enterprise_code=chance.choice((*["0100109106"] * 5, "")),
        enterprise_kind=chance.choice(("tnhh1", "cp", "tnhh1", "cp", "")),
        certificate_on=chance.choice((*[on] * 5, None)),
    )
    days = [("listed", on), ("submitted", on - timedelta(days=40)), ("returned", on), ("submitted", on)]
    for position, (state, day) in enumerate([*days, *([("registered", on)] if made.state == "registered" else [])]):
        made.steps.append(ConversionStep(position=position, state=state, day=day, officer_id=chance.choice(officers)))
    return made


def converted(office: Office, asked: Asked) -> list[tuple[Conversion, HouseholdBusiness]]:
    """What counts by the rule of the regulations, one by one."""
    with office.database.read() as session:
        pairs = session.execute(
            select(Conversion, HouseholdBusiness).join(
                HouseholdBusiness, HouseholdBusiness.id == Conversion.household_id
            )
        )
        return [
            (one, of)
            for one, of in pairs
            if counts_as_converted(one.state, one.enterprise_code, one.enterprise_kind, one.certificate_on)
            and one.certificate_on is not None
            and asked.period.start <= one.certificate_on <= asked.period.end
            and of.merged_into is None
        ]


def contacts(office: Office, asked: Asked) -> list[tuple[Contact, HouseholdBusiness]]:
    with office.database.read() as session:
        pairs = session.execute(
            select(Contact, HouseholdBusiness).join(HouseholdBusiness, HouseholdBusiness.id == Contact.household_id)
        )
        days = asked.period
        return [(c, h) for c, h in pairs if days.start <= c.day <= days.end and h.merged_into is None]


def rows(office: Office, asked: Asked, code: str) -> dict[Cell, tuple[Cell, ...]]:
    return {row[0]: row[1:] for row in number_section(office, asked, code).table.rows}


@pytest.mark.parametrize("asked", [YEAR, Asked(2026, 2), Asked(2025)], ids=str)
def test_each_target_counts_what_its_kind_says(filled: Office, asked: Asked) -> None:
    met = contacts(filled, asked)
    found = rows(filled, asked, "progress")
    if asked.year == 2025:
        assert found == {}, "no kind of target holds in 2025"
        return
    done = [row[1] for row in found.values()]
    agreed = {c.household_id for c, _h in met if c.intention == "agreed"}
    assert done[0] == len(converted(filled, asked)) > 0
    assert done[2:5] == [len(agreed), len({c.household_id for c, _h in met}), len(met)]


def test_a_dossier_handed_in_twice_counts_once_and_a_support_once_an_enterprise(filled: Office) -> None:
    with filled.database.read() as session:
        merged = set(session.scalars(select(HouseholdBusiness.id).where(HouseholdBusiness.merged_into.is_not(None))))
        of = {one.id: one.household_id for one in session.scalars(select(Conversion))}
        steps = session.scalars(select(ConversionStep).where(ConversionStep.state == "submitted"))
        submitted = {one.conversion_id for one in steps if one.day.year == 2026 and of[one.conversion_id] not in merged}
        received = {
            (one.conversion_id, one.support)
            for one in session.scalars(select(FollowUp))
            if one.day.year == 2026 and of[one.conversion_id] not in merged
        }
    done = [row[1] for row in rows(filled, YEAR, "progress").values()]
    assert done[1] == len(submitted)
    assert done[5] == len({conversion for conversion, _support in received}) > 0
    by_support = Counter(support for _conversion, support in received)
    assert sorted(int(str(row[0])) for row in rows(filled, YEAR, "received").values()) == sorted(by_support.values())


def test_groups_industries_officers_kinds_and_parts_hold_the_same_conversions(filled: Office) -> None:
    counted = converted(filled, YEAR)
    with filled.database.read() as session:
        names = {group.id: group.name for group in session.scalars(select(ResidentialGroup))}
        main = {one.household_id: one.code for one in session.scalars(select(Industry).where(Industry.is_main))}
    by_group = Counter(names.get(of.group_id or "", "No residential group") for _one, of in counted)
    groups = rows(filled, YEAR, "groups")
    assert {str(name): row[-1] for name, row in groups.items() if row[-1] and name != "Total"} == dict(by_group)
    by_industry = Counter(main.get(of.id, "") for _one, of in counted)
    industries = {str(name)[:4]: row[-1] for name, row in rows(filled, YEAR, "industries").items()}
    assert {code: industries[code] for code in INDUSTRIES} == {code: by_industry[code] for code in INDUSTRIES}
    assert industries["No m"] == by_industry[""]
    for code in ("groups", "kinds", "parts"):
        place = {"parts": 2}.get(code, -1)
        assert number_section(filled, YEAR, code).table.rows[-1][place] == len(counted)
    for code in ("officers", "industries"):
        assert sum(int(str(row[-1])) for row in rows(filled, YEAR, code).values()) == len(counted)
    kinds = rows(filled, YEAR, "kinds")
    assert kinds["Công ty cổ phần"][0] == sum(one.enterprise_kind == "cp" for one, _of in counted)


def test_a_household_contacted_often_counts_once_in_its_group_and_in_each_quarter(filled: Office) -> None:
    met = contacts(filled, YEAR)
    groups = rows(filled, YEAR, "groups")
    assert groups["Total"][1] == len({c.household_id for c, _h in met})
    with filled.database.read() as session:
        kept = session.scalars(select(HouseholdBusiness).where(HouseholdBusiness.merged_into.is_(None))).all()
    assert groups["Total"][0] == len(kept) == 58
    parts = rows(filled, YEAR, "parts")
    second = [c for c, _h in met if 4 <= c.day.month <= 6]
    assert parts["Quarter 2/2026"][3:] == (len({c.household_id for c in second}), len(second))
    may = [c for c in second if c.day.month == 5]
    assert rows(filled, Asked(2026, 2), "parts")["05/2026"][2:] == (len({c.household_id for c in may}), len(may))


def test_obstacles_are_ranked_by_the_newest_contact_of_each_household(filled: Office) -> None:
    met = contacts(filled, YEAR)
    newest: dict[str, Contact] = {}
    for contact, _of in sorted(met, key=lambda pair: (pair[0].day, pair[0].change)):
        newest[contact.household_id] = contact
    by_household = Counter(code for contact in newest.values() for code in contact.obstacles)
    by_contact = Counter(code for contact, _of in met for code in contact.obstacles)
    table = number_section(filled, YEAR, "obstacles").table
    ranks = [row[1:] for row in table.rows]
    assert sorted(ranks) == sorted((by_household[code], by_contact[code]) for code in by_contact)
    assert ranks == sorted(ranks, reverse=True)


def test_what_is_registered_here_is_what_goes_to_the_department_of_finance(office: Office) -> None:
    chance = Random(3)
    with office.write() as session:
        for number in range(30):
            made = HouseholdBusiness(name=f"Quán {number}", sort_key="", owner=Person(name="A", sort_key="a"))
            session.add(made)
            session.flush()
            conversion = _conversion_of(chance, made.id, [office.officer.id])
            conversion.enterprise_code, conversion.enterprise_kind = "0100109106", "tnhh1"
            conversion.certificate_on = conversion.listed_on
            session.add(conversion)
    with office.database.read() as session:
        sent = rows_of(Source(session, office, office.book.desks["STC"]))["conversions"]
    years = Counter(row.certificate_on.year for row in sent if row.state == "registered" and row.certificate_on)  # type: ignore[attr-defined]  # rows of conversions have them
    assert len(years) == 2
    for year, figure in years.items():
        assert number_section(office, Asked(year), "kinds").table.rows[-1][-1] == figure


def test_a_conversion_stays_counted_when_its_household_is_edited_later(office: Office) -> None:
    shop = save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id
    day = date(2025, 3, 1)
    names = {"enterprise_code": "0100109106", "enterprise_kind": "tnhh1", "certificate_on": day}
    with office.write() as session:
        made = Conversion(household_id=shop, state="registered", listed_on=day, **names)
        made.steps.append(ConversionStep(position=0, state="registered", day=day, officer_id=office.officer.id))
        session.add(made)
    before = number_section(office, Asked(2025, 1), "kinds").table
    draft = household(office, shop).draft
    save_household(
        office, HouseholdDraft(id=draft.id, version=draft.version, name="B", owner=draft.owner, status="closed")
    )
    assert number_section(office, Asked(2025, 1), "kinds").table == before
    assert before.rows[-1][-1] == 1
    assert number_section(office, YEAR, "kinds").table.rows[-1][-1] == 0


def test_window_paper_and_workbook_show_the_same_numbers(filled: Office, tmp_path: Path) -> None:
    save_target(filled, TargetDraft(year=2026, kind="registered", number=40, source="QĐ 12/QĐ-UBND"))
    path = tmp_path / "so-lieu.xlsx"
    export_numbers(filled, YEAR, path)
    book = load_workbook(path)
    words = one_line(print_numbers(filled, YEAR).pdf)
    assert len(book.worksheets) == len(section_labels())
    for sheet, code in zip(book.worksheets, section_labels(), strict=True):
        shown = number_section(filled, YEAR, code)
        cells = [tuple(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        assert cells == [tuple(cell if cell != "" else None for cell in row) for row in shown.table.rows]
        assert shown.table.title in words
        for bar in shown.chart.bars if shown.chart else ():
            assert bar.words in words
    assert "QĐ 12/QĐ-UBND" in words


def test_the_chart_shows_the_tables_numbers_and_the_pace(filled: Office) -> None:
    save_target(filled, TargetDraft(year=2026, quarter=4, kind="registered", number=40, source="QĐ 12/QĐ-UBND"))
    found = number_section(filled, Asked(2026, 4), "progress")
    what, target, done, _percent, expected, pace, source = found.table.rows[0]
    assert (what, target, source) == ("Hộ kinh doanh đã chuyển thành doanh nghiệp", 40, "QĐ 12/QĐ-UBND")
    assert found.chart is not None
    (bar,) = found.chart.bars
    assert (bar.value, bar.full, bar.mark) == (done, 40, expected)
    assert 0 < int(str(expected)) < 40, "20 November lies within the quarter"
    assert str(pace) == f"Behind by {int(str(expected)) - int(str(done))}"
    assert found.table.rows[1][5] == "No target assigned"


def test_four_quarters_make_the_target_of_a_year_without_one(filled: Office) -> None:
    for quarter in (1, 2, 3):
        save_target(filled, TargetDraft(None, None, 2026, quarter, "contacted", 10 * quarter, "KH 3"))
    assert rows(filled, YEAR, "progress")["Hộ kinh doanh đã được tiếp cận"][0] is None
    save_target(filled, TargetDraft(None, None, 2026, 4, "contacted", 40, "KH 3"))
    row = rows(filled, YEAR, "progress")["Hộ kinh doanh đã được tiếp cận"]
    assert (row[0], row[-1]) == (100, "Sum of the four quarters")


def test_enterprises_are_still_in_business_ended_or_not_asked_yet(filled: Office) -> None:
    months, today = 6, filled.today()
    with filled.write() as session:
        for conversion in session.scalars(select(Conversion)).all():
            conversion.state, conversion.enterprise_code, conversion.certificate_on = "listed", "0100109106", None
        three = session.scalars(select(Conversion).where(Conversion.enterprise_kind == "cp")).all()[:5]
        for place, conversion in enumerate(three):
            conversion.state = "registered"
            conversion.certificate_on = add_months(today, -months + (place == 4))
            if place < 3:
                names = {"day": today, "months": months, "is_alive": place < 2, "officer_id": "x"}
                session.add(FollowUp(conversion_id=conversion.id, kind="alive", **names))
    table = number_section(filled, YEAR, "alive").table
    assert table.rows[0] == ("6 months after the certificate", 4, 2, 1, 1)
    assert sum(int(str(cell)) for row in table.rows[1:] for cell in row[1:]) == 0
    assert number_section(filled, Asked(2025), "alive").table.rows[0][1] == 0


def test_the_input_for_the_plan_holds_both_years_targets_and_needs(filled: Office) -> None:
    with filled.write() as session:
        newest = session.scalars(select(Contact).where(Contact.day < date(2026, 1, 1)).order_by(Contact.day)).all()[-1]
        newest.capital_demand = 7_000_000
    save_target(filled, TargetDraft(None, None, 2026, 0, "registered", 8, "QĐ 1"))
    save_target(filled, TargetDraft(None, None, 2027, 0, "registered", 12, "QĐ 2"))
    plan = rows(filled, Asked(2026, 3), "plan")
    before, now = (len(converted(filled, Asked(year))) for year in (2025, 2026))
    told = ("doanh nghiệp", before, 8, now, now * 100 // 8, 12)
    assert plan["Hộ kinh doanh đã chuyển thành doanh nghiệp"] == told
    assert before > 0
    assert plan["Household businesses in business today"][3] == 58
    assert plan["Capital that households would need (newest contact)"][1:4] == (7_000_000, None, 0)
    wanted = rows(filled, YEAR, "supports")
    assert plan["Households that want support: Tín dụng"][3] == wanted["Tín dụng"][0]


def test_one_section_alone_is_exported(filled: Office, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    export_numbers(filled, YEAR, path, ["plan"])
    assert [sheet["A1"].value for sheet in load_workbook(path).worksheets] == ["Input for next year's plan"]
    assert "Obstacles" not in one_line(print_numbers(filled, YEAR, ["plan"]).pdf)


def test_the_reports_of_any_period_show_the_same_numbers(filled: Office) -> None:
    period = Period(YEAR.period.start, YEAR.period.end)
    assert report(filled, "converted", period).rows == number_section(filled, YEAR, "groups").table.rows
    wishes = report(filled, "obstacles", period).rows
    both = [row for code in ("obstacles", "supports") for row in number_section(filled, YEAR, code).table.rows]
    assert [row[1:] for row in wishes] == both


def test_who_does_not_work_with_households_sees_no_figures(as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        number_section(as_officer("anh"), YEAR, "groups")
