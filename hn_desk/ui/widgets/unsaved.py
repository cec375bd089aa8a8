"""What is typed on a page and not yet saved, as drafts; and a draft put back where it was typed.

Every form of every page falls under this by itself. A widget around a form that can show one record or another (a list
with its form, a table with its form) is a holder: it tells which record it shows, and goes to one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from hn_desk.drafts import Draft
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine, TextField
from hn_desk.ui.widgets.form import Form

NEW: Final = "+"
"""The place of a record that isn't kept yet."""
_ROUNDS: Final = 12
"""How often the queue of jobs may come round before a record counts as gone."""
_LAST_ROUNDS: Final = 2
_LONGEST_NAME: Final = 60


@runtime_checkable
class Holder(Protocol):
    """A widget around forms that shows one record of several."""

    def place(self) -> str:
        """Where it stands: the id of the record shown, `NEW` for a new one, "" for none."""

    def go_to(self, place: str) -> None:
        """Go one step towards `place`; asked again after each round of jobs until `place()` is it."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """How it went: the form with the draft in it, or None; the labels of fields whose record is another by now."""

    form: Form | None
    is_locked: bool = False
    changed: tuple[str, ...] = ()


def unsaved_in(name: str, page: QWidget, at: str) -> tuple[Draft, ...]:
    """What is typed on a page, form by form; dialogs over it, and forms that only choose what is shown, don't count."""
    return tuple(_draft(name, page, form, typed, at) for form in _forms(page) if (typed := form.unsaved()))


class Reopening(QObject):
    """One draft on its way back: from holder to holder, each after the jobs that the one before asked for."""

    ended = Signal(object)
    """`Reopened`."""

    def __init__(self, page: QWidget, jobs: Jobs, draft: Draft) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = jobs
        self._draft = draft
        self._left = _ROUNDS
        self._settling = _LAST_ROUNDS
        self._wait()

    def _wait(self) -> None:
        self._jobs.run(_nothing, then=self._step)

    def _step(self, _nothing: object) -> None:
        self._left -= 1
        if self._is_there():
            self._settling -= 1
        elif self._left <= 0:
            self._end(Reopened(None))
            return
        if self._settling:
            self._wait()
        else:
            self._put_back()

    def _is_there(self) -> bool:
        """Whether every holder shows its record; the first that doesn't is sent there."""
        chain: tuple[str, ...] = ()
        for kind, place in self._draft.places:
            chain = (*chain, kind)
            holder = next((one for one in _holders_in(self._page) if _kinds(one, self._page) == chain), None)
            if holder is None:
                return False
            if holder.place() != place:
                holder.go_to(place)
                return False
        return True

    def _put_back(self) -> None:
        form = self._form()
        if form is None or form.is_locked:
            self._end(Reopened(None, is_locked=form is not None))
            return
        before, now = self._draft.before, form.before()
        changed = tuple(form.title_of(name) for name in now if name in before and before[name] != now[name])
        form.type_again(self._draft.typed)
        form.summary.answer(self._draft.reasons)
        _bring_into_sight(form, self._page)
        form.jump(next(iter(form.unsaved()), ""))
        self._end(Reopened(form, changed=changed))

    def _form(self) -> Form | None:
        """The form under the same holders that has most of the draft's fields."""
        kinds = tuple(kind for kind, _place in self._draft.places)
        forms = [form for form in _forms(self._page) if _kinds(form, self._page) == kinds]
        wanted = set(self._draft.before)
        best = max(forms, key=lambda form: _likeness(wanted, set(form.names())), default=None)
        return best if best is not None and set(self._draft.typed) <= set(best.names()) else None

    def _end(self, reopened: Reopened) -> None:
        self.ended.emit(reopened)
        self.deleteLater()


def _nothing() -> None:
    """Nothing, in the queue of jobs: its answer comes after those that were asked for before."""


def _draft(name: str, page: QWidget, form: Form, typed: dict[str, Any], at: str) -> Draft:
    places = tuple((type(holder).__name__, holder.place()) for holder in _holders_around(form, page))
    return Draft(name, places, _called(form), at, typed, form.before(), dict(form.accepted()))


def _forms(page: QWidget) -> list[Form]:
    found: Any = page.findChildren(Form)
    return [form for form in found if form.keeps_drafts and form.window() is page.window()]


def _holders_in(page: QWidget) -> Iterator[Holder]:
    found: Any = page.findChildren(QWidget)
    yield from (widget for widget in found if isinstance(widget, Holder))


def _holders_around(widget: QWidget, page: QWidget) -> list[Holder]:
    """From outside in."""
    return [one for one in reversed(list(_around(widget, page))) if isinstance(one, Holder)]


def _around(widget: QWidget, page: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None and above is not page:
        yield above
        above = above.parentWidget()


def _kinds(widget: Any, page: QWidget) -> tuple[str, ...]:
    """The kinds of the holders around a widget from outside in, and its own when it is one."""
    own = (type(widget).__name__,) if isinstance(widget, Holder) else ()
    return tuple(type(holder).__name__ for holder in _holders_around(widget, page)) + own


def _likeness(wanted: set[str], names: set[str]) -> float:
    return len(wanted & names) / max(len(wanted | names), 1)


def _called(form: Form) -> str:
    """What the officer knows the record by: the first words that stand in the form."""
    fields = [form.field(name) for name in form.names()]
    texts = (str(field.value()) for field in fields if isinstance(field, TextField | MultiLine) and not field.is_secret)
    return next((text.split("\n")[0][:_LONGEST_NAME] for text in texts if text.strip()), "")


def _bring_into_sight(form: Form, page: QWidget) -> None:
    shown: QWidget = form
    for around in _around(form, page):
        if isinstance(around, QTabWidget):
            around.setCurrentWidget(next(tab for tab in _tabs(around) if tab is shown or tab.isAncestorOf(shown)))
            shown = around


def _tabs(tabs: QTabWidget) -> list[QWidget]:
    return [tabs.widget(place) for place in range(tabs.count())]
