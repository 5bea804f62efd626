"""A second, plain evaluator of conditions over raw facts, for tests: slow, and with nothing of the engine but its tree.

True, False, None for "not known". Days are counted one by one, months by stepping along the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from skillcity.kernel.skill_level import SkillLevel
from skillcity.policy.engine import Catalogue, Fact, Person, tree

FIXED = ("age", "sex", "birth_date")


def leaves(condition: tree.Condition) -> list[tree.Condition]:
    """What stands between the outer and/or."""
    if isinstance(condition, tree.And | tree.Or):
        return list(dict.fromkeys(leaf for part in condition.parts for leaf in leaves(part)))
    return [condition]


def with_leaves(condition: tree.Condition, answers: dict[tree.Condition, bool | None]) -> bool | None:
    """The condition when its leaves are answered so."""
    if isinstance(condition, tree.And | tree.Or):
        found = [with_leaves(part, answers) for part in condition.parts]
        deciding = isinstance(condition, tree.Or)
        return deciding if deciding in found else None if None in found else not deciding
    return answers[condition]


def smallest(
    condition: tree.Condition, answers: dict[tree.Condition, bool | None], allowed: set[tree.Condition]
) -> int:
    """How many leaves of those allowed must become true for the condition to hold; a thousand: all do not suffice."""
    for size in range(len(allowed) + 1):
        for chosen in combinations(sorted(allowed, key=str), size):
            if with_leaves(condition, answers | dict.fromkeys(chosen, True)) is True:
                return size
    return 1000


def can_be_supplied(leaf: tree.Condition, truth: bool | None) -> bool:
    """Whether a fact or an answer could make a leaf true."""
    if truth is None:
        return True
    if isinstance(leaf, tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts):
        return leaf.operator in (">", ">=")
    return not isinstance(leaf, tree.Not) and getattr(getattr(leaf, "field", None), "name", "") not in FIXED


class Plain:
    """One person on one day under one catalogue."""

    def __init__(self, catalogue: Catalogue, person: Person, day: date) -> None:
        self.sets = {name: found.members for name, found in catalogue.sets.items()}
        self.kinds, self.person, self.day = catalogue.schema.kinds, person, day

    def of(self, condition: tree.Condition) -> bool | None:
        """The truth of a condition about the person."""
        if isinstance(condition, tree.And | tree.Or):
            return with_leaves(condition, {leaf: self.of(leaf) for leaf in leaves(condition)})
        if isinstance(condition, tree.Not):
            found = self.of(condition.part)
            return None if found is None else not found
        if isinstance(condition, tree.FactAtom):
            return self.facts(condition)
        return self.test(condition, {**{name: getattr(self.person, name) for name in
                                        ("birth_date", "sex", "registered_in", "groups", "insurance_months")},
                                     "age": self.age()})  # fmt: skip

    def age(self) -> int | None:
        born = self.person.birth_date
        return None if born is None or born > self.day else whole_years(born, self.day)

    def facts(self, atom: tree.FactAtom) -> bool | None:
        past = isinstance(atom, tree.MonthsOfFacts) or "valid_to" in str(atom.where)
        if isinstance(atom, tree.MonthsOfFacts):
            low, high = self.months(atom, sure=True), self.months(atom, sure=False)
            return stands(low, high, atom.operator, atom.number)
        matching = [(fact, self.where(atom, fact)) for fact in self.begun(atom.kind) if past or self.holds(fact)]
        if isinstance(atom, tree.TotalFacts):
            values = [(fact.attributes.get(atom.field.name), truth) for fact, truth in matching if truth is not False]
            low = sum(value for value, truth in values if truth and isinstance(value, int))
            high = sum(value for value, _ in values if isinstance(value, int))
            return stands(low, high if all(isinstance(value, int) for value, _ in values) else 10**9, *bound(atom))
        sure, may = sum(truth is True for _, truth in matching), sum(truth is not False for _, truth in matching)
        return stands(sure, may, *bound(atom))

    def begun(self, kind: str) -> Iterator[Fact]:
        gone = {fact.supersedes for fact in self.person.facts if fact.supersedes is not None}
        for fact in self.person.facts:
            if fact.kind == kind and fact.valid_from <= self.day and not fact.retracted and fact.id not in gone:
                yield fact

    def holds(self, fact: Fact) -> bool:
        return fact.valid_to is None or fact.valid_to >= self.day

    def where(self, atom: tree.FactAtom, fact: Fact) -> bool | None:
        values = {name: fact.attributes.get(name) for name in self.kinds[atom.kind].attributes}
        values |= {"valid_from": fact.valid_from, "valid_to": fact.valid_to or date.max}
        found = [self.inside(part, values) for part in atom.where]
        return False if False in found else None if None in found else True

    def inside(self, condition: tree.Condition, values: dict[str, object]) -> bool | None:
        if isinstance(condition, tree.And | tree.Or):
            found = {leaf: self.inside(leaf, values) for leaf in leaves(condition)}
            return with_leaves(condition, found)
        if isinstance(condition, tree.Not):
            truth = self.inside(condition.part, values)
            return None if truth is None else not truth
        return self.test(condition, values)

    def months(self, atom: tree.MonthsOfFacts, *, sure: bool) -> int:
        wanted = (True,) if sure else (True, None)
        first = date.min
        if atom.after:
            starts = [fact.valid_from for fact in self.begun(atom.after.kind) if self.where(atom.after, fact) in wanted]
            if not starts:
                return 0
            first = min(starts)
        days: set[date] = set()
        for fact in self.begun(atom.kind):
            if self.where(atom, fact) in wanted:
                day, last = max(fact.valid_from, first), min(fact.valid_to or date.max, self.day)
                days.update(day + timedelta(days=more) for more in range((last - day).days + 1))
        return sum(whole_months(day, after_row(day, days)) for day in days if day - timedelta(days=1) not in days)

    def test(self, node: object, values: dict[str, object]) -> bool | None:
        value = values[node.field.name]  # type: ignore[attr-defined]
        if value is None:
            return None
        if isinstance(node, tree.Flag):
            return bool(value)
        if isinstance(node, tree.InSet):
            return value in self.sets[node.set_name]
        if isinstance(node, tree.Contains):
            return node.value in value  # type: ignore[operator]
        if isinstance(node, tree.Within):
            return value <= self.day and whole(node.unit, value, self.day, node.amount)  # type: ignore[operator,arg-type]
        if isinstance(node, tree.Elapsed):
            passed = whole_years(value, self.day) if node.unit == "years" else whole_months(value, self.day)  # type: ignore[arg-type]
            return stands(passed, passed, node.operator, node.number)
        level = node.field.type == "level"  # type: ignore[attr-defined]
        mine = SkillLevel(value).rank if level else value
        if isinstance(node, tree.OneOf):
            return mine in [SkillLevel(each).rank if level else each for each in node.values]
        assert isinstance(node, tree.Compare)
        theirs = SkillLevel(node.value).rank if level else node.value
        if node.operator in ("==", "!="):
            return (mine == theirs) is (node.operator == "==")
        below, same = mine < theirs, mine == theirs  # type: ignore[operator]
        return {"<": below, "<=": below or same, ">": not (below or same), ">=": not below}[node.operator]


def bound(atom: tree.AnyFact | tree.CountFacts | tree.TotalFacts) -> tuple[str, int]:
    return (">=", 1) if isinstance(atom, tree.AnyFact) else (atom.operator, atom.number)


def stands(low: int, high: int, operator: str, number: int) -> bool | None:
    """Whether a number between low and high stands so to another."""
    inside = {min(max(number + more, low), high) for more in (-1, 0, 1)} | {low, high}
    found = {
        {"==": each == number, "!=": each != number, "<": each < number, "<=": each <= number, ">": each > number,
         ">=": each >= number}[operator]
        for each in inside
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def whole_years(start: date, day: date) -> int:
    years = day.year - start.year
    return years if (day.month, day.day) >= (start.month, start.day) else years - 1


def whole_months(start: date, day: date) -> int:
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if day.day >= start.day else months - 1


def after_row(day: date, days: set[date]) -> date:
    """The first day after an unbroken row."""
    while day in days:
        day += timedelta(days=1)
    return day


def whole(unit: str, start: date, day: date, amount: int) -> bool:
    """Whether a day lies within the last so many days, months or years: the day that much earlier is not after it."""
    if unit == "days":
        return (day - start).days <= amount
    back = day.year * 12 + day.month - 1 - amount * (12 if unit == "years" else 1)
    last = (date(back // 12 + (back % 12 == 11), (back + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(back // 12, back % 12 + 1, min(day.day, last)) <= start
