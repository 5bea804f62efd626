"""Standings follow from the recorded facts, under each edition, and are made anew only when something changed."""

from __future__ import annotations

import pytest

from skillcity.policy.editions import TALENT, talent_editions
from skillcity.policy.models import Standing
from skillcity.policy.panels import CLASS_OF
from skillcity.policy.presenting import class_context
from skillcity.policy.services import evaluate_everyone
from skillcity.policy.tests.people import a_person, lead_a_studio
from skillcity.registry.models import Person

pytestmark = pytest.mark.django_db


def standing(person: Person, edition: str) -> tuple[str, str]:
    found = Standing.objects.get(person=person, catalogue=TALENT, edition=edition)
    return found.value, found.clause


def test_a_leader_of_a_city_studio_is_class_e_under_2025_and_was_not_before() -> None:
    person = a_person()
    lead_a_studio(person)
    evaluate_everyone()
    newest, before = talent_editions()[:2]
    assert standing(person, newest.edition)[0] == "E"
    assert standing(person, before.edition)[0] == ""


def test_the_unions_studio_is_another_honour() -> None:
    person = a_person()
    lead_a_studio(person, issuer_kind="union")
    evaluate_everyone()
    assert standing(person, talent_editions()[0].edition)[0] == ""


def test_a_new_fact_makes_the_standing_stale_and_nothing_else_is_done_again() -> None:
    person, other = a_person(), a_person()
    evaluate_everyone()
    first = {each.person_id: each.evaluated_at for each in Standing.objects.filter(catalogue=TALENT).order_by("pk")}
    lead_a_studio(person)
    evaluate_everyone()
    second = {each.person_id: each.evaluated_at for each in Standing.objects.filter(catalogue=TALENT).order_by("pk")}
    assert standing(person, talent_editions()[0].edition)[0] == "E"
    assert second[other.pk] == first[other.pk]
    assert second[person.pk] > first[person.pk]


def test_the_counts_name_every_class_and_none() -> None:
    lead_a_studio(a_person())
    a_person()
    counts = evaluate_everyone()
    assert list(counts["classes"]) == ["A", "B", "C", "D", "E", "F", "none"]
    assert counts["classes"]["E"] == 1
    assert counts["classes"]["none"] == 1
    assert counts["classes_predecessor"]["E"] == 0


def test_whatever_shows_a_sample_parameter_says_so() -> None:
    person = a_person()
    shown = class_context(person)
    assert shown["illustrative"] is True
    assert CLASS_OF.illustrative
