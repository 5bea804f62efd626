"""Six-digit region codes (GB/T 2260), their parents, and what became of those that were split or renumbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.tables import table
from skillcity.kernel.text import Text

_FORM = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True, order=True)
class RegionCode:
    """A code of the right form; whether it exists is for the reference data to say. `regions_history.yaml`: changes."""

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InputError(
                "region-code.form",
                Text(f"“{self.value[:20]}”不是行政区划代码。", f"“{self.value[:20]}” is not a region code."),
                todo=Text("请填写六位数字，如 330302。", "Write six digits, such as 330302."),
            )

    @classmethod
    def parse(cls, text: str) -> RegionCode:
        """Read six digits, also full-width or with spaces. Error: `region-code.form`."""
        return cls(compact(text))

    def __str__(self) -> str:
        return self.value

    @property
    def level(self) -> str:
        """One of "province", "city", "county"."""
        if self.value.endswith("0000"):
            return "province"
        return "city" if self.value.endswith("00") else "county"

    @property
    def parents(self) -> tuple[RegionCode, ...]:
        """The city and the province above, nearest first."""
        above = [self.value[:4] + "00", self.value[:2] + "0000"]
        return tuple(RegionCode(code) for code in dict.fromkeys(above) if code != self.value)

    def valid_on(self, day: date) -> bool:
        """False if the history says that the code was not yet, or no longer, in force; without history True."""
        came = (change.since for change in _history() if self.value in change.new - change.old)
        went = (change.since for change in _history() if self.value in change.old - change.new)
        return all(on <= day for on in came) and all(day < on for on in went)

    def successors(self, day: date) -> tuple[RegionCode, ...]:
        """The codes then in force for the land this code covered; itself if nothing changed, none before its time."""
        codes = {self.value}
        for change in _history():
            if change.since <= day and codes & change.old:
                codes = codes - change.old | change.new
        return tuple(code for code in map(RegionCode, sorted(codes)) if code.valid_on(day))

    @property
    def predecessors(self) -> tuple[RegionCode, ...]:
        """Every other code that the land of this code carried before."""
        codes = {self.value}
        for change in reversed(_history()):
            if codes & (change.new - change.old):
                codes |= change.old
        return tuple(map(RegionCode, sorted(codes - {self.value})))


def province_name(code: str) -> Text | None:
    """The province of a code of any length, by its first two digits; None if there is no such province."""
    return _provinces().get(code[:2])


@dataclass(frozen=True, slots=True)
class _Change:
    since: date
    old: frozenset[str]
    new: frozenset[str]


@cache
def _history() -> tuple[_Change, ...]:
    return tuple(
        _Change(change["since"], frozenset(change["from"]), frozenset(change["to"]))
        for change in table("regions_history")["changes"]
    )


@cache
def _provinces() -> dict[str, Text]:
    return {code: Text(zh, en) for code, (zh, en) in table("provinces")["provinces"].items()}
