"""The claims of a catalogue's benefits as rights, so that who has none is told why as of any other right."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.benefit import Benefit, Measure
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder, Clause

LABELS = {
    Measure.PAYMENT: Text("补贴", "a payment"),
    Measure.LIMIT: Text("额度", "a limit"),
    Measure.RATE: Text("费率", "a rate"),
}


@lru_cache(maxsize=64)
def claims_as_rights(catalogue: Catalogue) -> Catalogue:
    """A catalogue whose clauses give the right to claim each benefit, named as the benefit is.

    A benefit that everybody may claim has no clause. Nothing is said of amounts, nor of payments made before.
    """
    clauses = tuple(
        _clause(benefit, condition) for benefit in catalogue.benefits if (condition := _condition(benefit)) is not None
    )
    labels = {benefit.id: LABELS[benefit.measure] for benefit in catalogue.benefits}
    outcome = ClassOrder(tuple(clause.id for clause in clauses), labels, every=True)
    return replace(catalogue, outcome=outcome, clauses=clauses, benefits=())


def _condition(benefit: Benefit) -> tree.Condition | None:
    """What a claim needs: the condition on the person, and a fact that fulfils the conditions on facts."""
    parts = [] if benefit.when is None else [benefit.when]
    if benefit.each is not None:
        where = benefit.where.parts if isinstance(benefit.where, tree.And) else (benefit.where,)
        parts.append(tree.AnyFact(benefit.each, tuple(part for part in where if part is not None)))
    if len(parts) < 2:
        return parts[0] if parts else None
    return tree.And(tuple(parts))


def _clause(benefit: Benefit, condition: tree.Condition) -> Clause:
    return Clause(
        id=benefit.id,
        gives=benefit.id,
        text=benefit.text,
        cite=benefit.cite,
        status=benefit.status,
        when=condition,
        place=benefit.place,
        when_place=benefit.place,
        in_force=benefit.in_force,
        data_gap=benefit.data_gap,
        impact=benefit.impact,
    )
