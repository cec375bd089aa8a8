"""Why the check code of a printed paper is not accepted."""

from hn_desk.i18n import _


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    return {**_paper(), **_code()}


def _paper() -> dict[str, tuple[str, str]]:
    return {
        "form-no-code": (
            _("This PDF carries neither a signature nor a check code. Only confirmations and lists bear a check code."),
            _("Advice slips, minutes and notices are no confirmations; a receipt without its signature is none."),
        ),
        "form-code-other": (
            _("The code on this paper is not a check code of this program."),
            _("Don't rely on this paper; ask the office that it names."),
        ),
    }


def _code() -> dict[str, tuple[str, str]]:
    ask = _("Don't rely on this paper; ask the office that it names.")
    return {
        "code-broken": (
            _("The check code on this paper was changed or isn't of this program."),
            ask,
        ),
        "code-signature": (_("The check code on this paper was changed after it was signed."), ask),
        "code-mixed": (_("The check codes in this file are of different offices, or of training and real work."), ask),
        "key-unknown": (
            _("The check code was made with a key that the city hasn't certified for office {office}."),
            _("Use the city's newest trust pack; if it still fails, ask the office that it names."),
        ),
        "code-withdrawn": (_("Paper {paper} was withdrawn on {day}; it no longer counts."), ask),
        "code-future": (
            _("The check code is of {day}, which is after today."),
            _("Set this PC's date and time right, then try again."),
        ),
    }
