"""`sample`: a training office with invented people."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.actions.sample import TRAINING_OFFICE, TRAINING_PASSPHRASE, SamplePlan, make_sample, training_officers
from hn_desk.commands.access import office_folder
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--data", type=Path, help=_("folder that holds the office's data"))
    parser.add_argument("--households", type=int, default=40, help=_("how many household businesses"))
    parser.add_argument("--people", type=int, default=0, help=_("how many people besides their owners"))
    parser.add_argument("--seed", type=int, default=1, help=_("the same number makes the same people"))
    parser.add_argument("--office", default=TRAINING_OFFICE, help=_("the commune's code"))


def run(options: Namespace) -> Outcome:
    """Make the office."""
    plan = SamplePlan(max(options.households, 0), max(options.people, 0), options.seed, options.office)
    folder = office_folder(options)
    made = make_sample(folder, plan)
    logins = [officer.login for officer in training_officers()]
    lines = (
        _("A training office with {households} household businesses lies in {folder}.").format(
            households=made["households"], folder=folder
        ),
        _("Sign in as {logins}; everyone's passphrase is “{passphrase}”.").format(
            logins=", ".join(logins), passphrase=TRAINING_PASSPHRASE
        ),
    )
    return Outcome({**made, "folder": str(folder), "logins": logins, "environment": "training"}, lines)
