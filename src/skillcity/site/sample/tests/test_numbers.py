from __future__ import annotations

from collections import Counter

from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.errors import InputError
from skillcity.kernel.id_number import IdNumber
from skillcity.kernel.skill_level import SkillLevel
from skillcity.site.sample.engine.numbers import REGION


def right_id(text: str) -> bool:
    try:
        IdNumber.parse(text)
    except InputError:
        return False
    return True


def test_id_numbers_have_right_check_digits_except_those_that_are_wrong_on_purpose(town):
    wrong = [row for row in town.tables["people"] if not right_id(str(row["id_number"]))]
    swapped = town.tally.flaws["swapped-digits"]
    assert 0 < len(wrong) <= swapped


def test_no_two_people_share_a_number_and_all_carry_the_region_that_no_county_has(town):
    numbers = Counter(
        IdNumber.parse(str(row["id_number"])).value
        for row in town.tables["people"]
        if right_id(str(row["id_number"])) and row["name"] and len(str(row["region_code"])) == 6
    )
    assert len(numbers) == town.plan.people
    assert 0 < sum(numbers.values()) - town.plan.people < town.tally.refused["people"]
    assert {number[:6] for number in numbers} == {REGION}


def test_sex_in_the_number_is_believable(town):
    men = sum(int(str(row["id_number"])[16]) % 2 for row in town.tables["people"])
    assert 0.5 < men / len(town.tables["people"]) < 0.62


def test_credit_codes_are_valid_without_any_warning_and_unique(town):
    codes = [str(row["credit_code"]) for row in town.tables["organisations"]]
    assert len(set(codes)) == len(codes)
    for code in codes:
        parsed = CreditCode.parse(code)
        assert parsed.warnings == ()
        assert parsed.region_code == REGION


def test_certificate_numbers_agree_with_year_level_and_province_but_for_the_flaws(town):
    disagree = 0
    for row in town.tables["certificate"]:
        number = CertificateNumber.parse(str(row["number"]))
        year, level = int(str(row["valid_from"])[:4]), SkillLevel(str(row["level"]))
        disagree += bool(number.differences(year=year, level=level, province="33"))
    assert disagree == town.tally.flaws["wrong-level"] + town.tally.flaws["wrong-year"]


def test_no_certificate_number_is_given_twice(town):
    holders: dict[str, set[str]] = {}
    for row in town.tables["certificate"]:
        holders.setdefault(str(row["number"]), set()).add(str(row["document"]))
    assert {len(each) for each in holders.values()} == {1}


def test_certificates_have_22_characters_since_2020_and_16_digits_before(town):
    for row in town.tables["certificate"]:
        number = str(row["number"])
        assert len(number) == (22 if int(CertificateNumber.parse(number).year or 0) >= 2020 else 16)
