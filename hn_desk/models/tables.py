"""Every table of the database, in one place to import."""

from hn_desk.models.case_tables import BankEvent, InstalledForm, NeedSurvey, Scan
from hn_desk.models.city_tables import CityPacket, CityReceipt, CityRecord
from hn_desk.models.columns import Record, Table, new_id
from hn_desk.models.credit_tables import (
    ApplicationStep,
    BeneficiaryList,
    Confirmation,
    Establishment,
    LoanApplication,
)
from hn_desk.models.household_tables import (
    Contact,
    Conversion,
    ConversionStep,
    FollowUp,
    HouseholdBusiness,
    HouseholdHistory,
    HouseholdMerge,
    Industry,
    Person,
)
from hn_desk.models.import_tables import ImportBatch, ImportRow, ImportTemplate, SavedFilter, Target
from hn_desk.models.office_tables import (
    AuditEntry,
    ChangeNumber,
    OfficerKey,
    OfficeRow,
    OfficerRole,
    OfficerRow,
    RegisterNumber,
    ResidentialGroup,
    SearchWord,
)
from hn_desk.models.outreach_tables import EventGroup, OutreachEvent
from hn_desk.models.packet_tables import CopyRow, PacketRecord, PacketRow, ReceiptRow, SigningKey, TrustRow
from hn_desk.models.rights_tables import DataRequest, Erasure

__all__ = [
    "ApplicationStep",
    "AuditEntry",
    "BankEvent",
    "BeneficiaryList",
    "ChangeNumber",
    "CityPacket",
    "CityReceipt",
    "CityRecord",
    "Confirmation",
    "Contact",
    "Conversion",
    "ConversionStep",
    "CopyRow",
    "DataRequest",
    "Erasure",
    "Establishment",
    "EventGroup",
    "FollowUp",
    "HouseholdBusiness",
    "HouseholdHistory",
    "HouseholdMerge",
    "ImportBatch",
    "ImportRow",
    "ImportTemplate",
    "Industry",
    "InstalledForm",
    "LoanApplication",
    "NeedSurvey",
    "OfficeRow",
    "OfficerKey",
    "OfficerRole",
    "OfficerRow",
    "OutreachEvent",
    "PacketRecord",
    "PacketRow",
    "Person",
    "ReceiptRow",
    "Record",
    "RegisterNumber",
    "ResidentialGroup",
    "SavedFilter",
    "Scan",
    "SearchWord",
    "SigningKey",
    "Table",
    "Target",
    "TrustRow",
    "new_id",
]
