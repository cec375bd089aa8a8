"""The registers as data: what each duty is about, whose plans are kept, who may be held up as an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dates import age_on
from hn_desk.rules.programme import Choice
from hn_desk.rules.programme_file import read_choices
from hn_desk.rules.reading import Reader

SME: Final = "registers.sme"
SOCIAL: Final = "registers.social"
POLICE: Final = "registers.police"
INSTRUCTIONS: Final = "registers.instructions"
SME_TOPIC: Final = "sme"
POLICE_AUTHOR: Final = "police"
DUTIES: Final = tuple(f"D{number}" for number in range(1, 16))


@dataclass(frozen=True, slots=True)
class RegisterDuty:
    """A duty of DOMAIN §2: its topic, the code of the report that tells of it, the authors of its yearly plans."""

    code: str
    label: str
    topic: str
    report: str
    plans_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterData:
    """What the registers offer; `adult_age` in full years, the least of a person held up as an example."""

    duties: Mapping[str, RegisterDuty]
    authors: tuple[Choice, ...]
    example_topics: tuple[str, ...]
    adult_age: int
    source: str

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the duties, each once, in the order of the duties."""
        return tuple(dict.fromkeys(duty.topic for duty in self.duties.values()))

    @property
    def reports(self) -> tuple[str, ...]:
        """Codes of the reports that an instruction may ask for."""
        return tuple(dict.fromkeys(duty.report for duty in self.duties.values() if duty.report))

    def topic_of(self, duty: str) -> str:
        """The topic of a duty; empty for an unknown one."""
        return self.duties[duty].topic if duty in self.duties else ""

    def is_adult(self, birth: str, day: date) -> bool:
        """Whether somebody is of age on `day` for certain; of a year alone the 31/12 counts."""
        return age_on(birth, day) >= self.adult_age


def line_of(topic: str) -> str:
    """The line of the table of roles that opens writing of a topic."""
    return SME if topic == SME_TOPIC else SOCIAL


def load_registers(data: Mapping[str, object], name: str) -> RegisterData:
    """Make RegisterData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    reader.choice("status", ("provisional", "official"))
    reader.day("valid_from")
    authors = read_choices(reader.tables("authors"))
    rows = reader.tables("duties")
    duties = [_duty(row, tuple(author.code for author in authors)) for row in rows]
    if tuple(duty.code for duty in duties) != DUTIES:
        reader.problem("duties", _("must be D1 to D15, in order"))
    examples = reader.table("examples")
    examples.text("source")
    found = RegisterData(
        {duty.code: duty for duty in duties},
        authors,
        examples.texts("topics", [duty.topic for duty in duties], optional=False),
        reader.whole("adult_age"),
        reader.text("source"),
    )
    reader.finish()
    return found


def _duty(row: Reader, authors: tuple[str, ...]) -> RegisterDuty:
    return RegisterDuty(
        row.text("code"),
        row.text("label"),
        row.text("topic"),
        row.text("report", optional=True),
        row.texts("plans_of", authors),
    )
