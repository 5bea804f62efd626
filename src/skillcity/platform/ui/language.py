"""Both languages in place: `tr` for a string that is chosen late, `say` for a Text that is chosen now."""

from __future__ import annotations

from django.utils.functional import lazystr
from django.utils.translation import get_language

from skillcity.kernel.text import Text


def language() -> str:
    """`zh` or `en`: the language of this thread; Chinese unless English was asked for."""
    return "en" if (get_language() or "zh").lower().startswith("en") else "zh"


def say(text: object) -> str:
    """The wording of a Text in the active language; any other object as its own string, None as nothing."""
    if text is None:
        return ""
    return text.in_language(language()) if isinstance(text, Text) else str(text)


class _Late:
    """A pair of wordings that chooses whenever it is turned into a string."""

    __slots__ = ("text",)

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return say(self.text)


def tr(zh: str, en: str) -> str:
    """A lazy string for models, forms and settings: Chinese or English by the language active when it is shown."""
    return lazystr(_Late(Text(zh, en)))  # type: ignore[return-value]  # a lazy string serves as a str
