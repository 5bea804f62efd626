"""A thousand refused people of the sample city, each refusal worked out anew by trying everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.kernel.id_number import IdNumber
from skillcity.policy.engine import Catalogue, Fact, Person, load
from skillcity.policy.engine.claimable import claims_as_rights
from skillcity.policy.engine.refusal import Reason, Refusal, refusal
from skillcity.policy.engine.schema import FieldType
from skillcity.policy.tests.engine.brute_force import Plain, can_be_supplied, leaves, smallest, with_leaves
from skillcity.policy.tests.engine.planning import CONDITIONS, NEARLY, PEOPLE, loose
from skillcity.policy.tests.engine.samples import FOLDER, city_schema
from skillcity.site.sample.engine.sample import Plan, right_rows

SCHEMA = city_schema()
TODAY = date(2025, 12, 31)


@cache
def people() -> tuple[Person, ...]:
    """The people of the sample city with their facts; of one in ten something is not recorded."""
    found: dict[str, Person] = {}
    chance = Random(7)
    for kind, row in right_rows(Plan(0.0013)):
        number = str(row.get("id_number"))
        if kind == "people":
            identity = IdNumber.parse(number)
            found[number] = Person(number, identity.birth_date, identity.sex.value, str(row["region_code"]))
        elif kind in SCHEMA.kinds:
            attributes = {
                name: value_of(attribute.field.type, str(row[name]))
                for name, attribute in SCHEMA.kinds[kind].attributes.items()
                if row.get(name) and not name.startswith("valid_")
            }
            if chance.random() < 0.03:
                attributes.pop(sorted(attributes)[chance.randrange(len(attributes))])
            end = date.fromisoformat(str(row["valid_to"])) if row.get("valid_to") else None
            facts = found[number].facts
            start = date.fromisoformat(str(row["valid_from"]))
            fact = Fact(len(facts), kind, start, end, attributes=attributes)
            found[number] = replace(found[number], facts=(*facts, fact))
    return tuple(replace(person, groups=groups(person)) for person in found.values())


def groups(person: Person) -> frozenset[str]:
    return frozenset(
        str(fact.attributes["group"])
        for fact in person.facts
        if fact.kind == "group" and fact.attributes and fact.valid_from <= TODAY <= (fact.valid_to or TODAY)
    )


def value_of(kind: FieldType, written: str) -> object:
    return int(written) if kind is FieldType.INTEGER else written == "yes" if kind is FieldType.BOOLEAN else written


def catalogue(path: str) -> Catalogue:
    return load(Path(FOLDER).parents[1] / path, SCHEMA)


def check(rules: Catalogue, person: Person, told: Refusal, wanted: tuple[str, ...]) -> None:
    """The clause named fails, what is lacking is lacking and would do, and nothing is nearer."""
    plain = Plain(rules, person, TODAY)
    clauses = [
        clause for clause in rules.clauses
        if clause.gives in wanted and (clause.in_force is None or TODAY in clause.in_force)
    ]  # fmt: skip
    answers = {clause.id: {leaf: plain.of(leaf) for leaf in leaves(clause.when)} for clause in clauses}
    truths = {clause.id: with_leaves(clause.when, answers[clause.id]) for clause in clauses}
    assert True not in truths.values()
    assert told.clause
    mine = answers[told.clause.id]
    still_open = None in truths.values()
    assert (truths[told.clause.id] is None) is still_open is (told.reason is Reason.UNKNOWN)
    assert told.lacking
    assert all(mine[leaf] is not True for leaf in told.lacking)
    assert with_leaves(told.clause.when, mine | dict.fromkeys(told.lacking, True)) is True
    for spared in told.lacking:
        others = [leaf for leaf in told.lacking if leaf != spared]
        assert with_leaves(told.clause.when, mine | dict.fromkeys(others, True)) is not True

    def distance(clause_id: str) -> int:
        found = answers[clause_id]
        allowed = {leaf for leaf, truth in found.items() if truth is not True and can_be_supplied(leaf, truth)}
        if still_open:
            allowed = {leaf for leaf in allowed if found[leaf] is None}
        return smallest(rules.clause(clause_id).when, found, allowed)

    rivals = [clause.id for clause in clauses if truths[clause.id] is None or not still_open]
    nearest = min(distance(name) for name in rivals)
    if told.reason is Reason.NOTHING:
        assert nearest == 1000
        assert any(not can_be_supplied(leaf, mine[leaf]) for leaf in told.lacking)
    else:
        assert len(told.lacking) == nearest
        assert {lack.condition for lack in told.missing} == {leaf for leaf in told.lacking if mine[leaf] is False}
        assert all(lack.supplied_by.zh in told.sentence.zh for lack in told.missing)
        assert all(lack.wording.en in told.sentence.en for lack in told.missing)
        assert bool(told.unknown) is (None in [mine[leaf] for leaf in told.lacking])
    assert told.clause.text.zh in told.sentence.zh
    if told.deadline:
        assert told.deadline.day.isoformat() in told.sentence.en


def refused(rules: Catalogue, reaching: str | None, most: int) -> Iterator[tuple[Person, Refusal]]:
    left = most
    for person in people():
        told = refusal(rules, person, TODAY, reaching=reaching) if left else None
        if told:
            left -= 1
            yield person, told


def test_a_thousand_people_without_a_class_are_told_the_nearest_clause() -> None:
    rules = catalogue("330300/talent-class/2025.yaml")
    seen: Counter[str] = Counter()
    for person, told in refused(rules, None, 1000):
        check(rules, person, told, rules.outcome.order)
        seen[told.reason.value] += 1
    assert seen.total() == 1000
    assert set(seen) == {"missing", "unknown"}


@pytest.mark.parametrize(
    "path",
    [
        "000000/level-admission-6-18-02-04/2023.yaml",
        "330100/talent-class/2023.yaml",
        "330000/employment-difficulty/2025.yaml",
    ],
)
def test_so_are_those_who_ask_for_one_right(path: str) -> None:
    rules = catalogue(path)
    for name in rules.outcome.order:
        for person, told in refused(rules, name, 200):
            check(rules, person, told, (name,))


@pytest.mark.parametrize(
    "path", ["330000/training-subsidy/2024.yaml", "330000/skill-subsidy/2025.yaml", "330300/skill-loan/2024.yaml"]
)
def test_so_are_those_who_can_claim_nothing(path: str) -> None:
    rules = catalogue(path)
    claims = claims_as_rights(rules)
    found = [(name, *each) for name in claims.outcome.order for each in refused(rules, name, 200)]
    for name, person, told in found:
        check(claims, person, told, (name,))
    assert {name for name, _, _ in found} == {*claims.outcome.order}


@given(st.lists(CONDITIONS, min_size=1, max_size=5), PEOPLE | NEARLY, st.sampled_from([None, "A", "B"]))
@settings(max_examples=300, deadline=None)
def test_so_is_anybody_under_any_policy(texts: list[str], person: Person, reaching: str | None) -> None:
    rules = loose(*texts)
    told = refusal(rules, person, TODAY, reaching=reaching)
    wanted = ("A", "B", "C") if reaching is None else (reaching,)
    if told and any(clause.gives in wanted for clause in rules.clauses):
        check(rules, person, told, wanted)


def test_the_reference_agrees_with_the_plain_evaluation() -> None:
    """Else the two could agree on refusals for different reasons."""
    from skillcity.policy.engine import evaluate

    for path in ("330300/talent-class/2025.yaml", "000000/level-admission-6-18-02-04/2023.yaml"):
        rules = catalogue(path)
        for person in people()[:150]:
            plain = Plain(rules, person, TODAY)
            for result in evaluate(rules, person, TODAY).clauses:
                assert plain.of(result.clause.when) is result.truth
