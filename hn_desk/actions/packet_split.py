"""Sharing what a desk gets out over several packets, where it is more than one may carry. PACKET §2, §5."""

from collections.abc import Iterator, Mapping
from itertools import islice

from hn_desk.actions.packet_delta import Delta
from hn_desk.packets.subjects import Row


def parts_of(delta: Delta, most: int) -> list[Delta]:
    """The delta in order in shares of at most `most` rows, at least one; every share names every subject."""
    rows = _in_order(delta.rows)
    return [_share(delta, list(islice(rows, most))) for _part in range(max(1, -(-delta.count // most)))]


def _in_order(rows: Mapping[str, list[Row]]) -> Iterator[tuple[str, Row]]:
    return ((subject, row) for subject, made in rows.items() for row in made)


def _share(delta: Delta, taken: list[tuple[str, Row]]) -> Delta:
    rows: dict[str, list[Row]] = {subject: [] for subject in delta.rows}
    for subject, row in taken:
        rows[subject].append(row)
    return Delta(rows, {(subject, row.id): delta.records[subject, row.id] for subject, row in taken})
