"""The edition of 2022 as we ship it, compared with the published table where that lies at hand."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from skillcity.kernel.errors import InputError
from skillcity.reference.engine import files, shipped
from skillcity.reference.engine.classification import Entry

SHARED = Path(__file__).parents[5] / "shared" / "data" / "occupation"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


@pytest.fixture(scope="module")
def entries():
    return {entry.code: entry for entry in shipped.occupations()[1]}


def read(name):
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_it_has_as_many_groups_and_occupations_as_the_edition_says(entries):
    assert Counter(int(entry.level) for entry in entries.values()) == {1: 8, 2: 79, 3: 450, 4: 1639}
    assert files.data_file("occupations_2022.yaml")["totals"] == {1: 8, 2: 79, 3: 450, 4: 1639}


@needs_shared
def test_codes_and_names_equal_the_published_table(entries):
    published = {row["code"]: row["name"] for row in read("csco2022_occupations_1639.csv")}
    assert {code: entry.name for code, entry in entries.items() if entry.level == 4} == published


@needs_shared
def test_the_groups_equal_the_published_tree_but_for_its_three_known_mistakes(entries):
    tree = {row["code"]: row["name"] for row in read("csco2022_tree_occstructor.csv")}
    assert tree.keys() == entries.keys()
    differing = {code for code, name in tree.items() if entries[code].name != name}
    assert differing == {"2-01-06-06", "2-01-07-00", "2-01-10-00"}


@needs_shared
def test_the_marks_equal_the_published_table_but_for_one_that_it_lacks(entries):
    published = {row["code"]: row["mark"] for row in read("csco2022_occupations_1639.csv")}
    assert {code for code, mark in published.items() if str(entries[code].mark) != mark} == {"4-04-05-10"}


def test_occupations_without_a_definition_are_known_by_number(entries):
    silent = [code for code, entry in entries.items() if entry.level == 4 and not entry.definition]
    assert len(silent) == 11


def test_the_words_of_the_city_are_aliases(entries):
    assert "印刷机长" in entries["6-08-01-02"].aliases
    assert shipped.with_aliases(Entry("6", "甲"), []) == Entry("6", "甲")


def test_a_missing_data_package_is_a_clear_error():
    with pytest.raises(InputError) as caught:
        files.package_folder("no_such_package_at_all")
    assert caught.value.code == "reference.no-occupation-table"
