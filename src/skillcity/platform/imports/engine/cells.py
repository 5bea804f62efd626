"""Small rules about the words in one cell."""

from __future__ import annotations

import re

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

OUTER = (
    " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""What is cut off at both ends: every kind of space that a copy from a web page or a form leaves behind."""

DANGEROUS = "=+-@\t\r\n＝＋－＠"
"""A cell beginning with one of these is a formula to some spreadsheet (the full-width ones to East Asian settings)."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has and a database refuses; tab and line breaks are allowed."""


def trim(words: str | None) -> str:
    """The words of a cell without outer spaces, and without the apostrophe that `neutralise` put there."""
    if not words:
        return ""
    words = words.strip(OUTER)
    if len(words) > 1 and words[0] == "'" and words[1] in DANGEROUS:
        return words[1:].strip(OUTER)
    return words


def half_width(words: str) -> str:
    """Full-width digits, letters and signs (１２Ａ－) as half-width ones, for codes and numbers; Chinese stays."""
    return words if words.isascii() else words.translate(FULL_WIDTH)


def neutralise(words: str) -> str:
    """The words so that no spreadsheet takes them for a formula: an apostrophe goes in front. `trim` takes it off."""
    return "'" + words if words and words[0] in DANGEROUS else words
