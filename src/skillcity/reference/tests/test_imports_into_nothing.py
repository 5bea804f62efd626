"""Imports into a database in which nothing was loaded."""

from skillcity.reference.imports.links import LINKS
from skillcity.reference.imports.occupations import OCCUPATIONS
from skillcity.reference.models import Occupation

NEW = {"code": "6-31-07-05", "name": "智能网联汽车装调运维员S"}
NAMED = {"major_name": "生产制造", "middle_name": "辅助", "minor_name": "机器人6-31-07-01运维员"}


def codes(problems):
    return [(each.number, each.code) for each in problems]


def test_without_any_group_the_file_must_name_them(take):
    taken = take(OCCUPATIONS, NEW, NEW | NAMED | {"code": "6-31-07-06", "name": "新工", "mark": "L"})
    assert codes(taken.problems) == [(2, "reference.no-parent")]
    assert taken.taken == 1
    assert Occupation.objects.get(code="6-31-07").name == "机器人"
    assert Occupation.objects.get(code="6-31-07-06").green


def test_a_translated_code_needs_its_target(take):
    taken = take(
        LINKS, {"major_code": "520416", "major_name": "中医康复技术", "level": "高职专科", "csco_code": "4-14-03-07"}
    )
    assert codes(taken.problems) == [(2, "reference.unknown-code")]
