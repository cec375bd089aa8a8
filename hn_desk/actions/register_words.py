"""What the registers, and what stands in them as a code, are called on the screen."""

from hn_desk.i18n import _


def register_names() -> dict[str, str]:
    """Names of the registers by code, in the order in which they are offered."""
    return {
        "plans": _("Yearly plans"),
        "acts": _("Work done for a duty"),
        "instructions": _("Papers from above"),
        "budget": _("Budget"),
        "difficulties": _("Difficulties and proposals"),
        "examples": _("Models and examples"),
    }


def instruction_kinds() -> dict[str, str]:
    """Kinds of papers from above by code."""
    return {"request": _("Asks for one report or answer"), "standing": _("Holds every year")}


def example_kinds() -> dict[str, str]:
    """Kinds of examples by code."""
    return {"model": _("Model"), "collective": _("Collective"), "person": _("Person")}
