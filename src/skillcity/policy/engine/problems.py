"""What is wrong with a rule: a code, the place in the file, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from skillcity.kernel.errors import NOTHING, InputError
from skillcity.kernel.text import Text

SHOWN_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, printed as `file:line:column: [code] …`."""

    code: str
    place: Place
    what: Text
    todo: Text = NOTHING

    @property
    def text(self) -> Text:
        """The message with its place, one line a language."""
        return Text(
            f"{self.place}: [{self.code}] {self.what.zh}{self.todo.zh}",
            f"{self.place}: [{self.code}] {self.what.en} {self.todo.en}".rstrip(),
        )

    def __str__(self) -> str:
        return f"{self.text.zh} / {self.what.en} {self.todo.en}".rstrip()


class PolicyError(InputError):
    """A rule, a catalogue, a schema or a test file that cannot be taken; `problems` lists everything found."""

    def __init__(self, *problems: Problem) -> None:
        first = problems[0]
        more = len(problems) - 1
        what = first.what
        if more:
            what = Text(f"{what.zh}(另有 {more} 处问题)", f"{what.en} (and {more} more)")
        super().__init__(first.code, what, where=str(first.place), todo=first.todo)
        self.problems = problems


def did_you_mean(name: str, options: Iterable[str]) -> Text:
    """Advice for a name that is not known: the nearest known one, or the list of all when none is near."""
    known = sorted(options)
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return Text(f"是否想写“{near[0]}”？", f'Did you mean "{near[0]}"?')
    if not known:
        return Text("这里没有可用的名称。", "No name can be used here.")
    listed = ", ".join(known[:SHOWN_OPTIONS]) + (", …" if len(known) > SHOWN_OPTIONS else "")
    return Text(f"可用：{listed}。", f"Known: {listed}.")
