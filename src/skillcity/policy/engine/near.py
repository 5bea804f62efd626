"""Near misses: the clauses of which only a little is lacking, as the clause itself says what a little is (`near:`).

A clause is near when it is false, and replacing exactly one of its atoms by the relaxed atom makes it true. In bulk the
same can be asked with `variants`: any of them true while the clause is false.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue, Clause
from skillcity.policy.engine.explanation import Missing
from skillcity.policy.engine.lines import Line, Relaxation, lines_of, saying, value
from skillcity.policy.engine.person import Person, check_moment
from skillcity.policy.engine.records import Case, prepare
from skillcity.policy.engine.tolerances import STRICT, Tolerances, read_tolerances, relaxed, variants

__all__ = ["STRICT", "NearMiss", "Tolerances", "near_misses", "read_tolerances", "relaxations", "relaxed", "variants"]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A clause that does not hold, and one of its atoms that holds when less is asked.

    `missing` tells what the atom asks for, who can supply it and the fact that comes nearest; `wording` the relaxed
    atom, which the person fulfils, in words.
    """

    clause: Clause
    illustrative: bool
    atom: tree.Atom
    relaxed: tree.Atom
    wording: Text
    missing: Missing


def near_misses(
    catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None
) -> tuple[NearMiss, ...]:
    """The near misses of a person, in the order of the catalogue; a clause with two such atoms comes twice.

    Whether a clause gives more than the person has is not asked here. InputError `policy.naive-time`.
    """
    if known_at is not None:
        check_moment(known_at)
    if as_of not in catalogue.in_force:
        return ()
    case = prepare(catalogue.schema, person, as_of, known_at)
    say = saying(catalogue)
    return tuple(
        NearMiss(line.clause, line.illustrative, each.atom, each.wider, say(each.wider), missing)
        for line in lines_of(catalogue)
        if line.clause.in_force is None or as_of in line.clause.in_force
        for each in relaxations(line, case)
        for missing in line.leaves[each.atom].explain(case).missing
    )


def relaxations(line: Line, case: Case) -> tuple[Relaxation, ...]:
    """The relaxed atoms of which each alone would make a clause true that is false; none when it is not false."""
    if not line.relaxations:
        return ()
    answers = {leaf: step.truth(case) for leaf, step in line.leaves.items()}
    if value(line.clause.when, answers.__getitem__) is not False:
        return ()
    return tuple(
        each
        for each in line.relaxations
        if answers[each.atom] is False
        and value(line.clause.when, (answers | {each.atom: each.step.truth(case)}).__getitem__)
    )
