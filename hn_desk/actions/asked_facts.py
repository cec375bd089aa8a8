"""What is known here of the city's questions, and what is typed to answer one."""

from dataclasses import dataclass
from datetime import date
from typing import Final

OUT: Final = "out"
IN: Final = "in"
MOVES: Final = (OUT, IN)
MOST: Final = 2000
"""Most letters of an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a desk: `page` and `record_id` say where its record is shown, `what` names it without a person.

    `answered_on` is None until it was answered here; `is_corrected` means that the record itself was sent anew since.
    """

    id: str
    desk: str
    desk_name: str
    page: str
    record_id: str
    what: str
    text: str
    asked_on: date
    answer: str = ""
    move: str = ""
    office: str = ""
    answered_on: date | None = None
    is_corrected: bool = False
    is_about_person: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody here."""
        return self.answered_on is None and not self.is_corrected


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as it was typed; `move` says that the person moved `out` to or came `in` from the office `office`."""

    question_id: str = ""
    text: str = ""
    move: str = ""
    office: str = ""
