"""Signing in while the disk fails: an office of today, and the upgrade of each older one with its backup."""

from sqlalchemy import func, select

from hn_desk.actions.office import Office
from hn_desk.models.audit_check import first_break
from hn_desk.models.tables import Person
from tests.campaigns.crash.site import Site
from tests.campaigns.faults import state
from tests.campaigns.faults.campaign import Plan
from tests.campaigns.faults.faults import ENDLESS, MODES, Tried, failing
from tests.campaigns.faults.trial import Result
from tests.campaigns.shim import loaded


def run_openings(plan: Plan, sites: tuple[Site, ...], result: Result) -> None:
    """Every opening with its n-th call failing; afterwards it succeeds, and nothing was lost."""
    for site in sites:
        for mode in MODES:
            kind, error = MODES[mode]
            here = site.copied(plan.place / "site")
            loaded.arm(kind, ENDLESS, error)
            office = here.sign_in()
            total = loaded.seen()
            loaded.arm(loaded.OFF)
            people = _people(office)
            office.close()
            for number in plan.chosen(range(1, total + 1)):
                if len(result.faults) < plan.enough:
                    _open(site.copied(plan.place / "site"), (mode, number), people, result)
                result.calls += 1


def _people(office: Office) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def _open(site: Site, fault: tuple[str, int], people: int, result: Result) -> None:
    mode, number = fault
    with (tried := Tried()), failing(mode, number):
        site.sign_in().close()
    result.refused += tried.refusal is not None
    label = f"(opening {site.folder.name}, {mode} at call {number})"
    if tried.bug:
        result.accuse(f"unplain: {tried.bug} {label}")
    with (again := Tried()):
        office = site.sign_in()
        with office.database.read() as session:
            broken = first_break(session)
        for one in state.files(site, office.keys.master):
            result.accuse(f"{one} {label}")
        if broken is not None or _people(office) != people:
            result.accuse(f"lost: {_people(office)} people of {people}, log broken at {broken} {label}")
        office.close()
    if not again.is_done:
        result.accuse(f"stuck: {again.refusal or again.bug} {label}")
