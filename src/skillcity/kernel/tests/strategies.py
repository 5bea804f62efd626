"""Right numbers to start from."""

from __future__ import annotations

from datetime import date
from string import digits

from hypothesis import strategies as st

from skillcity.kernel import credit_code, id_number

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def id_values(draw: st.DrawFn) -> str:
    body = f"330302{draw(days):%Y%m%d}{draw(st.text(digits, min_size=3, max_size=3))}"
    return body + id_number.check_digit(body)


@st.composite
def credit_values(draw: st.DrawFn) -> str:
    body = "91330302" + draw(st.text(credit_code.ALPHABET, min_size=9, max_size=9))
    return body + credit_code.check_character(body)
