from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from skillcity.kernel.id_number import IdNumber
from skillcity.site.sample.engine.flaws import swapped_digits
from skillcity.site.sample.engine.tables import FACTS, iso
from skillcity.site.sample.tests.conftest import Drawn
from skillcity.site.sample.tests.test_numbers import right_id

RANK = {"junior": 1, "intermediate": 2, "senior": 3, "technician": 4, "senior_technician": 5}


def sound(row: dict[str, str | int]) -> bool:
    """A row whose dates can be read and stand in order."""
    try:
        since = date.fromisoformat(str(row["valid_from"]))
        until = date.fromisoformat(str(row["valid_to"])) if row["valid_to"] else None
    except ValueError:
        return False
    return until is None or since <= until


def births(city: Drawn) -> dict[str, date]:
    numbers = [str(row["id_number"]) for row in city.tables["people"] if right_id(str(row["id_number"]))]
    return {number: IdNumber.parse(number).birth_date for number in numbers}


def test_impossible_dates_and_reversed_periods_are_only_the_flaws(town):
    bad = sum(not sound(row) for kind in FACTS for row in town.tables[kind])
    assert bad == town.tally.flaws["impossible-date"] + town.tally.flaws["reversed-period"]


def test_nothing_begins_after_the_day_of_the_sample_or_before_the_sixteenth_birthday(town):
    born, today = births(town), "2025-06-30"
    for kind in ("employment", "certificate", "training", "contest-award", "insurance"):
        for row in town.tables[kind]:
            if not sound(row) or str(row["id_number"]) not in born:
                continue
            assert str(row["valid_from"]) <= today, row
            if kind != "certificate":
                assert int(str(row["valid_from"])[:4]) - born[str(row["id_number"])].year >= 16, row


def test_jobs_of_one_person_do_not_overlap(town):
    jobs = defaultdict(list)
    for row in town.tables["employment"]:
        if sound(row):
            jobs[row["document"]].append((str(row["valid_from"]), str(row["valid_to"]) or "9999"))
    for periods in jobs.values():
        periods = sorted(set(periods))
        assert all(one[1] < two[0] for one, two in pairwise(periods))


def test_a_ladder_rises_with_time(town):
    ladders = defaultdict(dict)
    for row in town.tables["certificate"]:
        ladders[row["document"]][row["number"]] = (str(row["valid_from"]), RANK[str(row["level"])])
    several = [sorted(steps.values()) for steps in ladders.values() if len(steps) > 1]
    assert len(several) > 500
    for steps in several:
        assert [rank for _, rank in steps] == sorted(rank for _, rank in steps)


def test_older_people_hold_higher_levels(town):
    born, ages = births(town), defaultdict(list)
    for row in town.tables["certificate"]:
        if str(row["id_number"]) in born and sound(row):
            ages[row["level"]].append(int(str(row["valid_from"])[:4]) - born[str(row["id_number"])].year)
    means = {level: sum(each) / len(each) for level, each in ages.items()}
    assert means["junior"] < means["senior"] < means["technician"] < means["senior_technician"]


def test_the_firm_of_a_worker_is_of_the_trade(town):
    """A pump fitter works at a firm whose name says pumps, valves or pipes."""
    words = ("阀", "泵", "流体", "管阀")
    names = {str(row["employer_name"]) for row in town.tables["employment"] if row["occupation"] == "6-20-05-08"}
    assert names
    assert all(any(word in name for word in words) for name in names)


def test_a_winner_has_the_award_before_the_certificate(town):
    awards = {row["document"][-7:]: str(row["valid_from"]) for row in town.tables["contest-award"] if sound(row)}
    won = [row for row in town.tables["certificate"] if row["basis"] == "contest" and sound(row)]
    assert won
    assert all(awards.get(row["document"][-7:], "") < str(row["valid_from"]) for row in won)


def test_the_union_of_flaws_covers_every_kind_of_mistake(town):
    assert set(town.tally.flaws) == {
        "swapped-digits", "wrong-name", "no-name", "short-region", "impossible-date", "reversed-period", "wrong-level",
        "wrong-year", "unknown-occupation", "repeated",
    }  # fmt: skip


def test_smudges_are_spaces_and_full_width_digits(town):
    wide = [row for row in town.tables["people"] if not str(row["id_number"]).isascii()]
    spaced = [row for row in town.tables["people"] if str(row["name"]) != str(row["name"]).strip()]
    assert wide
    assert spaced
    assert len(wide) + len(spaced) == town.tally.smudged["people"]


def test_swapping_takes_two_digits_that_differ(small):
    class First:
        def pick(self, places):
            return places[0]

    row = {"id_number": "33039920000222002X"}
    swapped_digits(row, First(), None)
    assert row["id_number"] == "33039902000222002X"


def test_an_open_end_is_an_empty_cell():
    assert iso(None) == ""
    assert iso(date(2025, 6, 30)) == "2025-06-30"


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_kind_has_rows_even_in_the_smallest_city(small, kind):
    assert small.tables[kind]
