"""What papers say, handed in by the caller: values as they are printed, amounts in đồng, no database rows."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Office:
    """The office as its paper's head names it: `name` is full (`Phường Hoàn Kiếm`), `kind` is `phường` or `xã`."""

    name: str
    kind: str
    superior: str = "UBND thành phố Hà Nội"
    place: str = "Hà Nội"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, below the lines of authority (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`); an empty name stays blank."""

    authority: tuple[str, ...]
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckCode:
    """The mã kiểm tra: what the QR holds, and the nonce that is printed outside of it."""

    content: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands around the body of every office paper; number, day, signer's name and check code may be blank.

    `number` is văn thư's, whole (`125/XN-UBND`); `file_code` is ours ("Mã hồ sơ"); `training` marks every page.
    """

    office: Office
    file_code: str
    signer: Signer
    number: str = ""
    issued_on: date | None = None
    check: CheckCode | None = None
    training: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """A programme's words on paper: its neutral name, its name by law, what it rests on, what is confirmed of whom.

    What it leaves empty is said by the form's own words.
    """

    code: str
    name: str
    legal_name: str
    legal_basis: tuple[str, ...] = ()
    person_statement: str = ""
    plan_statement: str = ""
    list_title: str = ""
    list_date_heading: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person on paper: `born` is `YYYY` or `YYYY-MM-DD`, `sex` the printed word (`Nam`, `Nữ`)."""

    name: str
    born: str = ""
    sex: str = ""
    citizen_id: str = ""
    residence: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Loan:
    """What is asked of the bank: `amount` in đồng, `term_months` in months, 0 for not given."""

    amount: int
    purpose: str
    term_months: int = 0
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Establishment:
    """A production or business establishment and the person who represents it by law."""

    name: str
    code: str
    address: str
    representative: Person
    representative_title: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonConfirmation:
    """Facts of `confirmation-person`: one person's application under a programme that confirms single applications.

    The priority group itself is sensitive and never printed, only that there is one.
    """

    letter: Letter
    programme: ProgrammeText
    applicant: Person
    loan: Loan
    project: str = ""
    project_place: str = ""
    is_priority: bool = False
    representative: Person | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a printer's print is moved, in mm to the right and down, so that it meets what is printed already."""

    right: float = 0
    down: float = 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """Facts of `confirm-overlay`: a person's confirmation, printed at the spot `spot` of someone else's form."""

    confirmation: PersonConfirmation
    spot: str
    shift: Shift = Shift()


@dataclass(frozen=True, slots=True)
class PlanConfirmation:
    """Facts of `confirmation-plan`: an establishment's loan plan; workers are those with contracts.

    `workers_qualifying` counts those of the programme's group, `workers_supported` those whose jobs the loan serves.
    """

    letter: Letter
    programme: ProgrammeText
    establishment: Establishment
    loan: Loan
    project: str
    project_place: str
    workers_total: int = 0
    workers_qualifying: int = 0
    workers_supported: int = 0
    capital: int = 0


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: `entitled_on` is the day on the paper that entitles the person under the programme."""

    person: Person
    loan: Loan
    entitled_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BeneficiaryList:
    """Facts of `list-beneficiaries`: the police's list with the office's confirmation; `month` is any day of its month.

    `police` signs on the left; `correction` says which list this one replaces and what it changes.
    """

    letter: Letter
    programme: ProgrammeText
    rows: tuple[ListRow, ...]
    police: Signer
    month: date | None = None
    police_number: str = ""
    police_day: date | None = None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class DossierItem:
    """One paper of a conversion's dossier; `is_ready` None leaves the box to be ticked by hand."""

    text: str
    is_ready: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConversionAdvice:
    """Facts of `conversion-slip`: advice for one household business that considers becoming an enterprise.

    `supported_from` is the first day of the certificate on which the one year of business before it is complete.
    """

    letter: Letter
    household: str
    owner: str
    address: str
    business_code: str
    target_kind: str
    items: tuple[DossierItem, ...]
    supported_from: date | None = None
    advice: str = ""
    officer: str = ""
    officer_phone: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one outreach event reached, counted; a zero is not printed."""

    present: int = 0
    women: int = 0
    times: int = 0
    broadcasts: int = 0
    posts: int = 0
    leaflets: int = 0
    asked_to_convert: int = 0
    asked_for_loan: int = 0


@dataclass(frozen=True, slots=True)
class OutreachMinutes:
    """Facts of `outreach-minutes`: one event; `begun` and `ended` are printed as given (`08 giờ 30 ngày 05/3/2026`).

    The letter's signer is who led the event; `secretary` signs on the left.
    """

    letter: Letter
    title: str
    topic: str
    way: str
    begun: str
    ended: str
    place: str
    reach: Reach = field(default_factory=Reach)
    groups: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    legal_basis: str = ""
    leader: str = ""
    partners: str = ""
    speaker: str = ""
    content: str = ""
    outcome: str = ""
    secretary: Signer = Signer(("THƯ KÝ",))


@dataclass(frozen=True, slots=True)
class Notice:
    """Facts of every notice: to one applicant, naming the programme only by its neutral name."""

    letter: Letter
    programme: ProgrammeText
    addressee: str
    address: str
    paper_number: str
    paper_day: date | None
    reason: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedPacket:
    """One packet of a receipt: `digest` is the SHA-256 of the inner workbook in hexadecimal."""

    epoch: int
    number: int
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class ReceivedSubject:
    """What one subject's rows came to."""

    subject: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    questioned: int = 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that the city could not take, why, and what the office is to do."""

    subject: str
    row: str
    reason: str
    todo: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Facts of `receipt`: the city desk's answer on one A4 page; `received_on` is the day printed in its head."""

    desk: str
    superior: str
    receipt_number: str
    received_on: date
    office: str
    office_code: str
    packets: tuple[ReceivedPacket, ...]
    subjects: tuple[ReceivedSubject, ...]
    refused: tuple[RefusedRow, ...] = ()
    highest_number: int = 0
    questions: int = 0
    place: str = "Hà Nội"
    training: bool = False
