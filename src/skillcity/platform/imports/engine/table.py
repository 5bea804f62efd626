"""The words of an import: the columns that a kind declares, the rows that a file holds, what is wrong with a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from skillcity.kernel.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Format:
    """How the words of a cell become a value: a function with its own legend.

    `read` is given a cell without outer spaces that is not empty, and raises InputError when it cannot be taken.
    `choices` are the accepted words, for the legend; `note` is one line about the format.
    """

    read: Callable[[str], object]
    note: Text = NOTHING
    choices: tuple[str, ...] = ()

    def __call__(self, words: str) -> object:
        """The value of a cell."""
        return self.read(words)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of import.

    `key` is the English header and the key in `Row.values`; the Chinese and English `label` and the `aliases` are
    accepted as headers as well. `parse` is a `Format` or any function from words to a value that raises InputError.
    An optional column may be missing or empty: its value is then None.
    """

    key: str
    label: Text
    parse: Callable[[str], object]
    required: bool = True
    hint: Text = NOTHING
    sample: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as a spreadsheet shows it (1-based), the values by column key, and the words as they stood."""

    number: int
    values: Mapping[str, object]
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: its number, the key of the column if it is one column, a code and a sentence."""

    number: int
    column: str | None
    code: str
    text: Text

    def as_dict(self) -> dict[str, object]:
        """The form of the command line and of the store: {"row", "column", "code", "zh", "en"}."""
        return {"row": self.number, "column": self.column, "code": self.code, "zh": self.text.zh, "en": self.text.en}
