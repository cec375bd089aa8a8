"""Above a list of records that travel to the city: only those at one state of their way. PACKET §8."""

from hn_desk.actions.city_listing import FILTER, city_choices
from hn_desk.i18n import _
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.search_list import SearchList


def city_field() -> ChoiceField:
    """Any state at the city, or one of them."""
    return ChoiceField([("", _("City: any state")), *city_choices().items()], has_empty=False)


class CityFilter:
    """The choice in a list's bar; choosing a state searches again."""

    def __init__(self, shown: SearchList) -> None:
        self._list = shown
        self.field = city_field()
        self.field.setToolTip(_("Only records that stand so on their way to the city"))
        self.field.edited.connect(self._narrow)
        shown.bar.addWidget(self.field)

    def ask(self, state: str) -> None:
        """Show only records at `state`, all of them for ""."""
        self.field.put(state)
        self._narrow()

    def _narrow(self) -> None:
        state = str(self.field.value() or "")
        self._list.filter({FILTER: state} if state else {})
