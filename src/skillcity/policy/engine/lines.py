"""The clauses of a catalogue taken apart for questions beyond "does it hold": what is near, lacking, or running out.

A **leaf** is what such a question can turn: an atom, or a negation as a whole, since nothing inside it is ever advice.
A condition is and/or over its leaves, so it can only rise when leaves rise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue, Clause, Status
from skillcity.policy.engine.fact_step import FactStep, fact_step
from skillcity.policy.engine.kleene import Truth, all_of, any_of
from skillcity.policy.engine.steps import Step, step
from skillcity.policy.engine.tolerances import variants
from skillcity.policy.engine.wording import words

Answer = Callable[[tree.Condition], Truth]
MOST_ALTERNATIVES = 40


@dataclass(frozen=True, slots=True)
class Relaxation:
    """An atom of a clause with its relaxed form, ready to run."""

    atom: tree.Atom
    wider: tree.Atom
    step: Step


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with the steps of its leaves, of its relaxed atoms and of all its `months`.

    `illustrative`: the clause or a set that it asks for.
    """

    clause: Clause
    illustrative: bool
    leaves: Mapping[tree.Condition, Step]
    relaxations: tuple[Relaxation, ...]
    months: tuple[FactStep, ...]


@lru_cache(maxsize=64)
def lines_of(catalogue: Catalogue) -> tuple[Line, ...]:
    """All clauses of a catalogue, in its order."""
    sets = {name: found.members for name, found in catalogue.sets.items()}
    say = saying(catalogue)

    def ready(node: tree.Condition) -> Step:
        return step(node, catalogue.schema, sets, say)

    return tuple(
        Line(
            clause,
            clause.status is Status.ILLUSTRATIVE
            or any(catalogue.sets[name].status is Status.ILLUSTRATIVE for name in tree.set_names(clause.when)),
            {leaf: ready(leaf) for leaf in leaves(clause.when)},
            tuple(Relaxation(atom, wider, ready(wider)) for atom, wider, _ in variants(clause.when, clause.near)),
            tuple(
                fact_step(atom, catalogue.schema, sets, say)
                for atom in tree.atoms(clause.when)
                if isinstance(atom, tree.MonthsOfFacts)
            ),
        )
        for clause in catalogue.clauses
    )


def saying(catalogue: Catalogue) -> Callable[[tree.Condition], Text]:
    """Puts a condition of the catalogue in words."""
    labels = {name: found.label for name, found in catalogue.sets.items()}
    return lambda node: words(node, catalogue.schema, labels, catalogue.names)


def leaves(condition: tree.Condition) -> tuple[tree.Condition, ...]:
    """The distinct leaves of a condition, in the order of reading."""
    return tuple(dict.fromkeys(_leaves(condition)))


def _leaves(condition: tree.Condition) -> Iterator[tree.Condition]:
    if isinstance(condition, tree.And | tree.Or):
        for part in condition.parts:
            yield from _leaves(part)
    else:
        yield condition


def value(condition: tree.Condition, answer: Answer) -> Truth:
    """The truth of a condition when its leaves are answered so."""
    if isinstance(condition, tree.And | tree.Or):
        join = all_of if isinstance(condition, tree.And) else any_of
        return join(value(part, answer) for part in condition.parts)
    return answer(condition)


Lack = frozenset[tree.Condition]


def lacks(condition: tree.Condition, answer: Answer, weight: Callable[[Lack], tuple[int, ...]]) -> tuple[Lack, ...]:
    """The smallest sets of leaves that, were they true, would make the condition true; lightest by `weight` first.

    One empty set: it is true. Of a condition with very many alternatives the lightest of each part are followed.
    """
    if isinstance(condition, tree.Or):
        return _minimal([found for part in condition.parts for found in lacks(part, answer, weight)], weight)
    if isinstance(condition, tree.And):
        joined: tuple[Lack, ...] = (frozenset(),)
        for part in condition.parts:
            more = lacks(part, answer, weight)
            joined = _minimal([one | other for one in joined for other in more], weight)
        return joined
    return (frozenset(),) if answer(condition) is True else (frozenset((condition,)),)


def _minimal(found: list[Lack], weight: Callable[[Lack], tuple[int, ...]]) -> tuple[Lack, ...]:
    kept: list[Lack] = []
    for each in sorted(dict.fromkeys(found), key=len):
        if not any(other <= each for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=weight)[:MOST_ALTERNATIVES])
