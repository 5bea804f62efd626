from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.region_code import RegionCode, province_name
from skillcity.kernel.tables import table
from skillcity.kernel.tests.strategies import days

CANGNAN, LONGGANG, DONGTOU, LONGWAN, RUIAN = map(RegionCode, ("330327", "330383", "330305", "330303", "330381"))
OLD_DONGTOU = RegionCode("330322")
CHANGES = table("regions_history")["changes"]
NAMED = sorted({code for change in CHANGES for code in change["from"] + change["to"]})


def test_a_code_is_six_digits() -> None:
    assert RegionCode.parse(" ３３０３０２ ") == RegionCode("330302")
    assert str(RegionCode("330302")) == "330302"


@pytest.mark.parametrize("text", ["", "33", "33030", "3303021", "033030", "33030A", "٣٣٠٣٠٢"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        RegionCode.parse(text)
    assert caught.value.code == "region-code.form"


def test_a_county_lies_in_a_city_and_a_province() -> None:
    assert RegionCode("330302").parents == (RegionCode("330300"), RegionCode("330000"))
    assert RegionCode("330300").parents == (RegionCode("330000"),)
    assert RegionCode("330000").parents == ()
    assert [RegionCode(code).level for code in ("330000", "330300", "330302")] == ["province", "city", "county"]


def test_the_province_is_told_by_two_digits() -> None:
    zhejiang = province_name("330302")
    assert zhejiang
    assert (zhejiang.zh, zhejiang.en) == ("浙江省", "Zhejiang")
    assert province_name("99") is None


def test_longgang_was_part_of_cangnan_before_2019() -> None:
    assert not LONGGANG.valid_on(date(2019, 8, 15))
    assert LONGGANG.valid_on(date(2019, 8, 16))
    assert CANGNAN.valid_on(date(2018, 1, 1))
    assert CANGNAN.valid_on(date.max)
    assert CANGNAN.successors(date(2018, 1, 1)) == (CANGNAN,)
    assert CANGNAN.successors(date(2020, 1, 1)) == (CANGNAN, LONGGANG)
    assert LONGGANG.successors(date(2018, 1, 1)) == ()
    assert LONGGANG.predecessors == (CANGNAN,)
    assert CANGNAN.predecessors == ()


def test_dongtou_became_a_district_in_2015_and_took_land_of_longwan() -> None:
    assert not OLD_DONGTOU.valid_on(date(2016, 1, 1))
    assert OLD_DONGTOU.successors(date(2016, 1, 1)) == (DONGTOU,)
    assert LONGWAN.successors(date(2016, 1, 1)) == (LONGWAN, DONGTOU)
    assert DONGTOU.predecessors == (LONGWAN, OLD_DONGTOU)


def test_ruian_was_renumbered_twice() -> None:
    assert RegionCode("330325").successors(date(1990, 1, 1)) == (RegionCode("339004"),)
    assert RegionCode("330325").successors(date(2024, 1, 1)) == (RUIAN,)
    assert RUIAN.predecessors == (RegionCode("330325"), RegionCode("339004"))


def test_a_code_without_history_is_its_own_successor() -> None:
    assert RegionCode("110101").valid_on(date(1990, 1, 1))
    assert RegionCode("110101").successors(date(2024, 1, 1)) == (RegionCode("110101"),)


def test_every_change_is_dated_in_order_and_says_where_it_is_from() -> None:
    assert [change["since"] for change in CHANGES] == sorted(change["since"] for change in CHANGES)
    for change in CHANGES:
        assert change["source"]
        assert change["confidence"] in {"official", "press", "secondary", "recall"}
        assert change["precision"] in {"day", "year"}
        assert all(RegionCode(code) for code in change["from"] + change["to"])


@given(st.sampled_from(NAMED).map(RegionCode), days)
def test_successors_are_in_force_and_know_where_they_come_from(code: RegionCode, day: date) -> None:
    for successor in code.successors(day):
        assert successor.valid_on(day)
        assert successor == code or code in successor.predecessors


@given(st.sampled_from(NAMED).map(RegionCode), days)
def test_a_code_once_gone_does_not_come_back(code: RegionCode, day: date) -> None:
    if code.successors(day) and not code.valid_on(day):
        assert not code.valid_on(day + timedelta(days=1))
