"""Sixty in every part, a panel review for technicians and above."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.credentials.engine.scoring import Part, failed_parts, parts_of, plain, read_score
from skillcity.kernel.skill_level import SkillLevel

REVIEWED = {SkillLevel.TECHNICIAN, SkillLevel.SENIOR_TECHNICIAN}


@pytest.mark.parametrize("level", SkillLevel)
def test_a_panel_reviews_technicians_and_senior_technicians(level: SkillLevel) -> None:
    assert (Part.PANEL in parts_of(level)) == (level in REVIEWED)
    assert {Part.THEORY, Part.SKILL} <= set(parts_of(level))


def test_each_part_needs_sixty() -> None:
    scores = {Part.THEORY: Decimal("59.9"), Part.SKILL: Decimal(60), Part.PANEL: Decimal(100)}
    assert failed_parts(scores) == (Part.THEORY,)
    assert failed_parts({}) == ()


@given(st.integers(0, 1000))
def test_a_score_comes_back_as_it_was_written(tenths: int) -> None:
    words = plain(Decimal(tenths) / 10)
    assert plain(read_score(words)) == words
    assert read_score(words) == Decimal(tenths) / 10


@pytest.mark.parametrize("words", ["", "-1", "100.1", "101", "59.95", "1e1", "六十", "60分", "NaN"])
def test_what_is_no_score(words: str) -> None:
    with pytest.raises(ValueError):
        read_score(words)


def test_zeros_behind_the_point_do_no_harm() -> None:
    assert plain(read_score("60.0")) == plain(read_score("60.")) == plain(read_score("60.000")) == "60"


@pytest.mark.parametrize("part", Part)
def test_each_part_has_a_name(part: Part) -> None:
    assert part.label.zh
    assert part.label.en
