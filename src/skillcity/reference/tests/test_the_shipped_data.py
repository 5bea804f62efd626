"""Every file of `data/` refers to what is there, and says where it comes from."""

from collections import Counter
from datetime import date

import pytest

from skillcity.reference.engine import shipped
from skillcity.reference.engine.editions import NOTHING, Confidence, text_of
from skillcity.reference.engine.elsewhere import other_codes
from skillcity.reference.engine.files import data_file

ALL = [
    shipped.regions()[0],
    shipped.industry_classes()[0],
    shipped.industries()[0],
    shipped.majors()[0],
    shipped.honours()[0],
    *(edition for edition, _ in shipped.shortage()),
]


@pytest.fixture(scope="module")
def occupations():
    return {entry.code: entry for entry in shipped.occupations()[1]}


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.edition)
def test_every_edition_names_its_source_and_the_day_it_was_read(edition):
    assert edition.source
    assert edition.name.zh
    assert edition.name.en
    assert edition.retrieved_on > date(2025, 1, 1)
    assert edition.confidence.label.zh


def test_wenzhou_has_twelve_counties_and_its_zones_are_samples():
    places = shipped.regions()[1]
    assert sum(place.level == "county" and place.parent == "330300" for place in places) == 12
    zones = [place for place in places if place.level == "zone"]
    assert len(zones) == 3
    assert all(zone.confidence.illustrative for zone in zones)
    assert {place.code for place in places if place.partner} == {"513230", "522700", "522728"}


def test_parents_of_regions_are_shipped_too():
    places = shipped.regions()[1]
    codes = {place.code for place in places}
    assert {place.parent for place in places if place.parent} <= codes


def test_parents_of_industry_classes_are_shipped_too():
    codes = set(shipped.industry_classes()[1])
    assert {code[:1] if len(code) == 3 else code[:-1] for code in codes} - {""} <= codes


def test_there_are_five_and_five_industries_and_some_more(occupations):
    industries = shipped.industries()[1]
    groups, stages = shipped.industry_words()
    assert Counter(each.group for each in industries) == {"traditional": 5, "emerging": 5, "local": 5}
    assert {each.group for each in industries} == set(groups)
    classes = shipped.industry_classes()[1]
    regions = {place.code for place in shipped.regions()[1]}
    for each in industries:
        assert set(each.chain) == set(stages)
        assert {code for members in each.chain.values() for code in members} <= set(classes)
        assert set(each.occupations) <= set(occupations)
        assert set(each.counties) <= regions


def test_majors_lead_to_occupations_that_exist_or_are_translated(occupations):
    others = other_codes(data_file("occupation_codes_elsewhere.yaml"))
    stated = {code for each in shipped.majors()[1] for code in each.occupations}
    assert stated - set(occupations) <= set(others)


def test_codes_of_other_editions_become_codes_of_this_one(occupations):
    others = other_codes(data_file("occupation_codes_elsewhere.yaml"))
    assert len(others) == 7
    for each in others.values():
        assert each.code not in occupations
        assert each.becomes in occupations
        assert each.why.zh
        assert each.why.en


def test_shortage_rows_bear_the_name_of_their_occupation(occupations):
    for _, rows in shipped.shortage():
        for row in rows:
            assert row.occupation is None or occupations[row.occupation].name == row.name


def test_honours_of_different_issuers_are_never_merged():
    honours = shipped.honours()[1]
    assert (
        len({(each.name.zh, each.issuer) for each in honours}) == len({each.code for each in honours}) == len(honours)
    )
    issuers = {each.name.zh: each.issuer_kinds for each in honours}
    assert issuers["瓯越工匠"] == ("hrss", "talent-office")
    assert issuers["温州工匠"] == ("union",)


def test_what_was_read_nowhere_is_a_sample():
    recalled = {each.code for each in shipped.honours()[1] if each.confidence is Confidence.RECALL}
    assert "zhejiang-grand-artisan" in recalled
    assert "ouyue-artisan" not in recalled


def test_a_missing_text_is_empty():
    assert text_of(None) == NOTHING
