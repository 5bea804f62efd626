"""One spelling of a typed code, so that each parser sees half-width capitals and nothing invisible."""

from __future__ import annotations

import unicodedata


def compact(text: str) -> str:
    """Half-width, upper case, without spaces, invisible marks or the apostrophe that spreadsheets put before text."""
    if text.isascii() and text.isalnum():
        return text.upper()
    half_width = unicodedata.normalize("NFKC", text)
    # Cf: byte order marks, zero-width spaces and the direction marks that come along when copying from a web page
    visible = "".join(c for c in half_width if not c.isspace() and unicodedata.category(c) != "Cf")
    return visible.removeprefix("'").upper()
