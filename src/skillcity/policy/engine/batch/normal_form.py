"""A condition on one fact as alternatives of plain tests: its disjunctive normal form.

De Morgan's and the distributive laws hold in Kleene's logic too, so that nothing becomes known or unknown by this.
"""

from __future__ import annotations

from itertools import product

from skillcity.policy.engine import tree

Term = frozenset[tree.Condition]
"""Tests (some of them under `not`) that must all hold."""

MOST_TERMS = 16


def terms(where: tuple[tree.Condition, ...]) -> tuple[Term, ...] | None:
    """The alternatives, each a set of tests of which all must hold; None when there would be more than 16.

    An empty `where` is one alternative without any test.
    """
    return _product(where, positive=True)


def _terms(node: tree.Condition, positive: bool) -> tuple[Term, ...] | None:
    if isinstance(node, tree.Not):
        return _terms(node.part, not positive)
    if isinstance(node, tree.And | tree.Or):
        together = isinstance(node, tree.And) is positive
        return _product(node.parts, positive) if together else _sum(node.parts, positive)
    return (frozenset((node if positive else tree.Not(node),)),)


def _product(parts: tuple[tree.Condition, ...], positive: bool) -> tuple[Term, ...] | None:
    found: tuple[Term, ...] = (frozenset(),)
    for part in parts:
        alternatives = _terms(part, positive)
        if alternatives is None or len(found) * len(alternatives) > MOST_TERMS:
            return None
        found = tuple(dict.fromkeys(one | other for one, other in product(found, alternatives)))
    return found


def _sum(parts: tuple[tree.Condition, ...], positive: bool) -> tuple[Term, ...] | None:
    found: dict[Term, None] = {}
    for part in parts:
        alternatives = _terms(part, positive)
        if alternatives is None or len(found) + len(alternatives) > MOST_TERMS:
            return None
        found.update(dict.fromkeys(alternatives))
    return tuple(found)
