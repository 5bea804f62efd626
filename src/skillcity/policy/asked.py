"""What a catalogue asks about: the kinds of facts on which its answer can rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from skillcity.policy.engine import Catalogue, tree
from skillcity.policy.engine.benefit import PAYMENT
from skillcity.policy.engine.schema import PERSON

BEHIND_FIELDS = {"registered_in": "residence", "groups": "group", "insurance_months": "insurance"}
"""Fields of the person that follow from facts (`persons.gathered`), and the kind of those facts."""


@lru_cache(maxsize=256)
def kinds_asked(catalogue: Catalogue) -> frozenset[str]:
    """The kinds that its clauses and benefits speak of, directly or through a field of the person."""
    kinds = {kind for condition in _conditions(catalogue) for kind in _kinds(condition)}
    for benefit in catalogue.benefits:
        kinds.add(PAYMENT)
        kinds.update({benefit.each} if benefit.each else ())
        kinds.update({BEHIND_FIELDS["registered_in"]} if benefit.local else ())
    return frozenset(kinds)


@lru_cache(maxsize=256)
def fields_asked(catalogue: Catalogue) -> tuple[str, ...]:
    """The fields of the person on which its answer can rest; the county's own amounts go by `registered_in`."""
    fields = {
        each.name for condition in _conditions(catalogue) for each in tree.fields(condition) if each.owner == PERSON
    }
    local = {"registered_in"} if any(each.local for each in catalogue.benefits) else set()
    return tuple(sorted(fields | local))


def _conditions(catalogue: Catalogue) -> Iterator[tree.Condition]:
    for clause in catalogue.clauses:
        yield clause.when
    for benefit in catalogue.benefits:
        if benefit.when is not None:
            yield benefit.when


def _kinds(condition: tree.Condition) -> Iterator[str]:
    for atom in tree.atoms(condition):
        if isinstance(atom, tree.FactAtom):
            yield atom.kind
            if isinstance(atom, tree.MonthsOfFacts) and atom.after is not None:
                yield atom.after.kind
        elif atom.field.name in BEHIND_FIELDS:
            yield BEHIND_FIELDS[atom.field.name]
