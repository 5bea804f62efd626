from __future__ import annotations

from collections import Counter

import pytest

from skillcity.site.sample.engine.sample import Plan
from skillcity.site.sample.engine.shape import shape
from skillcity.site.sample.tests.conftest import Drawn, drawn
from skillcity.site.sample.tests.test_numbers import right_id

HIGH = {"senior", "technician", "senior_technician"}


def right_certificates(city: Drawn) -> dict[str, dict[str, str]]:
    """Certificates by number; the last row of a number is the one that the clerk got right."""
    return {str(row["number"]): {key: str(value) for key, value in row.items()} for row in city.tables["certificate"]}


def college(city: Drawn, table: str) -> list[dict[str, str | int]]:
    flagship = city.tables["organisations"][0]["credit_code"]
    return [row for row in city.tables[table] if row["credit_code"] == flagship]


@pytest.mark.parametrize("scale", [0.001, 0.0037, 0.01])
def test_certificates_of_2024_and_new_high_skilled_people_exceed_the_published_figures_by_one(scale):
    city = drawn(Plan(scale))
    found = right_certificates(city).values()
    in_2024 = [row for row in found if row["valid_from"].startswith("2024")]
    assert len(in_2024) == int(round(57_400 * scale, 6)) + 1
    first_high: dict[str, str] = {}
    for row in sorted(found, key=lambda row: row["valid_from"]):
        if row["level"] in HIGH:
            first_high.setdefault(row["document"], row["valid_from"])
    new = [day for day in first_high.values() if "2022" <= day[:4] <= "2024"]
    assert len(new) == int(round(100_000 * scale, 6)) + 1


def test_seven_colleges_and_the_flagship_has_197_sites_with_8741_workstations(small):
    kinds = Counter(row["kind"] for row in small.tables["organisations"])
    assert kinds["technical-college"] == 7
    sites = college(small, "sites")
    assert len(sites) == 197
    assert sum(int(site["workstations"]) for site in sites) == 8741
    assert all(20 <= int(site["workstations"]) <= 80 for site in sites)


def test_29_of_34_majors_are_integrated_at_the_flagship(small):
    offered = college(small, "offerings")
    assert len({row["major_code"] for row in offered}) == len(offered) == 34
    assert sum(row["integrated"] == "yes" for row in offered) == 29


def test_more_than_300_regular_and_100_close_partners_who_are_regular_ones_too(small):
    flagship = small.tables["organisations"][0]["credit_code"]
    ties: dict[str, set[str]] = {}
    for row in small.tables["ties"]:
        if row["to_credit_code"] == flagship:
            ties.setdefault(str(row["tie"]), set()).add(str(row["from_credit_code"]))
    assert len(ties["regular-partner"]) > 300
    assert len(ties["close-partner"]) > 100
    assert ties["close-partner"] < ties["regular-partner"]


def test_nine_ecosystems_each_with_a_leader_and_members(small):
    circles = {row["credit_code"] for row in small.tables["organisations"] if row["kind"] == "ecosystem"}
    assert len(circles) == 9
    for tie, least in (("chain-leader", 1), ("ecosystem-member", 5)):
        count = Counter(row["to_credit_code"] for row in small.tables["ties"] if row["tie"] == tie)
        assert set(count) == circles
        assert min(count.values()) >= least


def test_every_kind_of_body_is_there_and_the_city_has_thirteen_bureaus(small):
    kinds = Counter(row["kind"] for row in small.tables["organisations"])
    assert kinds["bureau"] == 13
    assert set(kinds) == {
        "technical-college", "school", "enterprise", "chain-leader", "training-body", "evaluation-body", "studio",
        "alliance", "ecosystem", "centre", "service-station", "bank", "insurer", "bureau",
    }  # fmt: skip


def test_every_organisation_and_every_fact_is_marked_as_synthetic(small):
    names = [str(row["name"]) for row in small.tables["organisations"]]
    assert len(set(names)) == len(names)
    assert all(name.endswith(shape().mark) for name in names)
    for found in small.tables.values():
        assert {row.get("source", shape().source) for row in found} == {shape().source}


def test_people_live_in_all_twelve_counties(town):
    counties = Counter(row["region_code"] for row in town.tables["people"] if len(str(row["region_code"])) == 6)
    assert set(counties) == {county.code for county in shape().counties}
    assert counties["330381"] > counties["330305"]


def test_leaders_of_both_kinds_of_studio_are_there_at_every_scale(small, town):
    for city in (small, town):
        leaders = [row for row in city.tables["studio"] if row["role"] == "leader" and right_id(str(row["id_number"]))]
        by_issuer = Counter(row["issuer_kind"] for row in {str(row["studio_name"]): row for row in leaders}.values())
        assert by_issuer == {"hrss": 60, "union": 40}


def test_most_leaders_have_no_other_way_into_class_e(town):
    leaders = {row["document"][-7:] for row in town.tables["studio"] if row["role"] == "leader"}
    honoured = {str(row["document"])[-7:] for row in town.tables["honour"]}
    highest = {row["document"][-7:] for row in right_certificates(town).values() if row["level"] == "senior_technician"}
    assert not leaders & honoured
    assert len(leaders - highest) > 0.6 * len(leaders)


def test_artisans_are_rare_and_never_missing(small, town):
    for city in (small, town):
        assert sum(row["title"] == "ouyue-artisan" for row in city.tables["honour"]) in (5, 6)


def test_about_one_row_of_a_hundred_is_wrong(town):
    kinds = [kind for kind in town.tables if kind == "people" or "source" in town.tables[kind][0]]
    wrong = sum(town.tally.refused.get(kind, 0) for kind in kinds)
    total = sum(len(town.tables[kind]) for kind in kinds)
    assert 0.008 <= wrong / total <= 0.012
    assert sum(town.tally.flaws.values()) == wrong
    assert sum(town.tally.expected_errors.values()) == wrong
    assert {kind: len(found) for kind, found in town.tables.items()} == town.tally.rows
