"""What satisfies, what is missing, what is not known."""

from __future__ import annotations

from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.tests.engine.asking import ability, certificate, why


def test_a_true_node_names_its_facts_once() -> None:
    told = why("any(certificate) and count(certificate) >= 2", certificate(1), certificate(2))
    assert told.satisfied_by == (1, 2)
    assert [child.satisfied_by for child in told.children] == [(1, 2), (1, 2)]
    assert told.missing == told.unknown == ()


def test_a_false_node_says_what_is_missing_and_who_supplies_it() -> None:
    told = why(
        'any(certificate, level >= "technician", occupation == "a") and age > 3',
        certificate(7, level="senior", occupation="a"),
    )
    (lack,) = told.missing
    assert lack.kind == "certificate"
    assert lack.supplied_by == Text("评价机构", "the evaluation body")
    assert lack.changeable
    assert lack.closest == 7
    assert lack.differs == (Text("等级不低于技师(二级)", "level is at least Technician (level 2)"),)
    assert "证书" in lack.wording.zh


def test_a_fact_that_has_ended_is_near() -> None:
    (lack,) = why("any(certificate)", certificate(3, until=date(2025, 8, 31))).missing
    assert lack.closest == 3
    assert lack.differs == (Text("当日仍然有效", "still valid on the day"),)


def test_the_nearest_fact_fails_least_and_one_with_nothing_in_common_is_not_near() -> None:
    two = (certificate(1, level="junior", occupation="b"), certificate(2, level="junior", occupation="a"))
    assert why('any(certificate, level == "senior", occupation == "a")', *two).missing[0].closest == 2
    assert why('any(certificate, occupation == "c")', *two).missing[0].closest is None
    assert why('any(certificate, occupation == "c")').missing[0].closest is None


def test_a_count_says_how_many_there_are_of_how_many() -> None:
    (lack,) = why("count(certificate) >= 3", certificate(1)).missing
    assert (lack.have, lack.need) == (1, 3)
    (lack,) = why("total(special_ability.hours) >= 80", ability(1, hours=30)).missing
    assert (lack.have, lack.need) == (30, 80)


def test_too_many_is_nothing_to_advise() -> None:
    (lack,) = why("count(certificate) < 1", certificate(1)).missing
    assert lack.kind is None
    assert not lack.changeable


def test_what_nobody_can_change_is_no_advice() -> None:
    (lack,) = why("age < 18", birth_date=date(1990, 1, 1)).missing
    assert not lack.changeable
    (lack,) = why("insurance_months >= 12", insurance_months=3).missing
    assert lack.changeable
    assert lack.supplied_by.en == "the social insurance office"


def test_what_must_not_be_there_is_no_advice() -> None:
    told = why("not any(certificate)", certificate(1))
    (lack,) = told.missing
    assert not lack.changeable
    assert lack.wording == Text("没有“证书”记录", "no record of “certificate”")
    assert told.children[0].satisfied_by == (1,)
    assert why("not any(certificate)").missing == ()


def test_an_open_node_names_the_empty_fields() -> None:
    told = why(
        'any(certificate, level == "senior", occupation == "a")',
        certificate(1, level="senior"),
        certificate(2, level="junior"),
    )
    assert [(field.fact, field.field.name, field.label.zh) for field in told.unknown] == [(1, "occupation", "职业")]
    told = why("age > 3 or any(certificate)")
    assert [(field.fact, field.field.name) for field in told.unknown] == [(None, "age")]
    assert told.truth is None
    told = why("not age > 3")
    assert [field.field.name for field in told.unknown] == ["age"]
    told = why("total(special_ability.hours) > 3", ability(4))
    assert [(field.fact, field.field.name) for field in told.unknown] == [(4, "hours")]
