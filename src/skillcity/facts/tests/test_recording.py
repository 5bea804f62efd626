"""Recording, correcting, retracting: nothing is changed, everything is checked and audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.models import Chain, Fact
from skillcity.facts.services import NewFact, check_fact, correct_fact, record_fact, record_facts, retract_fact
from skillcity.facts.tests.ledger import DAY, STUDIO, certificate, new_fact, studio
from skillcity.kernel.errors import SkillcityError
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.reference.services import load_shipped
from skillcity.registry.models import Person
from skillcity.registry.tests.world import YUEQING, actor, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Actor:
    """The city's officer."""
    return actor(Role.CITY_OFFICER)


@pytest.fixture
def made() -> Person:
    return person()


def refused(code: str, act: Callable[..., object], **values: object) -> None:
    count = Fact.objects.count()
    with pytest.raises(SkillcityError) as error:
        act(**values)
    assert error.value.code == code
    assert Fact.objects.count() == count


def test_a_fact_is_numbered_chained_and_audited(alice: Actor, made: Person) -> None:
    first, second = studio(alice, made), studio(alice, made)
    assert (first.reference, str(second)) == (f"{made.pk}-1", f"{made.pk}-2")
    assert first.recorded_by == alice.label
    assert bytes(first.digest) != bytes(second.digest)
    chain = Chain.objects.get(person=made)
    assert (chain.length, bytes(chain.head)) == (2, bytes(second.digest))
    entry = Entry.objects.filter(act="facts.record").latest("pk")
    assert (entry.object_id, entry.person_id, entry.purpose) == (second.reference, made.pk, "工作室名册")


def test_a_correction_supersedes_and_the_old_one_stays(alice: Actor, made: Person) -> None:
    old = studio(alice, made)
    new = correct_fact(
        actor=alice,
        fact=old,
        valid_from=DAY,
        valid_to=None,
        attributes=STUDIO | {"role": "leader"},
        source=" 更正文件 ",
        document="示例〔2024〕1号",
    )
    assert (new.supersedes, new.retracts, new.attributes["role"], new.source) == (1, False, "leader", "更正文件")
    old.refresh_from_db()
    assert old.attributes["role"] == "member"
    entry = Entry.objects.filter(act="facts.correct").latest("pk")
    assert entry.object_id == old.reference


def test_a_retraction_puts_nothing_in_its_place(alice: Actor, made: Person) -> None:
    old = studio(alice, made)
    gone = retract_fact(actor=alice, fact=old, source="报错了人")
    assert (gone.supersedes, gone.retracts, gone.attributes) == (1, True, old.attributes)
    refused("facts.retracted", retract_fact, actor=alice, fact=gone, source="再次")
    back = correct_fact(actor=alice, fact=gone, valid_from=DAY, valid_to=None, attributes=STUDIO, source="原来没错")
    assert (back.supersedes, back.retracts) == (2, False)


def test_a_fact_is_superseded_once(alice: Actor, made: Person) -> None:
    old = studio(alice, made)
    retract_fact(actor=alice, fact=old, source="报错了人")
    values = {"actor": alice, "fact": old, "valid_from": DAY, "valid_to": None, "attributes": STUDIO, "source": "再"}
    refused("facts.superseded", correct_fact, **values)
    refused("facts.superseded", retract_fact, actor=alice, fact=old, source="再次")


def test_another_broken_rule_of_the_database_is_not_called_superseded(alice: Actor, made: Person) -> None:
    ghost = Fact(person=made, seq=9, kind="studio", valid_from=DAY, attributes=STUDIO, source="x", recorded_by="x")
    with pytest.raises(IntegrityError):
        retract_fact(actor=alice, fact=ghost, source="没有这一条")


@pytest.mark.parametrize(
    ("role", "county", "code"),
    [(role, "", "facts.not-an-officer") for role in Role if role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}]
    + [(Role.COUNTY_OFFICER, YUEQING, "facts.other-county")],
)
def test_others_record_correct_and_retract_nothing(
    alice: Actor, made: Person, role: Role, county: str, code: str
) -> None:
    old = studio(alice, made)
    bob = actor(role, county)
    said = {"valid_from": DAY, "valid_to": None, "attributes": STUDIO, "source": "x"}
    refused(code, record_fact, actor=bob, person=made, kind=kind_named("studio"), **said)
    refused(code, correct_fact, actor=bob, fact=old, **said)
    refused(code, retract_fact, actor=bob, fact=old, source="x")


def test_what_cannot_be_a_fact_is_refused(alice: Actor, made: Person) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    values = {
        "actor": alice,
        "person": made,
        "kind": kind_named("studio"),
        "valid_from": DAY,
        "valid_to": None,
        "attributes": STUDIO,
        "source": "工作室名册",
    }
    for code, wrong in (
        ("facts.source", {"source": " "}),
        ("facts.dates", {"valid_to": date(2020, 1, 1)}),
        ("facts.future", {"valid_from": tomorrow}),
        ("facts.missing-attribute", {"attributes": {}}),
        ("facts.wrong-attribute", {"attributes": STUDIO | {"role": "boss"}}),
        ("facts.no-end", {"kind": kind_named("certificate"), "valid_to": DAY, "attributes": certificate()}),
    ):
        refused(code, record_fact, **(values | wrong))
    refused("facts.source", retract_fact, actor=alice, fact=studio(alice, made), source="")


def test_a_certificate_agrees_with_its_number_and_belongs_to_one_person(alice: Actor, made: Person) -> None:
    said = certificate()
    values = {"actor": alice, "kind": kind_named("certificate"), "valid_from": DAY, "valid_to": None, "source": "x"}
    wrong = {"level": "technician"}
    refused("certificate-number.level", record_fact, person=made, attributes=said | wrong, **values)
    refused(
        "certificate-number.year",
        record_fact,
        person=made,
        attributes=said,
        **(values | {"valid_from": date(2023, 5, 1)}),
    )
    record_fact(person=made, attributes=said, **values)  # type: ignore[arg-type]
    refused("certificate.number-taken", record_fact, person=person("李雷"), attributes=said, **values)
    record_fact(person=made, attributes=said, **values)  # type: ignore[arg-type]  # the same person's may be repeated


def test_an_occupation_is_one_of_the_classification(alice: Actor, made: Person) -> None:
    load_shipped()
    values = {"actor": alice, "person": made, "kind": kind_named("certificate"), "valid_from": DAY}
    values |= {"valid_to": None, "source": "x"}
    refused("facts.unknown-occupation", record_fact, attributes=certificate(occupation="9-99-99-99"), **values)
    assert record_fact(attributes=certificate(), **values).seq == 1  # type: ignore[arg-type]


def test_many_facts_of_many_people_are_written_at_once(made: Person) -> None:
    other = person("李雷")
    facts = [new_fact(each.pk, at) for at in range(5) for each in (other, made)]
    assert record_facts(actor=SYSTEM, facts=facts, batch_id=7) == 10
    assert record_facts(actor=SYSTEM, facts=[]) == 0
    assert list(Fact.objects.filter(person=made).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert set(Fact.objects.order_by("seq").values_list("batch_id", "recorded_by")) == {(7, "system")}


def test_the_database_keeps_the_rules_of_a_fact(made: Person) -> None:
    for wrong in ({"source": ""}, {"valid_to": date(2020, 1, 1)}, {"retracts": True}, {"supersedes": 9}):
        with pytest.raises(IntegrityError):
            record_facts(actor=SYSTEM, facts=[new_fact(made.pk, **wrong)])
    other = person("李雷")
    record_facts(actor=SYSTEM, facts=[new_fact(other.pk)])
    with pytest.raises(IntegrityError):  # another person's fact cannot be superseded
        record_facts(actor=SYSTEM, facts=[new_fact(made.pk, supersedes=1)])


def test_a_fact_without_an_end_is_open() -> None:
    assert check_fact(kind=kind_named("studio"), valid_from=DAY, valid_to=DAY, attributes=STUDIO) == STUDIO
    assert NewFact(1, "studio", DAY, None, {}, "x").document == ""
