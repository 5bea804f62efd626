"""What little may be lacking for a near miss, and who is near."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine import Person, PolicyError, classify, load, to_text
from skillcity.policy.engine.advice import next_steps
from skillcity.policy.engine.located import read_yaml
from skillcity.policy.engine.near import STRICT, Tolerances, near_misses, read_tolerances, relaxed, variants
from skillcity.policy.tests.engine.planning import (
    CITY,
    CONDITIONS,
    DAY,
    NEAR,
    PEOPLE,
    certificate,
    condition,
    fact,
    loose,
    person,
    rules,
)
from skillcity.policy.tests.engine.samples import FOLDER

WIDE = Tolerances(since=12, level=1, months=6, count=1)


def tolerances(text: str) -> Tolerances:
    return read_tolerances(read_yaml(text, "t.yaml"))


def test_tolerances_are_read_and_written_as_the_file_has_them() -> None:
    assert tolerances("{since: 1y, level: 1, months: 6, count: 1}") == WIDE
    assert tolerances("since: 18m") == Tolerances(since=18)
    assert read_tolerances(None) is STRICT
    assert WIDE.entries == (("since", "1y"), ("level", "1"), ("months", "6"), ("count", "1"))
    assert Tolerances(since=18).entries == (("since", "18m"),)
    assert not STRICT
    assert not STRICT.entries
    assert Tolerances(count=1)


@pytest.mark.parametrize(
    "text", ["since: 12", "since: 0y", "level: 8", "months: 0", "count: some", "count: 1000", "{level: [1]}"]
)
def test_a_tolerance_that_is_no_such_number_is_refused(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        tolerances(text)
    assert caught.value.code == "policy.wrong-type"


def test_an_unknown_tolerance_is_refused() -> None:
    with pytest.raises(PolicyError) as caught:
        tolerances("levels: 1")
    assert caught.value.code == "policy.unknown-key"


@pytest.mark.parametrize(
    ("atom", "wider"),
    [
        ('any(certificate, level >= "technician")', 'any(certificate, level >= "senior")'),
        ('any(certificate, level > "technician")', 'any(certificate, level > "senior")'),
        ('any(certificate, level == "senior")', 'any(certificate, level in ("intermediate", "senior"))'),
        ('any(certificate, level >= "apprentice")', None),
        ('any(certificate, level == "apprentice")', None),
        ('any(certificate, level != "senior")', None),
        ('any(certificate, not level >= "senior")', None),
        ("any(studio, years_since(valid_from) >= 3)", "any(studio, years_since(valid_from) >= 2)"),
        ("any(studio, years_since(valid_from) > 0)", None),
        ("any(studio, years_since(valid_from) <= 3)", None),
        ("any(studio, months_since(valid_from) >= 18)", "any(studio, months_since(valid_from) >= 6)"),
        ("any(studio, months_since(valid_from) >= 6)", "any(studio, months_since(valid_from) >= 0)"),
        ("any(studio, within(valid_from, years(1)))", "any(studio, within(valid_from, years(2)))"),
        ("any(studio, within(valid_from, months(6)))", "any(studio, within(valid_from, months(18)))"),
        ("any(studio, within(valid_from, days(30)))", "any(studio, within(valid_from, days(395)))"),
        (
            'any(studio, years_since(valid_from) > 1 and (role == "member" or within(valid_to, years(1))))',
            'any(studio, years_since(valid_from) > 0 and (role == "member" or within(valid_to, years(2))))',
        ),
        ("count(studio) >= 3", "count(studio) >= 2"),
        ("count(studio) > 1", "count(studio) > 0"),
        ("count(studio) > 0", None),
        ("count(studio) >= 1", None),
        ("count(studio) == 2", None),
        ('count(certificate, level >= "senior") < 2', None),
        ('count(certificate, level >= "senior") >= 1', 'count(certificate, level >= "intermediate") >= 1'),
        ("total(training.hours) >= 80", "total(training.hours) >= 79"),
        ("months(employment) >= 12", "months(employment) >= 6"),
        ("months(employment) >= 3", "months(employment) >= 1"),
        (
            'months(employment, after(certificate, level >= "senior")) >= 12',
            'months(employment, after(certificate, level >= "intermediate")) >= 6',
        ),
        ("insurance_months >= 12", "insurance_months >= 6"),
        ("insurance_months > 12", "insurance_months > 6"),
        ("insurance_months <= 12", None),
        ("age >= 18", None),
        ("age <= 45", None),
        ("years_since(birth_date) >= 18", None),
        ('sex == "male"', None),
        ('registered_in == "330302"', None),
        ('"disabled" in groups', None),
    ],
)
def test_an_atom_asks_for_less_by_the_tolerances(atom: str, wider: str | None) -> None:
    found = relaxed(condition(atom), WIDE)
    assert (to_text(found) if found else None) == wider
    assert relaxed(condition(atom), STRICT) is None


def test_half_a_year_less_of_years_is_counted_in_months() -> None:
    half = Tolerances(since=6)
    found = relaxed(condition("any(studio, years_since(valid_from) >= 3)"), half)
    assert found == condition("any(studio, months_since(valid_from) >= 30)")
    found = relaxed(condition("any(studio, within(valid_from, years(1)))"), half)
    assert found == condition("any(studio, within(valid_from, months(18)))")
    found = relaxed(condition("any(studio, within(valid_from, days(10)))"), half)
    assert found == condition("any(studio, within(valid_from, days(190)))")


def test_each_variant_relaxes_one_atom_wherever_it_is_not_negated() -> None:
    rule = condition(
        '(any(certificate, level >= "senior") or age >= 30) and insurance_months >= 12 '
        'and not any(studio, years_since(valid_from) >= 3) and (any(certificate, level >= "senior") or any(honour))'
    )
    first, second = variants(rule, WIDE)
    assert to_text(first[0]) == 'any(certificate, level >= "senior")'
    assert to_text(first[2]).count('level >= "intermediate"') == 2
    assert "insurance_months >= 12" in to_text(first[2])
    assert to_text(second[1]) == "insurance_months >= 6"
    assert "insurance_months >= 6" in to_text(second[2])
    assert variants(rule, STRICT) == ()


NEXT = 'a A {level: 1}: any(certificate, level >= "technician")'


def test_a_near_miss_names_the_atom_the_nearest_fact_and_what_is_fulfilled() -> None:
    (found,) = near_misses(rules(NEXT), person(certificate("senior")), DAY)
    assert (found.clause.id, found.illustrative, found.missing.closest) == ("a", False, 1)
    assert found.missing.supplied_by == Text("评价机构", "the evaluation body")
    assert found.wording.en == "a record of “skill-level certificate” (level is at least Senior worker (level 3))"
    assert to_text(found.relaxed) == 'any(certificate, level >= "senior")'


def test_who_has_it_or_is_two_levels_away_or_of_whom_it_is_not_known_is_not_near() -> None:
    for level in ("technician", "intermediate", None):
        assert near_misses(rules(NEXT), person(certificate(level)), DAY) == ()
    assert near_misses(rules('a A: any(certificate, level >= "technician")'), person(certificate()), DAY) == ()


def test_two_atoms_that_both_lack_a_little_are_not_near() -> None:
    both = rules('a A {level: 1, months: 6}: any(certificate, level >= "technician") and insurance_months >= 12')
    assert near_misses(both, person(certificate(), insurance_months=8), DAY) == ()
    assert len(near_misses(both, person(certificate(), insurance_months=12), DAY)) == 1


def test_no_rule_no_near_miss_and_the_moment_needs_a_zone() -> None:
    dated = rules(NEXT, in_force="{from: 2025-01-01, to: 2025-12-31}")
    somebody = person(certificate())
    assert near_misses(dated, somebody, date(2026, 1, 1)) == ()
    clause = replace(dated.clauses[0], in_force=replace(dated.in_force, start=date(2025, 10, 1)))
    assert near_misses(replace(dated, clauses=(clause,)), somebody, DAY) == ()
    with pytest.raises(InputError):
        near_misses(dated, somebody, DAY, datetime(2025, 9, 1))  # noqa: DTZ001
    late = replace(somebody.facts[0], recorded_at=datetime(2025, 9, 2, tzinfo=UTC))
    assert near_misses(dated, replace(somebody, facts=(late,)), DAY, datetime(2025, 9, 1, tzinfo=UTC)) == ()


@given(CONDITIONS, NEAR, PEOPLE)
@settings(max_examples=150, deadline=None)
def test_a_clause_is_near_when_it_is_false_and_some_variant_of_it_holds(
    text: str, near: Tolerances, somebody: Person
) -> None:
    catalogue = loose((text, near))
    holds = {
        atom
        for atom, _, variant in variants(condition(text), near)
        if classify(loose(to_text(variant)), somebody, DAY).value
    }
    verdict = classify(catalogue, somebody, DAY)
    refused = verdict.value is None and not verdict.open
    assert {miss.atom for miss in near_misses(catalogue, somebody, DAY)} == (holds if refused else set())


@given(CONDITIONS, NEAR, PEOPLE)
@settings(max_examples=100, deadline=None)
def test_whoever_fulfils_a_condition_fulfils_it_relaxed(text: str, near: Tolerances, somebody: Person) -> None:
    if classify(loose(text), somebody, DAY).value:
        for _, _, variant in variants(condition(text), near):
            assert classify(loose(to_text(variant)), somebody, DAY).value


def test_a_late_record_is_near_by_the_window() -> None:
    window = rules("a A {since: 1y}: any(certificate, within(valid_from, months(12)))")
    (found,) = near_misses(window, person(certificate(since=date(2024, 1, 1))), DAY)
    assert found.missing.closest == 1
    assert near_misses(window, person(fact("honour")), DAY) == ()


# The page and the files that are shipped ----------------------------------------------------------------------------
PAGE = (Path(__file__).parents[5] / "docs" / "policy-language.md").read_text("utf-8")


@pytest.mark.parametrize("example", re.findall(r"```near\n(.*?)```", PAGE, re.DOTALL))
def test_an_example_of_the_page_is_near_and_has_that_next_step(example: str) -> None:
    said = yaml.safe_load(example)
    levels = said["near"]
    catalogue = loose((said["when"], Tolerances(level=levels.get("level", 0), months=levels.get("months", 0))))
    facts = [
        fact(each["kind"], each["valid_from"], each.get("valid_to"), **each["attributes"]) for each in said["facts"]
    ]
    somebody = person(*facts, **said["person"])
    assert [to_text(miss.relaxed) for miss in near_misses(catalogue, somebody, said["as_of"])] == [said["near_miss"]]
    assert [advice.wording.en for advice in next_steps(catalogue, somebody, said["as_of"])] == [said["next_step"]]


def test_a_technician_is_near_class_e_and_told_the_certificate_that_leads_there() -> None:
    catalogue = load(FOLDER / "2025.yaml", CITY)
    somebody = person(certificate("technician"))
    assert [miss.clause.id for miss in near_misses(catalogue, somebody, DAY)] == ["E-05"]
    (advice,) = next_steps(catalogue, somebody, DAY)
    assert (advice.gives, advice.clause.id, advice.steps, advice.illustrative) == ("E", "E-05", 1, True)


def test_every_tolerance_that_is_shipped_touches_its_clause() -> None:
    for path in sorted(FOLDER.parents[1].glob("*/*/*.yaml")):
        for clause in load(path, CITY).clauses:
            assert bool(clause.near) is bool(variants(clause.when, clause.near)), (path, clause.id)
