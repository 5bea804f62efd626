"""Our own icons: strokes on a grid of 24, drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
    "certificate": "M4 4h16v11H4zM8 8.5h8M8 11.5h4M14.5 15v6l2-1.4 2 1.4v-6",
    "check": "M4.5 12.5l5 5 10-11",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3.2 2.4",
    "cross": "M6 6l12 12M18 6L6 18",
    "document": "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 13h6M9 16.5h6",
    "download": "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"
    "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "flag": "M6 21V4M6 4.5h11l-2.5 4 2.5 4H6",
    "help": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z"
    "M9.5 9.7c.2-1.5 1.3-2.2 2.6-2.2 1.4 0 2.5.9 2.5 2.2 0 1.8-2.6 2-2.6 3.8M12 16.4v.2",
    "history": "M4.5 5v4.5H9M5 9.5a7.8 7.8 0 1 1-.6 4M12 8v4.2l3 1.8",
    "home": "M4 11l8-7 8 7M6.5 9.5V20h11V9.5M10 20v-5.5h4V20",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.2",
    "language": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17",
    "lock": "M6 10.5h12V20H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "organisation": "M4 20V8l5 3V8l5 3V4h6v16zM8 20v-4h3v4M17 8v.1M17 12v.1",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
    "question": "M9 9c.2-2 1.5-3 3.2-3 1.7 0 3.1 1.1 3.1 2.8 0 2.3-3.2 2.5-3.2 4.9M12 18v.2",
    "ring": "M12 6.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5",
    "text": "M3.5 19L9 5l5.5 14M5.5 14.5h7M15.5 19l3-8 3 8M16.5 16.5h4",
    "theme": "M20 14.2A8.3 8.3 0 1 1 9.8 4a6.6 6.6 0 0 0 10.2 10.2z",
    "tools": "M4 20l8.5-8.5M14 4.5a5 5 0 0 0-1.3 6.8 5 5 0 0 0 6.8-1.3L16 10l-2-2zM4.5 4.5l3 .7 5 5M14 14l5.5 5.5",
    "upload": "M12 16V5M7 9.5l5-5 5 5M4.5 20h15",
    "warning": "M12 4l9 16H3zM12 10v4.5M12 17v.2",
}


@cache
def icon(name: str) -> SafeString:
    """An inline, decorative SVG (hidden from screen readers: the words beside it say the same).

    An unknown name is a programmer's mistake and raises KeyError.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        mark_safe(ICONS[name]),  # noqa: S308 - our own constant
    )
