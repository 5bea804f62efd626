"""Fields that several forms share; words that cannot be seen are refused in each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from skillcity.platform.ui.language import say, tr
from skillcity.policy.engine.tokens import hidden_at

REQUIRED = tr("必须填写。", "It must be given.")
INVALID_DATE = tr("请按 2027-01-01 的格式填写。", "Write it like 2027-01-01.")
LONGEST_TEXT = 600_000


def visible(value: str) -> None:
    """Refuse characters that nobody sees: they make two different words look alike."""
    at = hidden_at(value)
    if at is not None:
        raise ValidationError(say_hidden(f"U+{ord(value[at]):04X}"))


def say_hidden(code: str) -> str:
    """The message about one character."""
    return str(tr(f"含不可见字符 {code}，请删去。", f"It holds the hidden character {code}: take it out."))


class Words(forms.CharField):
    """Words on one line, or on several with `rows`."""

    def __init__(self, label: str, *, rows: int = 0, longest: int = 500, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        options.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(label=label, max_length=longest, validators=[visible], **options)


class Day(forms.DateField):
    """A day."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"required": REQUIRED, "invalid": INVALID_DATE},
            **options,
        )


class Code(forms.CharField):
    """Text for experts: plain letters of one width, no spelling help."""

    def __init__(self, label: str, *, rows: int, longest: int, **options: Any) -> None:
        attrs = {"rows": rows, "class": "code", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        options.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(label=label, max_length=longest, strip=False, widget=forms.Textarea(attrs=attrs), **options)

    def clean(self, value: Any) -> Any:
        """With plain line ends: a browser sends two characters for each."""
        found = super().clean(value)
        return found.replace("\r\n", "\n") if isinstance(found, str) else found


def chosen(label: object) -> str:
    """A label in the language of the page."""
    return say(label)
