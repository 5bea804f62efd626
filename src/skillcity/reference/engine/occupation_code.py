"""Codes of the national classification of occupations: `6` > `6-18` > `6-18-02` > `6-18-02-04`.

Four levels: major group (大类), middle group (中类), minor group (小类), occupation (细类).
"""

from __future__ import annotations

import re
from enum import IntEnum

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

FORMAT = re.compile(r"[1-8](-[0-9]{2}){0,3}")


class OccupationLevel(IntEnum):
    """How many parts a code has."""

    MAJOR = 1
    MIDDLE = 2
    MINOR = 3
    OCCUPATION = 4

    @property
    def label(self) -> Text:
        """The level's name for people."""
        return LABELS[self]


LABELS = {
    OccupationLevel.MAJOR: Text("大类", "Major group"),
    OccupationLevel.MIDDLE: Text("中类", "Middle group"),
    OccupationLevel.MINOR: Text("小类", "Minor group"),
    OccupationLevel.OCCUPATION: Text("职业", "Occupation"),
}


def parse_code(words: str) -> str:
    """A code as it is written in the classification. Raises InputError."""
    code = words.strip()
    if not FORMAT.fullmatch(code):
        raise InputError(
            "reference.occupation-code",
            Text("职业代码格式不对。", "This is not a code of an occupation."),
            where=code,
            todo=Text("请写成 6-18-02-04 的样子。", "Write it like 6-18-02-04."),
        )
    return code


def level_of(code: str) -> OccupationLevel:
    """The level that a well-formed code stands on."""
    return OccupationLevel(code.count("-") + 1)


def parent_of(code: str) -> str:
    """The code of the group above; "" for a major group."""
    return code.rpartition("-")[0]


def lineage(code: str) -> tuple[str, ...]:
    """The codes from the major group down to the code itself."""
    parts = code.split("-")
    return tuple("-".join(parts[: n + 1]) for n in range(len(parts)))


def shortened(padded: str, level: OccupationLevel) -> str:
    """Groups padded with 00 to four parts, as some tables write them, cut to their level: 6-18-02-00 -> 6-18-02."""
    return "-".join(padded.split("-")[:level])
