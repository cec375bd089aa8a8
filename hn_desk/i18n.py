"""The language of the screen: English sentences in the code, Vietnamese beside them in resources/locale/vi."""

import gettext
from typing import Final

from hn_desk import settings

LANGUAGES: Final = ("vi", "en")
_chosen: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Show every later `_()` in `language`; an unknown one falls back to the English sentences."""
    global _chosen
    _chosen = gettext.translation("hn_desk", settings.resource("locale"), [language], fallback=True)


def language() -> str:
    """The language of the screen: that of the catalogue in use, English without one."""
    return _chosen.info().get("language", "en")


def _(sentence: str) -> str:
    """`sentence` in the language of the screen."""
    return _chosen.gettext(sentence)
