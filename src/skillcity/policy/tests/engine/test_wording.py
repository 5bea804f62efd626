"""Rules in plain words, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree, words
from skillcity.policy.tests.engine.samples import CONDITIONS, SCHEMA, rule

SETS = {"short": Text("紧缺", "short list")}

SAID = [
    ("age < 45", "年龄(周岁)少于45", "age in years is less than 45"),
    ('sex == "female"', "性别为女", "sex is female"),
    (
        'registered_in in ("330302", "330303")',
        "户籍或居住地为330302或330303",
        "region of residence is 330302 or 330303",
    ),
    ('"poor" in groups', "所属群体包括困难", "groups include 困难"),
    ("within(birth_date, years(3))", "出生日期在最近3年内", "date of birth lies within the last 3 year(s)"),
    ("years_since(birth_date) >= 18", "自出生日期起已满18年", "18 full year(s) have passed since date of birth"),
    (
        "years_since(birth_date) < 18",
        "自出生日期起的时间少于18年",
        "the time since date of birth is less than 18 full year(s)",
    ),
    ('birth_date >= "1990-01-01"', "出生日期不早于1990-01-01", "date of birth is on or after 1990-01-01"),
    ("any(certificate)", "有“证书”记录", "a record of “certificate”"),
    ("not any(certificate)", "没有“证书”记录", "no record of “certificate”"),
    (
        'any(certificate, level >= "technician", occupation in short)',
        "有“证书”记录(等级不低于技师(二级)，且职业属于“紧缺”)",
        "a record of “certificate” (level is at least Technician (level 2) and occupation is in “short list”)",
    ),
    ("any(special_ability, passed)", "有“专项能力”记录(合格：是)", "a record of “special ability” (passed: yes)"),
    ("any(special_ability, not passed)", "有“专项能力”记录(合格：否)", "a record of “special ability” (passed: no)"),
    ("count(certificate) >= 2", "“证书”记录的数量不少于2", "the number of record of “certificate” is at least 2"),
    (
        "total(special_ability.hours, passed) >= 80",
        "“专项能力”记录(合格：是)的课时合计不少于80",
        "the total of hours over record of “special ability” (passed: yes) is at least 80",
    ),
    (
        "age > 1 and (any(certificate) or not age > 2)",
        "年龄(周岁)多于1，且(有“证书”记录，或并非(年龄(周岁)多于2))",
        "age in years is more than 1 and (a record of “certificate” or not (age in years is more than 2))",
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), SAID)
def test_a_rule_is_said_in_both_languages(text: str, zh: str, en: str) -> None:
    assert words(rule(text), SCHEMA, SETS) == Text(zh, en)


def test_a_code_has_the_words_that_the_catalogue_gives_it() -> None:
    said = words(rule('any(certificate, occupation == "a")'), SCHEMA, {}, {"a": Text("焊工", "welder")})
    assert said == Text("有“证书”记录(职业为焊工)", "a record of “certificate” (occupation is welder)")


@given(CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_every_rule_can_be_said(condition: tree.Condition) -> None:
    said = words(condition, SCHEMA, SETS)
    assert said.zh
    assert said.en
