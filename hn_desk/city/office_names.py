"""What an office is called where only its code is kept."""

from hn_desk.actions.rulebook import rule_book


def office_named(code: str) -> str:
    """Name and code, `Phường Hoàn Kiếm (00070)`; the code alone of an office that isn't in the list."""
    names = {one.code: one.full_name for one in rule_book().communes}
    return f"{names[code]} ({code})" if code in names else code
