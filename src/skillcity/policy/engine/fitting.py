"""The fact that a person could come to have so that the conditions on a fact are fulfilled: from what day, saying what.

The values tried are those that the conditions name, the members of their sets, the choices of the kind, and what the
person already has: their own occupation comes first, and of levels the next one up. Whatever comes out has passed the
very tests of the conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from skillcity.kernel.skill_level import SkillLevel
from skillcity.policy.engine import tree
from skillcity.policy.engine.critical_days import reached
from skillcity.policy.engine.dates import OPEN_END
from skillcity.policy.engine.field_tests import Sets, compile_test
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.person import Fact
from skillcity.policy.engine.records import Case, Row
from skillcity.policy.engine.schema import DATES, Attribute, Field, FieldType, Kind, Schema

OCCUPATION, LEVEL = "occupation", "level"
MOST_MEMBERS, MOST_TRIED = 50, 2_000
LOWEST = 1  # who has no certificate climbs from the rank of a learner


@dataclass(frozen=True, slots=True)
class Fitting:
    """A supposed fact; `climb`: how many ranks above what the person has (1 without a level); `own`: their trade.

    `held`: the rank of the person in that occupation, 0 for none.
    """

    fact: Fact
    climb: int
    held: int
    own: bool


@dataclass(frozen=True, slots=True)
class Fitter:
    """Looks for facts that one person could come to have, from the day of the case on."""

    schema: Schema
    sets: Sets
    case: Case

    def fit(
        self, kind_name: str, where: tuple[tree.Condition, ...], given: Mapping[str, object] | None = None
    ) -> Fitting | None:
        """The fact of a kind that fulfils `where`, at once or by waiting; None when none is found.

        `given`: attributes that are fixed. Of several the one that climbs least, the own occupation before others.
        """
        kind = self.schema.kinds[kind_name]
        tests = [compile_test(part, self.sets) for part in where]
        for day in self.days(where):
            best: Fitting | None = None
            for values in islice(self.combinations(kind, where, given or {}), MOST_TRIED):
                ranked = {name: RANKS[str(value)] if name in _levels(kind) else value for name, value in values.items()}
                record = dict.fromkeys(kind.attributes) | ranked
                if all(test(record, day) for test in tests):
                    found = self.fitting(kind, values)
                    if best is None or found.climb < best.climb:
                        best = found
            if best:
                return best
        return None

    def days(self, where: Iterable[tree.Condition]) -> list[date]:
        """The day itself, and those on which a fact that begins on it is old enough."""
        start = self.case.day
        old = (
            reached(start, test.number + (test.operator == ">"), test.unit)
            for part in where
            for test in tree.atoms(part)
            if isinstance(test, tree.Elapsed)
        )
        return sorted({start, *filter(None, old)})

    def combinations(
        self, kind: Kind, where: tuple[tree.Condition, ...], given: Mapping[str, object]
    ) -> Iterator[dict[str, object]]:
        """Values for the fields that the conditions mention, and the occupation; likely ones first."""
        mentioned = {field.name for field in tree.fields(*where)} - {*given}
        climbs = LEVEL in mentioned and LEVEL in _levels(kind)
        if OCCUPATION in kind.attributes and OCCUPATION not in given:
            mentioned.add(OCCUPATION)
        names = [name for name in kind.attributes if name in mentioned and not (climbs and name == LEVEL)]
        choices = [tuple(self.values(kind.attributes[name], where)) for name in names]
        for chosen in product(*choices):
            values: dict[str, object] = {"valid_from": self.case.day, "valid_to": OPEN_END, **given}
            values.update(zip(names, chosen, strict=True))
            if not climbs:
                yield values
                continue
            for level in self.levels(kind, values.get(OCCUPATION)):
                yield values | {LEVEL: level}

    def values(self, attribute: Attribute, where: tuple[tree.Condition, ...]) -> Iterator[object]:
        """What one attribute of a supposed fact might say."""
        field = attribute.field
        named = dict.fromkeys(_named(where, field))
        if not attribute.changeable:
            own = (row.values[field.name] for row in self.case.rows.get(field.owner, ()))
            yield from dict.fromkeys((*own, None))
        elif field.name == "valid_from":
            yield self.case.day
        elif field.name == "valid_to":
            advice = self.schema.kinds[field.owner].advice
            yield from (OPEN_END, self.case.day) if advice and advice.completes else (OPEN_END,)
        elif field.name == OCCUPATION:
            mine, members = occupations(self.case), self.members(where, field)
            yield from dict.fromkeys((*mine, *named, *members) if named or members or mine else (None,))
        elif field.type is FieldType.BOOLEAN:
            yield from (True, False)
        elif field.type is FieldType.INTEGER:
            numbers = [value for value in named if isinstance(value, int)]
            yield from dict.fromkeys(max(value + more, 0) for more in (0, 1, -1) for value in numbers)
        elif field.type is FieldType.DATE:
            yield from dict.fromkeys((self.case.day, *named))
        elif attribute.choices:
            yield from attribute.choices
        else:
            yield from (*named, *self.members(where, field))

    def members(self, where: tuple[tree.Condition, ...], field: Field) -> list[str]:
        """The first members of the sets that a field is asked to be in."""
        found = (
            member
            for part in where
            for test in tree.atoms(part)
            if isinstance(test, tree.InSet) and test.field == field
            for member in sorted(self.sets[test.set_name])
        )
        return list(islice(found, MOST_MEMBERS))

    def levels(self, kind: Kind, occupation: object) -> Iterator[str]:
        """The levels above the one that the person has in the occupation; an appointment only from the level below."""
        held = max(self.held(kind, occupation), LOWEST)
        for level in SkillLevel:
            if level.rank > held and (not level.is_appointment or level.rank == held + 1):
                yield level.value

    def held(self, kind: Kind, occupation: object) -> int:
        """The highest rank among the person's facts of a kind, in one occupation if one is named; 0: none."""
        rows = (row for row in self.case.rows.get(kind.name, ()) if row.current)
        return max(
            (_rank(row) for row in rows if occupation is None or occupation == row.values.get(OCCUPATION)), default=0
        )

    def fitting(self, kind: Kind, values: Mapping[str, object]) -> Fitting:
        """The fact of these values, with how far it climbs."""
        end = values["valid_to"]
        fact = Fact(
            id="supposed",
            kind=kind.name,
            valid_from=self.case.day,
            valid_to=end if isinstance(end, date) and end != OPEN_END else None,
            attributes={
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in values.items()
                if name not in DATES and value is not None
            },
        )
        mine = occupations(self.case)
        own = bool(mine) and values.get(OCCUPATION) == mine[0]
        if LEVEL not in values or LEVEL not in _levels(kind):
            return Fitting(fact, 1, 0, own)
        held = self.held(kind, values.get(OCCUPATION))
        return Fitting(fact, RANKS[str(values[LEVEL])] - max(held, LOWEST), held, own)


def occupations(case: Case) -> tuple[str, ...]:
    """The person's occupations, their own first: of the highest and newest certificate, then of the newest job."""

    def found(kind: str) -> list[Row]:
        rows = [row for row in case.rows.get(kind, ()) if row.current and row.values.get(OCCUPATION)]
        return sorted(rows, key=lambda row: (_rank(row), row.values["valid_from"]), reverse=True)

    return tuple(dict.fromkeys(row.values[OCCUPATION] for row in (*found("certificate"), *found("employment"))))


def _rank(row: Row) -> int:
    rank = row.values.get(LEVEL)
    return rank if isinstance(rank, int) else 0


def _levels(kind: Kind) -> frozenset[str]:
    return frozenset(name for name, each in kind.attributes.items() if each.field.type is FieldType.LEVEL)


def _named(where: Iterable[tree.Condition], field: Field) -> Iterator[tree.Value]:
    """The values with which a field is compared."""
    for part in where:
        for test in tree.atoms(part):
            if isinstance(test, tree.Compare) and test.field == field:
                yield test.value
            elif isinstance(test, tree.OneOf) and test.field == field:
                yield from test.values
