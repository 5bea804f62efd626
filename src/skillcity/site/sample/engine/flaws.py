"""Believable mistakes of the clerks who typed the tables, in about one row of a hundred.

Two kinds: a *flaw* must be refused by the import, also the second of two equal rows in one table; a *smudge* (outer
spaces, full-width digits) must be accepted after normalisation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from skillcity.site.sample.engine.chance import Chance
from skillcity.site.sample.engine.people import person_name
from skillcity.site.sample.engine.shape import Shape
from skillcity.site.sample.engine.tables import FACTS, Row

REPEATED = "repeated"
FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
# In these tables the clerk noticed and the right row follows, so that no figure of the city depends on errors.
CORRECTED = frozenset({"people", "certificate", "studio", "honour"})
LEVEL_ORDER = ("junior", "intermediate", "senior", "technician", "senior_technician")


def swapped_digits(row: Row, chance: Chance, shape: Shape) -> None:
    """Two neighbours of the ID number change places; MOD 11-2 finds every such swap of different digits."""
    number = str(row["id_number"])
    places = [place for place in range(6, 16) if number[place] != number[place + 1]]
    place = chance.pick(places)
    row["id_number"] = number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def wrong_name(row: Row, chance: Chance, shape: Shape) -> None:
    """The name of someone else beside the ID number."""
    name = row["name"]
    while name == row["name"]:
        row["name"] = person_name(shape, chance)


def no_name(row: Row, chance: Chance, shape: Shape) -> None:
    """The name was forgotten."""
    row["name"] = ""


def short_region(row: Row, chance: Chance, shape: Shape) -> None:
    """A region code without its last digit."""
    row["region_code"] = str(row["region_code"])[:5]


def impossible_date(row: Row, chance: Chance, shape: Shape) -> None:
    """A thirtieth of February."""
    row["valid_from"] = f"{str(row['valid_from'])[:4]}-02-30"


def reversed_period(row: Row, chance: Chance, shape: Shape) -> None:
    """The end before the beginning."""
    row["valid_to"] = f"{int(str(row['valid_from'])[:4]) - 1}-06-15"


def wrong_level(row: Row, chance: Chance, shape: Shape) -> None:
    """A level that the certificate's own number denies."""
    row["level"] = chance.pick([level for level in LEVEL_ORDER if level != row["level"]])


def wrong_year(row: Row, chance: Chance, shape: Shape) -> None:
    """A day of issue in a year that the certificate's own number denies."""
    day = str(row["valid_from"])
    row["valid_from"] = f"{int(day[:4]) - 1}-{day[5:7]}-{min(int(day[8:]), 28):02d}"


def unknown_occupation(row: Row, chance: Chance, shape: Shape) -> None:
    """A code that the classification of 2022 does not have."""
    row["occupation"] = "6-99-99-99"


Flaw = Callable[[Row, Chance, Shape], None]
ALL_FACTS: dict[str, Flaw] = {
    "swapped-digits": swapped_digits,
    "wrong-name": wrong_name,
    "impossible-date": impossible_date,
}
WITH_OCCUPATION: dict[str, Flaw] = {**ALL_FACTS, "unknown-occupation": unknown_occupation}
WITH_PERIOD: dict[str, Flaw] = {"reversed-period": reversed_period}
FLAWS: dict[str, dict[str, Flaw]] = {
    **dict.fromkeys(FACTS, ALL_FACTS),
    "people": {"swapped-digits": swapped_digits, "no-name": no_name, "short-region": short_region},
    "certificate": {**WITH_OCCUPATION, "wrong-level": wrong_level, "wrong-year": wrong_year},
    "employment": {**WITH_OCCUPATION, **WITH_PERIOD},
    "training": {**WITH_OCCUPATION, **WITH_PERIOD},
    "apprenticeship": {**WITH_OCCUPATION, **WITH_PERIOD},
    "insurance": {**ALL_FACTS, **WITH_PERIOD},
}


def smudge(row: Row, chance: Chance) -> None:
    """Outer spaces (also the wide one) or full-width digits: ugly, and right after normalisation."""
    if chance.happens(0.5):
        row["name"] = chance.pick((" {}", "{} ", "\u3000{}", "{}\u3000 ")).format(row["name"])
    else:
        row["id_number"] = str(row["id_number"]).translate(FULL_WIDTH)


@dataclass(slots=True)
class Tally:
    """What stands in the tables: rows, rows to be refused and smudged rows, by table; flaws by name."""

    rows: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    smudged: dict[str, int] = field(default_factory=dict)
    flaws: dict[str, int] = field(default_factory=dict)

    def count(self, counter: dict[str, int], key: str) -> None:
        """One more."""
        counter[key] = counter.get(key, 0) + 1

    @property
    def expected_errors(self) -> dict[str, int]:
        """Rows that the import must refuse, by table; every table is named."""
        return {kind: self.refused.get(kind, 0) for kind in self.rows}


@dataclass(slots=True)
class Clerk:
    """Types the rows: about one of a hundred goes wrong, one of two hundred is smudged, evenly over each table."""

    shape: Shape
    chance: Chance
    tally: Tally
    _until_flaw: dict[str, int] = field(default_factory=dict)
    _until_smudge: dict[str, int] = field(default_factory=dict)

    def type(self, kind: str, row: Row) -> Iterator[Row]:
        """What is written for a right row: the row, or what became of it."""
        flaws = FLAWS.get(kind)
        if flaws and self.due(self._until_flaw, kind, 60, 140):
            yield from self.spoil(kind, row, flaws)
            return
        if flaws and self.due(self._until_smudge, kind, 120, 280):
            self.tally.count(self.tally.smudged, kind)
            smudge(row, self.chance)
        self.tally.count(self.tally.rows, kind)
        yield row

    def due(self, until: dict[str, int], kind: str, low: int, high: int) -> bool:
        """Count down to the next one of this table."""
        left = until.get(kind) or self.chance.between(low, high)
        until[kind] = left - 1
        return left == 1

    def spoil(self, kind: str, row: Row, flaws: dict[str, Flaw]) -> Iterator[Row]:
        """A repeated row, or a spoilt one with the right one behind it where the clerk noticed."""
        name = self.chance.pick([*flaws, REPEATED])
        self.tally.count(self.tally.flaws, name)
        self.tally.count(self.tally.refused, kind)
        self.tally.count(self.tally.rows, kind)
        if name == REPEATED:
            self.tally.count(self.tally.rows, kind)
            yield row
            yield dict(row)
            return
        spoilt = dict(row)
        flaws[name](spoilt, self.chance, self.shape)
        yield spoilt
        if kind in CORRECTED:
            self.tally.count(self.tally.rows, kind)
            yield row
