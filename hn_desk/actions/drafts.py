"""Drafts of the officer who is signed in: kept every few seconds, found again at the next sign-in; nobody else's."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import select

from hn_desk import drafts
from hn_desk.actions.office import Office, stamp
from hn_desk.drafts import Draft, Shelf
from hn_desk.errors import StorageError
from hn_desk.files import set_aside
from hn_desk.models.tables import Erasure
from hn_desk.settings import resource

PUT_ASIDE: Final = frozenset({"drafts-damaged", "drafts-other-key", "file-too-large"})
"""Reasons for which a file will not be readable tomorrow either."""


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """How often drafts are kept, and after how many days a draft is offered for deletion."""

    keep_every_seconds: int
    old_after_days: int


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """What was found at sign-in; `problem` says why some of it could not be read."""

    drafts: tuple[Draft, ...]
    problem: StorageError | None = None


@cache
def draft_plan() -> DraftPlan:
    """The numbers in `drafts.toml`."""
    return DraftPlan(**tomllib.loads(resource("drafts.toml").read_text(encoding="utf-8")))


def kept_drafts(office: Office) -> KeptDrafts:
    """This officer's own drafts; a file that is damaged is put aside, never deleted, and the reason handed out.

    A draft over a record that was erased by law since is deleted. StorageError when the file can't be read at this
    moment; it is left where it is.
    """
    office.require("drafts.keep")
    shelf = _shelf(office)
    try:
        return KeptDrafts(_without_erased(office, shelf, drafts.kept(shelf)))
    except StorageError as problem:
        if problem.reason not in PUT_ASIDE:
            raise
        set_aside(shelf.path, stamp(office.now()))
        return KeptDrafts((), problem)


def keep_drafts(office: Office, kept: tuple[Draft, ...]) -> None:
    """Put these in the place of this officer's own drafts. StorageError when the disk won't take them."""
    office.require("drafts.keep")
    drafts.keep(kept, _shelf(office))


def is_old(draft: Draft, now: datetime) -> bool:
    """Whether a draft is so old that it is probably not wanted any more."""
    return now - datetime.fromisoformat(draft.at) > timedelta(days=draft_plan().old_after_days)


def _without_erased(office: Office, shelf: Shelf, found: tuple[Draft, ...]) -> tuple[Draft, ...]:
    with office.database.read() as session:
        erased = frozenset(session.scalars(select(Erasure.record_id))) if found else frozenset()
    standing = tuple(draft for draft in found if not any(_ids_in(place) & erased for _kind, place in draft.places))
    if standing != found:
        drafts.keep(standing, shelf)
    return standing


def _ids_in(place: str) -> frozenset[str]:
    return frozenset(place.split())


def _shelf(office: Office) -> Shelf:
    keys = office.keys
    return Shelf(office.folder, office.officer.id, keys.master, keys.database_keys, keys.seconds)
