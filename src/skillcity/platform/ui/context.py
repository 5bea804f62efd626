"""What each page knows of the reader's wishes: language, theme, text size."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from skillcity.platform.ui.language import language

THEMES = ("auto", "light", "dark")
TEXTS = ("normal", "large")


def chosen(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """The cookie `name` if it is one of `allowed`, else the first of them."""
    value = request.COOKIES.get(name, "")
    return value if value in allowed else allowed[0]


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `preferences` with theme, text, language and where a change is sent (route `preferences`)."""
    return {
        "preferences": {
            "theme": chosen(request, "theme", THEMES),
            "text": chosen(request, "text", TEXTS),
            "language": language(),
            "url": reverse("preferences"),
            "next": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
        }
    }
