"""What one person has by every catalogue that applies to them today, and what was decided about them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skillcity.facts.models import Fact
from skillcity.facts.selectors import facts_about
from skillcity.policy.applying import applying_in
from skillcity.policy.editions import TERMS, as_if_in_force, learn_terms
from skillcity.policy.engine import Catalogue, Outcome, OutcomeStatus, Person, evaluate
from skillcity.policy.models import Decision
from skillcity.policy.persons import gather_one
from skillcity.registry.models import Person as Registered

READ = 100
ONE_OCCUPATION = "level-admission-"


@dataclass(frozen=True, slots=True)
class Right:
    """One edition in force and what it gives; `decision` is the number of the stored one, None: not decided yet."""

    catalogue: Catalogue
    outcome: Outcome
    decision: str | None

    @property
    def in_force(self) -> bool:
        """Whether any of its clauses or benefits is in force on the day."""
        return self.outcome.status is not OutcomeStatus.NO_RULE

    @property
    def holds(self) -> bool:
        """Whether it gives anything for sure."""
        return bool(self.outcome.verdict.holds) or any(each.amount for each in self.outcome.benefits)


@dataclass(frozen=True, slots=True)
class Rights:
    """All of them. `facts` by their reference.

    `silent`: the last editions of catalogues of which none is in force. `aside`: how many catalogues are about
    occupations that none of the person's facts names; they apply to everyone, and would fill the page of everyone.
    """

    person: Registered
    asked: Person
    as_of: date
    rights: tuple[Right, ...]
    silent: tuple[Catalogue, ...]
    facts: Mapping[str, Fact]
    decisions: tuple[Decision, ...]
    aside: int = 0


def rights_of(person: Registered, as_of: date) -> Rights:
    """Evaluate a person by every edition that applies, with all reasons; the person is in the actor's scope."""
    decisions = tuple(latest_decisions(person.pk))
    facts = facts_about(person)
    asked = gather_one(person, facts, as_of).person
    found = applying_in(person.region_code, as_of)
    numbers: dict[str, str] = {}
    for each in decisions:
        numbers.setdefault(each.catalogue, each.reference)
    rights = [
        Right(each, evaluate(as_if_in_force(each), asked, as_of), numbers.get(each.catalogue)) for each in found.current
    ]
    mine = occupations(facts)
    concerning = [each for each in rights if concerns(each.catalogue, mine)]
    aside = {each.catalogue.catalogue for each in rights if each not in concerning}
    silent = [each.catalogue for each in concerning if not each.in_force]
    return Rights(
        person,
        asked,
        as_of,
        tuple(each for each in concerning if each.in_force),
        (*silent, *(each for each in found.silent if concerns(each, mine))),
        {fact.reference: fact for fact in facts},
        tuple(each for each in decisions if each.catalogue not in aside),
        len(aside),
    )


def occupations(facts: Iterable[Fact]) -> frozenset[str]:
    """The occupations that some facts name."""
    return frozenset(str(fact.attributes["occupation"]) for fact in facts if fact.attributes.get("occupation"))


def concerns(catalogue: Catalogue, mine: Collection[str]) -> bool:
    """Whether a catalogue is about everyone, or about an occupation that the person has to do with.

    The conditions of admission are one catalogue for each occupation, named after its code, with the occupations
    related to it in the set `related`.
    """
    if not catalogue.catalogue.startswith(ONE_OCCUPATION):
        return True
    related = catalogue.sets["related"].members if "related" in catalogue.sets else frozenset()
    return bool({catalogue.catalogue.removeprefix(ONE_OCCUPATION), *related} & set(mine))


def latest_decisions(person_id: int) -> list[Decision]:
    """The newest decisions about a person, with the ones before them; what is needed to say what changed.

    The same question brings the terms of the editions, which the rest of the page needs.
    """
    rows = Decision.objects.filter(person_id=person_id).select_related("kept", "previous")
    found: list[Any] = list(rows.defer("kept__text", "kept__sets").annotate(terms=TERMS).order_by("-pk")[:READ])
    if found:
        learn_terms(found[0].terms)
    return found


def is_change(decision: Decision) -> bool:
    """Whether it says something else of the person than the one before, or gave something at first."""
    before = decision.previous
    if before is None:
        return bool(decision.holds or decision.amounts)
    names = ("holds", "status", "open", "amounts")
    return any(getattr(decision, name) != getattr(before, name) for name in names)
