from __future__ import annotations

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.certificate_rules import CertificateKind
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel

NEW = "S000033000012243000007"
SPECIAL = "YT12345678901234567890"
OLD = "0811003012400123"


def run(alphabet: str, length: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=length, max_size=length)


numbers = st.one_of(
    st.tuples(run("YS", 1), run(digits, 14), run("12345", 1), run(digits, 6)),
    st.tuples(run(ascii_uppercase, 2), run(digits, 20)),
    st.tuples(run(digits, 6), run("01234", 1), run(digits, 3), run("12345", 1), run(digits, 5)),
).map("".join)


def meanings(text: str) -> dict[str, tuple[str, str]]:
    return {part.key: (part.value, part.meaning.en) for part in CertificateNumber.parse(text).parts}


def test_a_skill_level_number_tells_its_seven_parts() -> None:
    assert CertificateNumber.parse(NEW).kind is CertificateKind.SKILL_LEVEL
    assert meanings(NEW) == {
        "body_kind": ("S", "Training and evaluation organisation"),
        "body_code": ("0000", "Filed with a province"),
        "province": ("33", "Zhejiang"),
        "station": ("000012", ""),
        "year": ("24", "2024"),
        "level": ("3", "Senior worker (level 3)"),
        "serial": ("000007", ""),
    }


def test_an_old_number_tells_its_parts() -> None:
    number = CertificateNumber.parse(OLD)
    assert number.kind is CertificateKind.OLD_QUALIFICATION
    assert (number.year, number.province, number.level) == (2008, "11", SkillLevel.INTERMEDIATE)
    assert meanings(OLD)["institute_kind"] == ("3", "Testing station of an industry")
    assert CertificateNumber.parse("98" + OLD[2:]).year == 1998


def test_the_number_of_a_special_grade_technician_tells_only_its_level() -> None:
    number = CertificateNumber.parse(SPECIAL)
    assert (number.year, number.province, number.level) == (None, None, SkillLevel.SPECIAL_TECHNICIAN)
    assert [part.value for part in number.parts] == ["YT", "12345678901234567890"]
    assert number.kind.label.zh == "特级技师证书"


def test_a_ministry_in_an_old_number_is_no_province() -> None:
    number = CertificateNumber.parse("08720030124001" + "23")
    assert number.province is None
    assert number.differences(province="330000") == ()
    assert "ministry" in number.parts[1].meaning.en


@pytest.mark.parametrize("text", ["", "12345", NEW[:-1], "SS" + NEW[1:], NEW.replace("2", "O", 1), "R33240001"])
def test_what_has_none_of_the_forms_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        CertificateNumber.parse(text)
    assert caught.value.code == "certificate-number.form"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Z" + NEW[1:], "character 1 "),
        (NEW[:15] + "6" + NEW[16:], "character 16 "),
        (OLD[:6] + "7" + OLD[7:], "character 7 "),
    ],
)
def test_a_part_that_cannot_be_is_named(text: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        CertificateNumber.parse(text)
    assert caught.value.code == "certificate-number.part"
    assert place in caught.value.what.en


def test_a_row_that_agrees_has_no_differences() -> None:
    number = CertificateNumber.parse(NEW)
    assert number.differences(year=2024, level=SkillLevel.SENIOR, province="330302") == ()
    assert number.differences() == ()


def test_each_contradiction_has_a_code_and_both_sides() -> None:
    number = CertificateNumber.parse(NEW)
    year, level, province = number.differences(year=2023, level=SkillLevel.TECHNICIAN, province="32")
    assert (year.code, level.code, province.code) == (
        "certificate-number.year",
        "certificate-number.level",
        "certificate-number.province",
    )
    assert year.what.en == "By its number the year of issue is 2024, by its row 2023."
    assert level.what.zh == "证书编号的等级是 高级工(三级)，本行是 技师(二级)。"


def test_an_appointment_is_not_attested_by_an_exam_number() -> None:
    assert CertificateNumber.parse(NEW).differences(level=SkillLevel.SPECIAL_TECHNICIAN)
    assert not CertificateNumber.parse(SPECIAL).differences(level=SkillLevel.SPECIAL_TECHNICIAN, year=2024)


@given(numbers)
def test_the_parts_put_together_are_the_number_and_never_contradict_it(value: str) -> None:
    number = CertificateNumber.parse(value.lower())
    assert str(number) == "".join(part.value for part in number.parts) == value
    assert number.differences(year=number.year, level=number.level, province=number.province) == ()
