"""The next steps of a person: what to do, or how long to go on, for a better class or a right not held.

Every advice is proven before it is given: with the supposed facts, on the day named, the clause holds and the class is
better. What nobody can change is never advice: age, sex and date of birth (nor growing older), what must not be there,
and the kinds of facts without `advice` (nobody is to become poor or disabled).
"""

from __future__ import annotations

from datetime import date, datetime

from skillcity.policy.engine.action import Action, Advice
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.explanation import OutcomeStatus, Verdict
from skillcity.policy.engine.interpreter import classify
from skillcity.policy.engine.lines import lines_of
from skillcity.policy.engine.person import Person
from skillcity.policy.engine.planner import Planner

__all__ = ["Action", "Advice", "next_steps"]


def next_steps(
    catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None
) -> tuple[Advice, ...]:
    """The cheapest next steps of a person: fewest steps first, then the soonest, then the better class.

    Only clauses that are surely not fulfilled are advised on; of one that is not yet known an answer is lacking, not a
    fact. Empty when no rule is in force. InputError `policy.naive-time`.
    """
    verdict = classify(catalogue, person, as_of, known_at)
    if verdict.status is OutcomeStatus.NO_RULE:
        return ()
    wanted = _better(catalogue, verdict)
    course = Course(catalogue.schema, person, as_of, known_at)
    found = [
        advice
        for line in lines_of(catalogue)
        if line.clause.gives in wanted and (line.clause.in_force is None or as_of in line.clause.in_force)
        for advice in Planner(catalogue, line, course).advices()
    ]
    ordered = sorted(found, key=lambda advice: (advice.steps, advice.on, wanted.index(advice.gives)))
    best = {_what(advice): advice for advice in sorted(ordered, key=lambda each: -wanted.index(each.gives))}
    return tuple(advice for advice in ordered if best[_what(advice)] is advice)


def _what(advice: Advice) -> tuple[object, ...]:
    """What is to be done by when: of two that ask the same, the one for the better class is told."""
    return (advice.on, *((fact.kind, str(fact.attributes)) for fact in advice.supposed))


def _better(catalogue: Catalogue, verdict: Verdict) -> tuple[str, ...]:
    """The rights not held, or the classes above the one held, best first."""
    order = catalogue.outcome.order
    if catalogue.outcome.every or verdict.value is None:
        return tuple(name for name in order if name not in verdict.holds)
    return order[: order.index(verdict.value)]
