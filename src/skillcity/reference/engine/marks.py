"""The marks of the 2022 classification: L for green occupations (绿色职业), S for digital ones (数字职业)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

_AT_THE_END = re.compile(r"(?P<name>.*[^A-Za-z/\s])\s*(?P<mark>L/S|L|S)")
MARKS = ("", "L", "S", "L/S")


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether an occupation is marked as green, as digital, or both."""

    green: bool = False
    digital: bool = False

    def __str__(self) -> str:
        return MARKS[self.green + 2 * self.digital]


NO_MARK = Mark()


def parse_mark(words: str) -> Mark:
    """Read L, S, L/S or nothing. Raises InputError."""
    text = words.strip().upper()
    if text not in MARKS:
        raise InputError(
            "reference.mark",
            Text("标识只能是 L、S 或 L/S。", "A mark is L, S or L/S."),
            where=words,
            todo=Text("没有标识就留空。", "Leave it empty where there is none."),
        )
    return Mark(green="L" in text, digital="S" in text)


def split_mark(name: str) -> tuple[str, Mark]:
    """A name with its mark glued on: 光伏组件制造工L -> (光伏组件制造工, green). Other names come back as they are."""
    match = _AT_THE_END.fullmatch(name)
    if match is None:
        return name, NO_MARK
    return match["name"], parse_mark(match["mark"])
