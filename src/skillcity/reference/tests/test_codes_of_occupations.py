import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.reference.engine.occupation_code import (
    OccupationLevel,
    level_of,
    lineage,
    parent_of,
    parse_code,
    shortened,
)

parts = st.lists(st.integers(0, 99).map("{:02d}".format), max_size=3)
codes = st.builds(lambda first, rest: "-".join([str(first), *rest]), st.integers(1, 8), parts)


@settings(deadline=None)
@given(codes)
def test_a_well_formed_code_is_taken_as_it_is(code):
    assert parse_code(f"  {code} ") == code


@pytest.mark.parametrize("words", ["", "9", "0-01", "6-18-02-04-01", "6-18-2", "焊工", "6-18-02-04x", "6‐18"])
def test_what_is_no_code_is_refused_with_advice(words):
    with pytest.raises(InputError) as caught:
        parse_code(words)
    assert caught.value.code == "reference.occupation-code"
    assert "6-18-02-04" in caught.value.text.en


@settings(deadline=None)
@given(codes)
def test_the_level_is_the_number_of_parts(code):
    assert level_of(code) == len(code.split("-"))
    assert level_of(code).label.zh


@settings(deadline=None)
@given(codes)
def test_the_lineage_ends_with_the_code_and_each_step_is_the_parent_of_the_next(code):
    steps = lineage(code)
    assert steps[-1] == code
    assert [parent_of(step) for step in steps] == ["", *steps[:-1]]


def test_a_padded_group_is_cut_to_its_level():
    assert shortened("6-18-02-00", OccupationLevel.MINOR) == "6-18-02"
    assert shortened("6-00-00-00", OccupationLevel.MAJOR) == "6"
    assert shortened("7-03-00-00", OccupationLevel.OCCUPATION) == "7-03-00-00"
