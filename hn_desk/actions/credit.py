"""Policy credit, as screens call it: programmes and their questions, applications and their steps."""

from hn_desk.actions.credit_facts import (
    ApplicationDraft,
    ApplicationFacts,
    ApplicationRow,
    ConfirmationFacts,
    EstablishmentDraft,
    FactField,
    Intake,
    Judgement,
    KeptFinding,
    Paper,
    ProgrammeChoice,
    Representative,
    StepFacts,
    Subject,
)
from hn_desk.actions.credit_reads import application, application_ids, application_rows, fields, programmes
from hn_desk.actions.credit_save import judge, save_application
from hn_desk.actions.credit_steps import check, present, refuse, return_to_enterer, withdraw

__all__ = [
    "ApplicationDraft",
    "ApplicationFacts",
    "ApplicationRow",
    "ConfirmationFacts",
    "EstablishmentDraft",
    "FactField",
    "Intake",
    "Judgement",
    "KeptFinding",
    "Paper",
    "ProgrammeChoice",
    "Representative",
    "StepFacts",
    "Subject",
    "application",
    "application_ids",
    "application_rows",
    "check",
    "fields",
    "judge",
    "present",
    "programmes",
    "refuse",
    "return_to_enterer",
    "save_application",
    "withdraw",
]
