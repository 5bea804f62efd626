"""Reading the ledger.

Row-level security shows an actor only the facts of people in their scope; the pages ask `registry.selectors.person_for`
first, which says so in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from skillcity.facts.engine.kinds import all_kinds
from skillcity.facts.models import Fact
from skillcity.facts.permissions import may_know_sensitive
from skillcity.facts.wording import fact_title
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.registry.models import Person
from skillcity.registry.selectors import person_for

__all__ = ["Version", "fact_for", "fact_title", "facts_about", "facts_of", "shown_facts", "standing_facts", "versions"]


FACTS_READ = "_facts_read"


@dataclass(frozen=True, slots=True)
class Version:
    """What is known now of one thing, and what was thought of it before: the newest fact, and those it supersedes."""

    newest: Fact
    older: tuple[Fact, ...]

    @property
    def stands(self) -> bool:
        """Whether it still says something; a retraction says that nothing was so."""
        return not self.newest.retracts


def shown_facts(actor: Actor, person: Person, known: list[Fact] | None = None) -> list[Fact]:
    """A person's facts as this actor may know them: sensitive kinds only for the person and the authorities.

    `known` are all facts of the person, if they have been read already.
    """
    facts = list(facts_of(person.pk)) if known is None else known
    if may_know_sensitive(actor, person):
        return facts
    return [fact for fact in facts if not all_kinds()[fact.kind].sensitive]


def facts_of(person_id: int) -> QuerySet[Fact]:
    """Every fact ever recorded about a person, in the order of recording."""
    return Fact.objects.filter(person_id=person_id).order_by("seq")


def facts_about(person: Person) -> list[Fact]:
    """The same, read once for all parts of a page that show this very object."""
    if FACTS_READ not in person.__dict__:
        person.__dict__[FACTS_READ] = list(facts_of(person.pk))
    found: list[Fact] = person.__dict__[FACTS_READ]
    return found


def fact_for(actor: Actor, person_id: int, seq: int) -> Fact:
    """One fact about a person in the actor's scope. Raises NotFound."""
    person = person_for(actor, person_id)
    fact = Fact.objects.filter(person_id=person.pk, seq=seq).first()
    if fact is None or (all_kinds()[fact.kind].sensitive and not may_know_sensitive(actor, person)):
        raise NotFound("facts.unknown", Text("没有这条事实。", "There is no such fact."), where=f"{person_id}-{seq}")
    return fact


def versions(facts: Iterable[Fact]) -> list[Version]:
    """The facts of one person, corrections folded: the latest to begin comes first."""
    by_seq = {fact.seq: fact for fact in facts}
    corrected = {fact.supersedes for fact in by_seq.values()}
    found = []
    for fact in by_seq.values():
        if fact.seq in corrected:
            continue
        older, below = [], fact
        while below.supersedes is not None:
            below = by_seq[below.supersedes]
            older.append(below)
        found.append(Version(fact, tuple(older)))
    return sorted(found, key=lambda each: (each.newest.valid_from, each.newest.seq), reverse=True)


def standing_facts(facts: Iterable[Fact]) -> Sequence[Fact]:
    """Those that say what is known now: neither corrected nor retracted."""
    return [each.newest for each in versions(facts) if each.stands]
