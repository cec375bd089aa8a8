"""The keys of the officers whose signatures a packet's rows bear, without their names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select

from hn_desk.actions.officer_registry import roles_of
from hn_desk.actions.packet_source import PUT, Source
from hn_desk.actions.signatures import approval_of, issue_of
from hn_desk.models.tables import Confirmation, OfficerKey
from hn_desk.packets.officer_rows import APPROVERS
from hn_desk.packets.subjects import OfficerKeyRow, Row

APPROVER = "approver"
CLERK = "records"
WINDOW = "window"


def officers(source: Source) -> Iterator[Row]:
    """The keys of who may sign now, and of who has signed, with the role in which that was done."""
    used = _used(source)
    for row in source.session.scalars(select(OfficerKey).order_by(OfficerKey.made_at, OfficerKey.id)):
        roles = (set(roles_of(source.session, row.officer_id)) | used.get(row.id, set())) & APPROVERS
        if roles:
            yield OfficerKeyRow(
                id=source.derived_id("officer_key", row.id),
                version=1,
                operation=PUT,
                key_id=row.id,
                roles=" ".join(sorted(roles)),
                public_key=row.sign_public.hex(),
                valid_from=_day(row.made_at),
                valid_until=_day(row.ended_at) if row.ended_at else None,
            )


def _used(source: Source) -> Mapping[str, set[str]]:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for row in source.session.scalars(select(Confirmation)):
        approval, issue = approval_of(row), issue_of(row)
        if approval is not None:
            used[approval.key_id].add(APPROVER if row.way == WINDOW else CLERK)
        if issue is not None:
            used[issue.key_id].add(CLERK)
    return used


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()
