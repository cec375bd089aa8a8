"""What like events have in common: topic, form, title, audiences; the audiences follow the topic, so does the place."""

from typing import Any

from hn_desk.actions.office import Office
from hn_desk.actions.outreach import audiences, event_forms, topics
from hn_desk.i18n import _
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from hn_desk.ui.widgets.field import MultiLine, TextField
from hn_desk.ui.widgets.form import Form


class EventTemplate(Form):
    """The fields that every one of several events has; the dialog adds those of its own below."""

    def __init__(self, office: Office, title: str) -> None:
        super().__init__()
        self._office = office
        self.section(title)
        offered = [(one.code, one.label) for one in topics(office)]
        self.topic = self.add("topic", _("&Topic"), ChoiceField(offered), is_required=True)
        forms = [(one.code, one.label) for one in event_forms(office)]
        self.beside("form", _("&Form of outreach"), ChoiceField(forms), is_required=True)
        self.add("title", _("Tit&le"), TextField(), is_required=True)
        self.place = self.beside("place", _("&Place"), TextField())
        self.add("content", _("&Content"), MultiLine(rows=2))
        self.audiences = self.add("audiences", _("&Audiences"), ChoicesField([], columns=2))
        self.topic.edited.connect(self.fit_topic)
        self.fit_topic()

    def fit_topic(self) -> None:
        """Offer the topic's audiences; of a protected topic no place is asked."""
        topic = str(self.topic.value())
        self.audiences.offer([(one.code, one.label) for one in audiences(self._office, topic)] if topic else [])
        self.show_field("audiences", is_shown=bool(topic))
        is_protected = any(one.is_protected for one in topics(self._office) if one.code == topic)
        if is_protected:
            self.place.put("")
        self.show_field("place", is_shown=not is_protected)

    def put_template(self, values: dict[str, Any]) -> None:
        """Show what stands for the template; the topic's audiences are offered first."""
        self.topic.put(values.get("topic"))
        self.fit_topic()
        self.put(values)
