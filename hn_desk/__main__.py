"""`python -m hn_desk`: a command, or the window when none is named."""

import sys
from importlib import import_module

from hn_desk import streams
from hn_desk.errors import StorageError
from hn_desk.i18n import use_language
from hn_desk.updates.tree import Damage, installed_tree, look_over, refuse_damaged

BROKEN = 1


def main() -> int:
    """The exit code. A program that lost files of its own, as to a virus scanner, says which and how to go on."""
    is_read = streams.ready()
    try:
        code: int = import_module("hn_desk.cli").main()
    except ImportError as error:
        use_language("vi")
        streams.say(_why(error), is_read=is_read)
        return BROKEN
    return code


def _why(error: ImportError) -> str:
    tree = installed_tree()
    damage = look_over(tree) if tree else Damage(0)
    try:
        refuse_damaged(damage if not damage.is_whole else Damage(0, (error.name or str(error),)))
    except StorageError as refusal:
        return str(refusal)
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
