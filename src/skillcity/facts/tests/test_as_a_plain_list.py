"""The ledger behaves as a plain list that is only ever added to (a state machine against that list)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from skillcity.facts.models import Fact
from skillcity.facts.selectors import facts_of, standing_facts, versions
from skillcity.facts.services import correct_fact, retract_fact
from skillcity.facts.tests.ledger import DAY, STUDIO, studio
from skillcity.facts.verification import verify_facts
from skillcity.kernel.errors import Conflict
from skillcity.platform.accounts.roles import Role
from skillcity.registry.tests.world import actor, person


@dataclass
class Said:
    name: str
    supersedes: int | None = None
    retracts: bool = False


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)
PICK = st.integers(0, 10**6)


class Ledger(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.officer = actor(Role.CITY_OFFICER)
        self.person = person()
        self.model: list[Said] = []

    def pick(self, at: int) -> Fact | None:
        return Fact.objects.get(person=self.person, seq=at % len(self.model) + 1) if self.model else None

    def is_newest(self, seq: int) -> bool:
        return seq not in {said.supersedes for said in self.model}

    @rule(name=NAMES)
    def record(self, name: str) -> None:
        studio(self.officer, self.person, studio_name=name)
        self.model.append(Said(name))

    @rule(at=PICK, name=NAMES)
    def correct(self, at: int, name: str) -> None:
        fact = self.pick(at)
        if fact is None:
            return
        attributes = STUDIO | {"studio_name": name}
        values = {"valid_from": DAY, "valid_to": None, "attributes": attributes, "source": "更正"}
        if self.is_newest(fact.seq):
            correct_fact(actor=self.officer, fact=fact, **values)  # type: ignore[arg-type]
            self.model.append(Said(name, fact.seq))
        else:
            with pytest.raises(Conflict):
                correct_fact(actor=self.officer, fact=fact, **values)  # type: ignore[arg-type]

    @rule(at=PICK)
    def retract(self, at: int) -> None:
        fact = self.pick(at)
        if fact is None:
            return
        if self.is_newest(fact.seq) and not fact.retracts:
            retract_fact(actor=self.officer, fact=fact, source="撤回")
            self.model.append(Said(fact.attributes["studio_name"], fact.seq, True))
        else:
            with pytest.raises(Conflict):
                retract_fact(actor=self.officer, fact=fact, source="撤回")

    @invariant()
    def says_what_the_list_says(self) -> None:
        if not hasattr(self, "model"):
            return
        stored = [Said(each.attributes["studio_name"], each.supersedes, each.retracts) for each in self.facts()]
        assert stored == self.model
        standing = {seq for seq, said in enumerate(self.model, start=1) if self.is_newest(seq) and not said.retracts}
        assert {fact.seq for fact in standing_facts(self.facts())} == standing
        folded = versions(self.facts())
        assert sum(1 + len(each.older) for each in folded) == len(self.model)

    def facts(self) -> list[Fact]:
        return list(facts_of(self.person.pk))

    def teardown(self) -> None:
        assert verify_facts().valid


@pytest.mark.django_db
def test_the_ledger_is_a_list_that_is_only_added_to() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            database=None,
        ),
    )
