from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel


def test_the_eight_levels_stand_in_order() -> None:
    levels = list(SkillLevel)
    assert [level.rank for level in levels] == list(range(1, 9))
    assert sorted(levels, key=lambda level: level.value) != sorted(levels) == levels
    assert SkillLevel.SENIOR >= SkillLevel.SENIOR > SkillLevel.INTERMEDIATE


def test_one_level_is_before_the_exams_five_are_exams_two_are_appointments() -> None:
    assert [level.digit for level in SkillLevel if level.is_exam] == ["5", "4", "3", "2", "1"]
    assert [level for level in SkillLevel if level.is_appointment] == [
        SkillLevel.SPECIAL_TECHNICIAN,
        SkillLevel.CHIEF_TECHNICIAN,
    ]
    assert not SkillLevel.APPRENTICE.is_exam
    assert not SkillLevel.APPRENTICE.is_appointment


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("五级/初级工", SkillLevel.JUNIOR),
        ("初级", SkillLevel.JUNIOR),
        ("5", SkillLevel.JUNIOR),
        ("中级工", SkillLevel.INTERMEDIATE),
        ("intermediate worker", SkillLevel.INTERMEDIATE),
        ("高级工(三级)", SkillLevel.SENIOR),
        ("高级工（三级）", SkillLevel.SENIOR),
        ("三级", SkillLevel.SENIOR),
        ("３级", SkillLevel.SENIOR),
        ("3", SkillLevel.SENIOR),
        ("L3", SkillLevel.SENIOR),
        ("level 3", SkillLevel.SENIOR),
        ("senior", SkillLevel.SENIOR),
        ("国家职业资格三级", SkillLevel.SENIOR),
        ("职业技能等级三级", SkillLevel.SENIOR),
        ("高级技能【三级】", SkillLevel.SENIOR),
        ("技师", SkillLevel.TECHNICIAN),
        ("二级／技师", SkillLevel.TECHNICIAN),
        ("高级技师", SkillLevel.SENIOR_TECHNICIAN),
        ("Senior Technician (level 1)", SkillLevel.SENIOR_TECHNICIAN),
        ("特级技师", SkillLevel.SPECIAL_TECHNICIAN),
        ("special-grade technician", SkillLevel.SPECIAL_TECHNICIAN),
        ("首席技师", SkillLevel.CHIEF_TECHNICIAN),
        ("学徒", SkillLevel.APPRENTICE),
    ],
)
def test_a_level_is_read_in_its_usual_wordings(text: str, level: SkillLevel) -> None:
    assert SkillLevel.parse(text) is level


@pytest.mark.parametrize("text", ["", "/", "0", "6", "高级工程师", "高级职称", "三级/某某", "国家职业资格"])
def test_what_is_no_level_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        SkillLevel.parse(text)
    assert caught.value.code == "skill-level.unknown"
    assert "senior_technician" in caught.value.todo.en


@pytest.mark.parametrize("text", ["高级工(四级)", "三级/技师"])
def test_a_name_and_a_number_that_disagree_are_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        SkillLevel.parse(text)
    assert caught.value.code == "skill-level.contradiction"


@given(st.sampled_from(SkillLevel))
def test_what_the_program_writes_it_reads_back(level: SkillLevel) -> None:
    assert (
        SkillLevel.parse(level.value) is SkillLevel.parse(level.label.zh) is SkillLevel.parse(level.label.en) is level
    )
    assert SkillLevel.parse(level.value.upper()) is SkillLevel(level.value) is level
    assert level.digit is None or SkillLevel.parse(level.digit) is level


def test_a_level_is_compared_with_levels_only() -> None:
    with pytest.raises(TypeError):
        _ = SkillLevel.SENIOR < 3  # type: ignore[operator]
