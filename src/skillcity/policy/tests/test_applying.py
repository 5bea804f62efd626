"""Which editions apply: the county's own over the city's, the province's, the nation's; and where there is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings

from skillcity.policy.applying import applying_in, predecessor, talent_current
from skillcity.policy.editions import TALENT, talent_editions

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 1)


def test_a_county_has_what_the_city_the_province_and_the_nation_have() -> None:
    names = {each.name for each in applying_in("330302", DAY).current}
    assert {
        "330300/talent-class/2025",
        "330000/training-subsidy/2024",
        "000000/level-admission-6-18-02-04/2023",
    } <= names
    assert not [name for name in names if name.startswith("330100")]


def test_the_provinces_edition_stands_over_the_nations() -> None:
    found = applying_in("330302", DAY).named("skill-subsidy")
    assert found is not None
    assert found.region == "330000"


def test_another_city_has_its_own() -> None:
    found = applying_in("330106", DAY).named(TALENT)
    assert found is not None
    assert found.region == "330100"


def test_what_has_ended_is_silent_with_its_last_edition() -> None:
    found = applying_in("330302", date(2026, 3, 1))
    assert found.named("skill-subsidy") is None
    (last,) = [each for each in found.silent if each.catalogue == "skill-subsidy"]
    assert last.in_force.end == date(2025, 12, 31)


def test_before_everything_all_is_silent() -> None:
    found = applying_in("330302", date(1990, 1, 1))
    assert found.named(TALENT) is None
    assert found.before is None
    assert TALENT in {each.catalogue for each in found.silent}


def test_the_edition_before_is_the_one_that_is_superseded() -> None:
    newest = talent_editions()[0]
    before = predecessor(newest)
    assert before is not None
    assert before.edition == newest.supersedes
    assert predecessor(before) is None


def test_the_digest_differs_when_another_edition_applies() -> None:
    start = talent_editions()[0].in_force.start
    assert start is not None
    before, after = (applying_in(settings.CITY_CODE, day) for day in (start - timedelta(days=1), start))
    assert before.digest != after.digest
    assert before.digest == applying_in(settings.CITY_CODE, start - timedelta(days=1)).digest


def test_the_citys_talent_classes_of_a_day() -> None:
    found = talent_current(DAY)
    assert found is not None
    assert found.name == "330300/talent-class/2025"
    assert talent_current(date(1990, 1, 1)) is None
