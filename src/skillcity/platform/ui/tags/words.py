"""Words in the language of the page."""

from __future__ import annotations

from html import escape

from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import language
from skillcity.platform.ui.language import say as say


def t(context: Context, first: object, second: str | None = None, **values: object) -> str:
    """`{% t "中文" "English" name=value %}` or `{% t text %}`: the wording of the page's language, `{name}` filled in.

    Values are escaped like any variable; a value that is a Text speaks the page's language too.
    """
    chosen = say(first) if second is None or language() == "zh" else second
    if not context.autoescape:
        return chosen.format_map({key: say(value) for key, value in values.items()}) if values else chosen
    pattern = escaped(chosen)
    if not values:
        return pattern
    filled = {key: escaped(say(value) if isinstance(value, Text) else value) for key, value in values.items()}
    return mark_safe(pattern.format_map(filled))  # noqa: S308 - pattern and every value are escaped above


def escaped(value: object) -> SafeString:
    """HTML-escaped unless it is safe already."""
    if type(value) is str:  # the usual case, without the detour by which Django finds lazy strings
        return SafeString(escape(value))
    return conditional_escape(value)  # type: ignore[arg-type]  # takes any object
