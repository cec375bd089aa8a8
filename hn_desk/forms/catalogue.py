"""All the forms this program knows how to lay out, by the code that their TOML bears."""

from collections.abc import Mapping
from typing import Final

from hn_desk.errors import ResourceError
from hn_desk.forms import (
    breach_notice,
    confirm_overlay,
    confirmation_person,
    confirmation_plan,
    conversion_slip,
    list_beneficiaries,
    notice,
    outreach_minutes,
    receipt_page,
    recovery_sheet,
    totals,
)
from hn_desk.forms.text import FormText, Layout, read_form
from hn_desk.i18n import _

LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.code: layout
    for layout in (
        confirmation_person.LAYOUT,
        confirmation_plan.LAYOUT,
        confirm_overlay.LAYOUT,
        list_beneficiaries.LAYOUT,
        conversion_slip.LAYOUT,
        outreach_minutes.LAYOUT,
        notice.REFUSAL,
        notice.WITHDRAWAL,
        notice.CLOSURE,
        notice.RETURN,
        receipt_page.LAYOUT,
        recovery_sheet.LAYOUT,
        totals.LAYOUT,
        breach_notice.LAYOUT,
    )
}


def load_form(data: Mapping[str, object], name: str) -> FormText:
    """The form in `data`, the content of the TOML file `name`; ResourceError names file, key and cause."""
    layout = LAYOUTS.get(str(data.get("code")))
    if layout is None:
        raise ResourceError(
            _("The data file {file} is wrong: {problems}.").format(
                file=name, problems=_("code: this form is unknown; known are {codes}").format(codes=", ".join(LAYOUTS))
            ),
            do=_("Correct the file, or install the program again."),
        )
    return read_form(layout, data, name)
