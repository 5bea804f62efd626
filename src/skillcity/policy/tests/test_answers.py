"""The quick answer about many people is the explained one about each; masks keep their places."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from skillcity.policy.answers import Answer, Asked, answer, answers, mask, places
from skillcity.policy.applying import all_editions
from skillcity.policy.asked import kinds_asked
from skillcity.policy.editions import schema
from skillcity.policy.persons import gather
from skillcity.policy.tests.people import CERTIFICATE, a_person, learn
from skillcity.policy.tests.test_replaying import something_happens

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2025, 9, 1), date(2026, 3, 1)])
def test_the_quick_answer_is_the_explained_one(day: date) -> None:
    chance = random.Random(day.toordinal())
    people = [a_person(chance.choice(["330302", "330303", "330122"])) for _ in range(12)]
    for each in people[:9]:  # the others have no facts at all, as most people for most catalogues
        for _ in range(6):
            something_happens(each, chance)
    learn(people[0], "certificate", {**CERTIFICATE, "level": "junior"}, begins=day - timedelta(days=30))
    gathered = gather([each.pk for each in people], day)
    asked = Asked.of(gathered, schema(), day)
    for catalogue in all_editions():
        quick = answers(catalogue, asked)
        assert quick == [answer(catalogue, each, day) for each in gathered], catalogue.name


@pytest.mark.parametrize("bits", [[], [0], [7, 8], [63, 64, 200]])
def test_a_mask_keeps_its_places(bits: list[int]) -> None:
    packed = mask(place in bits for place in range(max(bits, default=0) + 1))
    assert places(packed) == tuple(bits)
    assert len(packed) == (max(bits) // 8 + 1 if bits else 0)


def test_only_facts_that_a_catalogue_asks_about_are_used() -> None:
    asked = {each.catalogue: kinds_asked(each) for each in all_editions()}
    assert "education" not in asked["talent-class"]
    assert "payment" in asked["training-subsidy"]
    assert "residence" in asked["skill-loan"]
    assert "employment" in asked["level-admission-6-18-02-04"]


def test_the_same_outcome_by_another_clause_is_the_same_outcome() -> None:
    one = Answer("E", "E", "E-01", "known", "", False, b"\x01", b"", {})
    other = Answer("E", "E", "E-02", "known", "", False, b"\x02", b"", {})
    assert one.same_outcome(other)
    assert one != other
