"""Why the container of a packet is not accepted: the ZIP file, its XML, its content types and its relationships."""

from hn_desk.i18n import _


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    return {**_archive(), **_xml(), **_types(), **_relationships()}


def again() -> str:
    """Say what to do with a file that was changed, damaged or saved by another program."""
    return _("Don't use this file. Ask the office to copy the packet again from its outbox.")


def _archive() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "not-a-packet": (_("This file is not a packet of HN Desk."), _("Choose a packet: its name begins with GOI.")),
        "zip-size": (
            _("This file is larger than {limit} MB."),
            _("Ask the office to split the packet into several smaller ones."),
        ),
        "zip-end": (_("The end of this packet is missing or something was added behind it."), do),
        "zip-comment": (_("A comment was added to the packet's file."), do),
        "zip-disks": (_("The packet's file says that it is spread over several disks."), do),
        "zip-count": (_("The packet's list of contents has a wrong count."), do),
        "zip-entries": (_("The packet's file has more than {limit} entries."), do),
        "zip-directory": (_("The packet's list of contents is damaged."), do),
        "zip-gap": (_("There are hidden bytes between the contents of this packet."), do),
        "zip-header": (_("This packet was saved by another program: “{part}” is not packed as HN Desk packs it."), do),
        "zip-local": (_("The packet's file says two different things about “{part}”."), do),
        "zip-extra": (_("Extra fields were added to “{part}” in the packet's file."), do),
        "zip-descriptor": (_("“{part}” in the packet's file has no size before its data."), do),
        "zip-encrypted": (
            _("“{part}” in the packet's file is encrypted by itself."),
            _("Don't use this file. Open the sealed packet with the desk's key instead."),
        ),
        "zip-method": (_("“{part}” is compressed in a way that packets don't use."), do),
        "zip-name": (_("The packet's file has an entry with a forbidden name."), do),
        "zip-duplicate": (_("The packet's file has “{part}” twice."), do),
        "zip-part-size": (_("“{part}” in the packet's file is larger than {limit} MB."), do),
        "zip-total-size": (_("The contents of this packet are larger than {limit} MB."), do),
        "zip-ratio": (_("“{part}” is compressed so much that it may be made to stop this computer."), do),
        "zip-inflate": (_("“{part}” in the packet's file is damaged and can't be unpacked."), do),
        "zip-crc": (_("“{part}” in the packet's file does not match its check sum."), do),
    }


def _xml() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "xml-encoding": (_("“{part}” is not written in UTF-8."), do),
        "xml-doctype": (_("“{part}” has a document type, which packets never have."), do),
        "xml-entity": (_("“{part}” defines an entity, which packets never do."), do),
        "xml-comment": (_("“{part}” has a comment, which packets never have."), do),
        "xml-instruction": (_("“{part}” has a processing instruction, which packets never have."), do),
        "xml-broken": (_("“{part}” can't be read: its XML is broken."), do),
        "xml-size": (_("“{part}” is longer than a packet needs."), do),
    }


def _types() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "types-missing": (_("The packet has no list of content types."), do),
        "types-shape": (_("The packet's list of content types is not written as HN Desk writes it."), do),
        "types-duplicate": (_("The packet's list of content types names “{part}” twice."), do),
        "types-phantom": (_("The packet's list of content types names “{part}”, which isn't there."), do),
        "types-untyped": (_("“{part}” stands in the packet without a content type."), do),
        "types-unknown": (_("“{part}” has a content type that packets don't have."), do),
    }


def _relationships() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "rels-shape": (_("“{part}” is not written as HN Desk writes it."), do),
        "rels-type": (_("“{part}” has a relationship of a kind that packets don't have."), do),
        "rels-external": (_("“{part}” points to something outside the packet."), do),
        "rels-duplicate": (_("“{part}” uses the same relationship number twice."), do),
        "rels-target": (_("“{part}” points to something that isn't in the packet."), do),
        "rels-repeated": (_("“{part}” points to the same thing twice."), do),
        "rels-orphan": (_("“{part}” belongs to nothing in the packet."), do),
        "rels-unreachable": (_("“{part}” was added to the packet without belonging to it."), do),
        "rels-document": (_("The packet does not have exactly one workbook."), do),
        "rels-origin": (_("The packet does not have exactly one place for signatures."), do),
        "rels-signature": (_("The packet does not have exactly one signature."), do),
    }
