"""Why a text file that came by mail is not taken for a packet."""

from hn_desk.i18n import _


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    again = _("Ask the office to save the packet as .txt again and to send that file as an attachment.")
    return {
        "text-other": (
            _("This text file holds no packet."),
            _("Choose the .txt file that the office made on its packets page."),
        ),
        "text-several": (_("This text file holds several packets."), _("Save each packet in a file of its own.")),
        "text-cut": (_("The beginning or the end of the packet is missing in this text file."), again),
        "text-damaged": (_("The packet in this text file was damaged on the way."), again),
        "text-size": (_("This text file is larger than {limit} MB."), again),
        "text-large": (
            _("The packet is larger than {limit} MB, which mail doesn't carry."),
            _("Copy it to a stick instead."),
        ),
    }
