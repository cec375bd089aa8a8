"""The log of policy credit: who did what to which file, and nothing that tells its programme.

What is done to a list is logged for each of its lines, as if each had been a file by itself: an entry for the list
would say of every line that it stands on one. What concerns no line yet (keeping an empty list) is logged for the list.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk.models import audit
from hn_desk.models.audit import Act

FILES: Final = "applications"
LISTS: Final = "lists"


def log_file(session: Session, action: str, application_id: str, content: dict[str, Any] | None = None) -> None:
    """Log an act on one application; its content is hidden."""
    audit.log(session, Act(action, FILES, application_id, content, is_private=True))


def log_lines(
    session: Session, action: str, lines: Sequence[str], content: dict[str, Any] | None = None, *, list_id: str
) -> None:
    """Log an act on a list: one entry a line; one for the list when it has none."""
    for line in lines:
        log_file(session, action, line, content)
    if not lines:
        log_list(session, action, list_id, content)


def log_list(session: Session, action: str, list_id: str, content: dict[str, Any] | None = None) -> None:
    """Log an act that concerns a list alone; its content is hidden."""
    audit.log(session, Act(action, LISTS, list_id, content, is_private=True))
