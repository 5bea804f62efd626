"""Versions of facts, and facts in words."""

from __future__ import annotations

from datetime import date

from skillcity.facts.models import Fact
from skillcity.facts.selectors import standing_facts, versions
from skillcity.facts.wording import fact_details, fact_title, names_for
from skillcity.kernel.text import Text


def fact(seq: int, supersedes: int | None = None, **more: object) -> Fact:
    values = {"kind": "studio", "valid_from": date(2024, 1, seq), "attributes": {"studio_name": f"工作室{seq}"}}
    return Fact(person_id=1, seq=seq, supersedes=supersedes, **(values | more))


def test_corrections_are_folded_below_the_newest() -> None:
    first, other, second, third = fact(1), fact(2), fact(3, 1), fact(4, 3)
    folded = versions([first, other, second, third])
    assert [(each.newest.seq, [old.seq for old in each.older]) for each in folded] == [(4, [3, 1]), (2, [])]
    assert [each.seq for each in standing_facts([first, other, second, third])] == [4, 2]


def test_a_retracted_fact_does_not_stand() -> None:
    assert standing_facts([fact(1), fact(2, 1, retracts=True)]) == []
    assert [each.seq for each in standing_facts([fact(1), fact(2, 1, retracts=True), fact(3, 2)])] == [3]


def test_a_title_tells_facts_of_a_kind_apart_and_the_rest_stands_below() -> None:
    said = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "senior", "number": "S1", "issuer": "机构"}
    certificate = fact(1, kind="certificate", attributes=said)
    title = fact_title(certificate)
    assert title == Text("职业技能等级证书：焊工 高级工(三级)", "Skill-level certificate: 焊工 Senior worker (level 3)")
    assert [each["value"] for each in fact_details(certificate, {})] == ["6-18-02-04", "S1", "机构"]


def test_a_fact_without_its_title_attributes_keeps_the_name_of_its_kind() -> None:
    assert fact_title(fact(1, kind="residence", attributes={})) == Text("户籍或居住", "Residence")


def test_a_choice_that_is_no_longer_known_is_shown_as_it_is() -> None:
    assert fact_title(fact(1, attributes={"studio_name": "工作室", "role": "boss"})).zh.endswith("工作室 boss")


def test_only_honours_need_a_look_into_the_reference() -> None:
    assert names_for({"studio", "certificate"}) == {}
