"""For whom a costly question decides anything: in `months(…) >= 60 and any(honour)` for those with an honour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillcity.policy.engine import tree

Guard = tree.Condition | None
"""What must be possible for an atom to matter; None: nothing, it matters for everybody."""


def guarded(conditions: Iterable[tree.Condition]) -> Iterator[tuple[tree.MonthsOfFacts, Guard]]:
    """Every place of every costly atom, with the conditions that stand beside it under `and`, on any level above it.

    Where one of those is false the whole is, whatever the atom says: under `or` and `not` further down too.
    """
    for condition in conditions:
        yield from _places(condition, ())


def _places(node: tree.Condition, beside: tuple[tree.Condition, ...]) -> Iterator[tuple[tree.MonthsOfFacts, Guard]]:
    if isinstance(node, tree.MonthsOfFacts):
        yield node, tree.And(beside) if len(beside) > 1 else beside[0] if beside else None
    elif isinstance(node, tree.And):
        cheap = tuple(part for part in node.parts if not is_costly(part))
        for part in node.parts:
            yield from _places(part, beside + cheap)
    elif isinstance(node, tree.Or):
        for part in node.parts:
            yield from _places(part, beside)
    elif isinstance(node, tree.Not):
        yield from _places(node.part, beside)


def is_costly(node: tree.Condition) -> bool:
    """Whether some atom of a condition is worth a guard."""
    return any(isinstance(atom, tree.MonthsOfFacts) for atom in tree.atoms(node))
