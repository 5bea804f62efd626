from __future__ import annotations

from itertools import islice

import pytest

from skillcity.kernel.errors import InputError
from skillcity.site.sample.engine.sample import Plan, rows, table
from skillcity.site.sample.engine.tables import COLUMNS
from skillcity.site.sample.tests.conftest import drawn


def test_the_same_seed_and_scale_give_the_same_rows(small):
    again = drawn(Plan(0.001))
    assert repr(again.tables) == repr(small.tables)
    assert again.tally == small.tally


def test_another_seed_gives_another_city(small):
    assert list(islice(table(Plan(0.001, seed=7), "people"), 50)) != small.tables["people"][:50]


def test_organisations_do_not_depend_on_the_scale(small, town):
    for kind in ("organisations", "sites", "offerings", "ties"):
        assert small.tables[kind] == town.tables[kind]


def test_every_table_has_exactly_its_columns(small):
    assert set(small.tables) == set(COLUMNS)
    for kind, found in small.tables.items():
        assert {tuple(row) for row in found} == {COLUMNS[kind]}, kind


def test_rows_are_streamed_and_not_collected():
    stream = rows(Plan(1.0))
    assert next(stream)[0] == "organisations"


def test_one_table_is_the_stream_without_the_others(small):
    assert list(table(Plan(0.001), "honour")) == small.tables["honour"]


def test_an_unknown_table_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="no table 'unicorns'"):
        table(Plan(0.001), "unicorns")


@pytest.mark.parametrize("scale", [0, 0.0009, 1.1, -1, float("nan")])
def test_a_scale_that_no_city_has_is_refused(scale):
    with pytest.raises(InputError) as caught:
        Plan(scale)
    assert caught.value.code == "sample.scale"


def test_a_person_has_four_to_five_facts_on_average(town):
    facts = sum(len(found) for kind, found in town.tables.items() if COLUMNS[kind][-1] == "source")
    assert 4 <= facts / town.plan.people <= 5
