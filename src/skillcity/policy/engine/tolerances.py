"""How much less than a clause asks for still counts as near (`near:`), and the relaxed form of a condition.

A relaxed atom is an ordinary atom that asks for less, so whatever answers an atom (the interpreter, the batch) answers
it relaxed as well; whoever fulfils an atom fulfils it relaxed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeGuard

from skillcity.kernel.text import Text
from skillcity.policy.engine import reading, tree
from skillcity.policy.engine.kleene import Operator
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.located import Node
from skillcity.policy.engine.schema import PERSON, FieldType

_NUMBER = re.compile(r"([1-9][0-9]{0,2})")
_WRITTEN = {
    "since": re.compile(r"([1-9][0-9]{0,2})[ym]"),
    "level": re.compile(r"([1-7])"),
    "months": _NUMBER,
    "count": _NUMBER,
}
_BY_RANK = {rank: name for name, rank in RANKS.items()}
LESS_HELPS: tuple[Operator, ...] = (">=", ">")
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365  # a window counted in days is widened by so many


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What a clause lets pass as near: `since` in months, `level` in ranks, `months` of insurance or work, `count`.

    All zero, and false: the clause knows no near miss.
    """

    since: int = 0
    level: int = 0
    months: int = 0
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.since or self.level or self.months or self.count)

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Key and value as the file writes them."""
        numbers = {key: str(getattr(self, key)) for key in _WRITTEN if getattr(self, key)}
        if self.since:
            numbers["since"] = f"{self.since}m" if self.since % 12 else f"{self.since // 12}y"
        return tuple(numbers.items())


STRICT = Tolerances()


def read_tolerances(node: Node | None) -> Tolerances:
    """The tolerances of a clause's `near`; none without it. PolicyError for an unknown key or a wrong value."""
    if node is None:
        return STRICT
    values = reading.table(node, (), tuple(_WRITTEN)).values
    return Tolerances(**{key: _read(key, value) for key, value in values.items()})


def _read(key: str, node: Node) -> int:
    found = _WRITTEN[key].fullmatch(reading.string(node))
    if not found:
        what = (f"“{key}”的宽限写法有误。", f'The tolerance "{key}" is not well written.')
        todo = Text("例如 since: 1y、since: 6m、level: 1。", "For example since: 1y, since: 6m, level: 1.")
        raise reading.fail("policy.wrong-type", node.place, *what, todo)
    return int(found[1]) * (12 if found[0].endswith("y") else 1)


def variants(
    condition: tree.Condition, tolerances: Tolerances
) -> tuple[tuple[tree.Atom, tree.Atom, tree.Condition], ...]:
    """For each atom that can be relaxed: the atom, its relaxed form, and the condition with only this atom relaxed.

    Only places outside a negation are replaced. A clause is a near miss when it is false and one of these is true.
    """
    found = []
    for atom in dict.fromkeys(_positive_atoms(condition)):
        wider = relaxed(atom, tolerances)
        if wider is not None:
            found.append((atom, wider, _with(condition, atom, wider)))
    return tuple(found)


def _positive_atoms(condition: tree.Condition) -> Iterator[tree.Atom]:
    if isinstance(condition, tree.And | tree.Or):
        for part in condition.parts:
            yield from _positive_atoms(part)
    elif not isinstance(condition, tree.Not):
        yield condition


def _with(condition: tree.Condition, atom: tree.Atom, wider: tree.Atom) -> tree.Condition:
    if isinstance(condition, tree.And | tree.Or):
        return replace(condition, parts=tuple(_with(part, atom, wider) for part in condition.parts))
    return wider if condition == atom else condition


def relaxed(atom: tree.Atom, tolerances: Tolerances) -> tree.Atom | None:
    """The atom asking for less by the tolerances; None when they do not touch it.

    An atom about facts is relaxed in all its parts at once: the conditions on a fact, those of `after`, and the number,
    which stays at least 1 (else everybody were near). A number with an upper bound (`<`, `==`) is never relaxed, nor is
    a field of the person other than the months of insurance.
    """
    wider: tree.Atom = atom
    if isinstance(atom, tree.AnyFact):
        wider = replace(atom, where=_all(atom.where, tolerances))
    elif isinstance(atom, tree.FactAtom):
        if atom.operator in LESS_HELPS:
            less = tolerances.months if isinstance(atom, tree.MonthsOfFacts) else tolerances.count
            wider = replace(atom, where=_all(atom.where, tolerances), number=_less(atom.operator, atom.number, less))
            if isinstance(wider, tree.MonthsOfFacts) and wider.after:
                wider = replace(wider, after=replace(wider.after, where=_all(wider.after.where, tolerances)))
    elif is_insurance(atom) and isinstance(atom.value, int):
        wider = replace(atom, value=_less(atom.operator, atom.value, tolerances.months))
    return None if wider == atom else wider


def is_insurance(condition: tree.Condition) -> TypeGuard[tree.Compare]:
    """Whether it asks for at least so many months of insurance: the only field of a person that acting can raise."""
    return (
        isinstance(condition, tree.Compare)
        and (condition.field.owner, condition.field.name) == (PERSON, "insurance_months")
        and condition.operator in LESS_HELPS
    )


def _less(operator: Operator, number: int, less: int) -> int:
    """So much less, but still at least one."""
    return min(number, max(number - less, 1 if operator == ">=" else 0))


def _all(where: tuple[tree.Condition, ...], tolerances: Tolerances) -> tuple[tree.Condition, ...]:
    return tuple(_test(part, tolerances) for part in where)


def _test(condition: tree.Condition, tolerances: Tolerances) -> tree.Condition:
    """A condition on one fact, asking for less where a tolerance touches it; never inside a negation."""
    if isinstance(condition, tree.And | tree.Or):
        return replace(condition, parts=_all(condition.parts, tolerances))
    if isinstance(condition, tree.Elapsed) and condition.operator in LESS_HELPS:
        return _sooner(condition, tolerances.since)
    if isinstance(condition, tree.Within):
        return _wider(condition, tolerances.since)
    if isinstance(condition, tree.Compare) and condition.field.type is FieldType.LEVEL:
        return _lower(condition, tolerances.level)
    return condition


def _sooner(node: tree.Elapsed, months: int) -> tree.Elapsed:
    """In years where the tolerance is whole years, else in months: n years are exactly 12 n months."""
    unit: Literal["years", "months"] = node.unit
    number, less = node.number, months
    if unit == "years":
        if months % 12:
            unit, number = "months", number * 12
        else:
            less = months // 12
    return replace(node, number=max(number - less, 0), unit=unit)


def _wider(node: tree.Within, months: int) -> tree.Within:
    if node.unit == "days":
        more = months // 12 * DAYS_OF_YEAR + months % 12 * DAYS_OF_MONTH
        return replace(node, amount=node.amount + more)
    if node.unit == "years" and months % 12 == 0:
        return replace(node, amount=node.amount + months // 12)
    amount = node.amount * 12 if node.unit == "years" else node.amount
    return replace(node, amount=amount + months, unit="months")


def _lower(node: tree.Compare, ranks: int) -> tree.Condition:
    """`>=` and `>` ask so many ranks less; `==` takes the ranks below as well."""
    rank = RANKS[str(node.value)]
    least = max(rank - ranks, 1)
    if node.operator in LESS_HELPS:
        return replace(node, value=_BY_RANK[least])
    if node.operator == "==" and least < rank:
        return tree.OneOf(node.field, tuple(_BY_RANK[each] for each in range(least, rank + 1)))
    return node
