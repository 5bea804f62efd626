"""Both languages in place: `tr` for a string that is chosen late, `say` for a Text that is chosen now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import lazystr
from django.utils.translation import get_language, override

from skillcity.kernel.text import Text

# A page asks for its language hundreds of times, and Django's own answer costs 20 times as much as this one.
CHOSEN: ContextVar[str] = ContextVar("language", default="")


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak the language of this tag (`zh-hans`, `en`) inside the block, Django's own strings included."""
    token = CHOSEN.set(short(tag))
    try:
        with override(tag):
            yield
    finally:
        CHOSEN.reset(token)


def short(tag: str) -> str:
    """`en` for English, `zh` for everything else."""
    return "en" if tag.lower().startswith("en") else "zh"


def language() -> str:
    """`zh` or `en`: the language of this request or thread; Chinese unless English was asked for."""
    return CHOSEN.get() or short(get_language() or "zh")


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
