"""The canonical form against the tables of RFC 8785, base45 against RFC 9285, and numbers as JSON gives them."""

from __future__ import annotations

import json
import struct

import base45
import pytest

from skillcity.credentials.engine.jwt import read_json
from skillcity.credentials.engine.proof import canonical

NUMBERS = {  # appendix B: the bits of a double, and how it is written
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


def double(bits: str) -> float:
    found: float = struct.unpack(">d", bytes.fromhex(bits))[0]
    return found


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_a_number_is_written_as_ecmascript_writes_it(bits: str, text: str) -> None:
    assert canonical(double(bits)).decode() == text
    assert canonical(read_json(f'{{"a": {text}}}')["a"]).decode() == text


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_what_is_no_number_has_no_canonical_form(bits: str) -> None:
    with pytest.raises(ValueError):
        canonical(double(bits))


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1" + "0" * 400, "NaN", "Infinity", "-Infinity", "9" * 6000])
def test_a_number_beyond_all_doubles_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_json(f'{{"a": {text}}}')


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-0", "0"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("1E2", "100"),
        ("9007199254740993", "9007199254740992"),  # between two doubles: the even one
        ("9007199254740991", "9007199254740991"),
        ("-123456789012345678901234567890", "-1.2345678901234568e+29"),
    ],
)
def test_a_number_is_read_as_the_nearest_double(text: str, written: str) -> None:
    assert canonical(read_json(f'{{"a": {text}}}')).decode() == f'{{"a":{written}}}'


def test_names_are_sorted_by_their_utf_16() -> None:
    """Section 3.2.3: by code units, so that the emoji (a surrogate pair) stands before the Hebrew letter."""
    text = r"""{"\u20ac": "euro", "\r": "return", "\ufb33": "dalet", "1": "one", "\ud83d\ude00": "face",
               "\u0080": "control", "\u00f6": "umlaut"}"""
    order = ["return", "one", "control", "umlaut", "euro", "face", "dalet"]
    assert list(json.loads(canonical(read_json(text))).values()) == order


def test_the_example_of_the_rfc() -> None:
    """Section 3.2.2."""
    text = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
               "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
    written = (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + r"'" + r'B\"\\\\\"/"}'
    )
    assert canonical(read_json(text)).decode() == written


@pytest.mark.parametrize("text", ['{"a": "\\ud800"}', '{"\\udc00": 1}'])
def test_half_a_character_has_no_canonical_form(text: str) -> None:
    with pytest.raises(ValueError):
        canonical(read_json(text))


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")],
)
def test_base45_as_its_standard_gives_it(data: bytes, text: str) -> None:
    assert (bytes(base45.b45encode(data)).decode(), bytes(base45.b45decode(text.encode()))) == (text, data)
