"""Conditions, amounts, benefits and cases that ask for more than the language has: refused in words, at their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillcity.policy.engine import PolicyError, load_cases, parse, read, read_cases
from skillcity.policy.engine.amounts import parse_amount
from skillcity.policy.engine.reading import MAX_PROBLEMS
from skillcity.policy.tests.engine.refusing import ONE, in_words
from skillcity.policy.tests.engine.samples import SCHEMA, catalogue, city_schema, rule

CITY = city_schema()

CONDITIONS = [
    "__import__('os').system('id')", "eval('1')", "open('/etc/passwd')", "exec", "any.__class__",
    "().__class__", "age.__class__.__mro__[1].__subclasses__()", "(lambda: 1)()", "lambda: 1",
    "[age for age in groups]", "any(certificate)[0]", "groups[0]", "(age := 3) > 1", "any(*certificate)",
    "any(kind=certificate)", "any(certificate, **groups)", "age if age > 1 else age", "yield age", "await age",
    "f'{age}' in groups", "rb'x' in groups", "u'x' in groups", r"'\x64isabled' in groups",
    "'disabled' 'x' in groups", "age in groups in groups", "age in (1, 2) in (3,)", "age == None",
    "age == True", "age is None", "age is not 3", "None", "True", "not None", "age > -1", "age > +1", "~age",
    "age + 1 > 2", "age * 2 > 4", "age ** 9 > 1", "age // 2 > 1", "age @ age", "age > 1_000", "age > 0x10",
    "age > 0b1", "age > 1e3", "age > 1.5", "age > 1j", "age > 1L", "age > 007", "age > ９",
    "age > " + "9" * 10_000, "age ＞ 3", "ａｇｅ > 3", "аge > 3", "age\u200b > 3", "age > 3\u202e",
    "age > \ud800", "age\x00 > 3", "age\u00a0> 3", "sex == 'ma\u200ble'", "sex == 'ma\tle'", "sex == '\ud800'",
    "registered_in == '３３０３０２'", "birth_date > '2025-02-29'", "birth_date > '0000-01-01'",
    "birth_date > '10000-01-01'", "birth_date > 20250101", "age in ()", "age in []", "age in {}",
    "age in {1: 2}", "any()", "count() > 1", "within()", "any(certificate,,)", "age > 1;", "age > 1 # x",
    "age > 1\\", "`age`", "age > $1", "age = 1", "print(age)", "any(any)", "any(person)",
    "total(certificate.__class__) > 1", "total(special_ability.hours.real) > 1", "age" + ".a" * 495 + " > 1",
    "a" + "(a)" * 320, "not " * 990 + "age > 1", "(" * 500 + "age > 1" + ")" * 500, "age > 1" + " > 1" * 490,
    "any(certificate, " * 12 + "tested" + ")" * 12, "months(certificate, after()) > 1",
    "months(certificate, after(certificat)) > 1", "years_since(birth_date) > 'x'",
    "within(birth_date, months(1e9))", "within(birth_date, months(-1))",
]  # fmt: skip


@pytest.mark.parametrize("text", CONDITIONS, ids=[repr(text[:30]) for text in CONDITIONS])
def test_a_condition_that_asks_for_more_is_refused(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        rule(text)
    assert in_words(caught.value.problems[0]).startswith("1:")


AMOUNTS = [
    "", "eval(1)", "__import__", "min.__class__", "min(1, 2).real", "-1", "1 - 2", "1 / 0", "9 ** 9 ** 9",
    "1.5", "0x10", "50000001", "999999999", "1" + " * 1" * 400, "min(1)", "min(1, 2, key=3)", "min(*hours, 1)",
    "sum(1, *hours)", "min(x for x in y)", "by_level()", "by_level(1)", "by_level(junior=1, junior=2)",
    "by_level(junior=-1)", "by_level(junior='1')", "by_level(**hours)", "by_level(lvl=1)", "by_class(Z=1)",
    "by_class(A=B)", "hours * hours", "'焊工' * hours", "hours * '焊工'", "2 * level", "1 * 2", "1 == 1",
    "1 and 2", "=", "*", "{1}", "[1]", "()", "...", "None", "１", "1，2", "min(" * 13 + "1, 1" + ")" * 13,
    "sum(" + "1, " * 600 + "1)", "1\u202e", "1 # x", "lambda: 1", "x := 1",
]  # fmt: skip


@pytest.mark.parametrize("text", AMOUNTS, ids=[repr(text[:30]) for text in AMOUNTS])
def test_an_amount_that_asks_for_more_is_refused(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_amount(text, kind=CITY.kinds["training"], classes=("A",))
    assert in_words(caught.value.problems[0]).startswith("1:")


def test_the_place_in_an_amount_counts_characters_not_bytes() -> None:
    with pytest.raises(PolicyError) as caught:
        parse_amount("min('焊工焊工', zzz)", kind=CITY.kinds["training"], classes=())
    assert caught.value.problems[0].place.column == 5
    with pytest.raises(PolicyError) as caught:
        parse_amount("hours * '焊工'", kind=CITY.kinds["training"], classes=())
    assert caught.value.problems[0].place.column == 9


def test_called_from_deep_within_it_is_refused_all_the_same() -> None:
    """A thousand `not` are more than Python's own parser bears when little of the stack is left."""

    def deeper(levels: int) -> None:
        if levels:
            deeper(levels - 1)
        else:
            parse("not " * 990 + "age > 1", schema=SCHEMA)

    with pytest.raises(PolicyError) as caught:
        deeper(780)
    assert caught.value.code == "policy.too-big"


BENEFIT = """
catalogue: subsidy
region: "330300"
edition: "1"
in_force: {from: 2025-01-01}
source: {title: a document, confidence: official}
benefits:
  - id: skill
    text: {zh: 补贴, en: subsidy}
    cite: {document: a document, confidence: official}
    status: in-force
    measure: payment
    each: certificate
    amount: 1000
    once_per: [occupation]
    counts: [skill]
    cap: {times: 3, per: year}
    local: [{region: "330122", amount: 1, cite: {document: a document, confidence: official}, status: in-force}]
"""
AGAIN = 'status: in-force}, {region: "330122", amount: 1, cite: {document: d, confidence: official}, status: in-force}]'
BENEFITS = [
    ('region: "330122"', "region: ３３０１２２", "policy.wrong-type"),
    ("status: in-force}]", AGAIN, "policy.duplicate"),
    ("times: 3", "times: ３", "policy.wrong-type"),
    ("times: 3", "times: -3", "policy.wrong-type"),
    ("times: 3, per: year", "per: year", "policy.missing-key"),
    ("times: 3", "amount: 3000", ""),
    ("measure: payment", "measure: money", "policy.unknown-name"),
    ("once_per: [occupation]", "once_per: []", "policy.empty"),
    ("once_per: [occupation]", "once_per: [occupаtion]", "policy.unknown-name"),
    ("once_per: [occupation]", "ladder: [occupation]", "policy.wrong-type"),
    ("counts: [skill]", "counts: []", "policy.empty"),
    ("counts: [skill]", "counts: [[skill]]", "policy.wrong-type"),
    ("each: certificate", "each: person", "policy.unknown-name"),
    ("    each: certificate\n", "", "policy.missing-key"),
    ("id: skill", "id: skill skill", "policy.wrong-type"),
    ("benefits:", "names: {}\nbenefits:", ""),
    ("benefits:\n", "benefits: []\nx:\n", "policy.unknown-key"),
]


@pytest.mark.parametrize(("old", "new", "code"), BENEFITS)
def test_a_benefit_that_cannot_be_is_refused(old: str, new: str, code: str) -> None:
    assert old in BENEFIT
    _, problems = read(BENEFIT.replace(old, new, 1), CITY, file="f.yaml", open_set=str)
    assert [in_words(problem).split()[1] for problem in problems] == ([code] if code else [])


def test_a_rate_has_no_sum_to_cap() -> None:
    text = BENEFIT.replace("measure: payment", "measure: rate").replace("times: 3", "amount: 3")
    _, problems = read(text, CITY, file="f.yaml", open_set=str)
    assert [in_words(problem) for problem in problems] == ["17:19 policy.wrong-type"]


CASE = """
catalogue: trial
region: "330300"
edition: "1"
cases:
  - name: {zh: 例, en: example}
    as_of: 2025-09-01
    person: {sex: male, registered_in: "330302", groups: [poor]}
    facts:
      - {kind: special-ability, valid_from: 2025-01-01, attributes: {region: "330302", hours: 4}}
      - {kind: certificate, valid_from: 2025-01-01, attributes: {tested: 2024-12-01}}
    expect: {class: A}
"""
CASES = [
    ("sex: male", "sex: Male", "8:19 policy.unknown-name"),
    ("sex: male", "sex: [male]", "8:19 policy.wrong-type"),
    ('registered_in: "330302"', "registered_in: ３３０３０２", "8:40 policy.wrong-type"),
    ("groups: [poor]", "groups: [pооr]", "8:59 policy.unknown-name"),
    ("as_of: 2025-09-01", "as_of: 2025-09-31", "7:12 policy.wrong-type"),
    ("as_of: 2025-09-01", "as_of: ~", "7:12 policy.missing-key"),
    ("as_of: 2025-09-01", "as_of: 2025-09-01\n    known_at: 2025-W01-1", "8:15 policy.wrong-type"),
    ("tested: 2024-12-01", "tested: 2024-02-30", "11:74 policy.wrong-type"),
    ('region: "330302", hours', "region: 12, hours", "10:78 policy.wrong-type"),
    ("hours: 4", "hours: 1e3", "10:95 policy.wrong-type"),
    ("expect: {class: A}", "expect: {class: А}", "12:21 policy.unknown-name"),
    ("expect: {class: A}", "expect: {}", "12:13 policy.missing-key"),
    ("expect: {class: A}", "expect: {class: A, amounts: {x: 1}}", "12:34 policy.unknown-key"),
    ("  - name", "  - {}\n  - name", "6:5 policy.missing-key"),
]


@pytest.mark.parametrize(("old", "new", "wanted"), CASES)
def test_a_case_that_cannot_be_is_refused(old: str, new: str, wanted: str) -> None:
    rules = catalogue(ONE)
    assert len(read_cases(CASE, rules, file="cases.yaml")) == 1
    assert old in CASE
    with pytest.raises(PolicyError) as caught:
        read_cases(CASE.replace(old, new, 1), rules, file="cases.yaml")
    assert in_words(caught.value.problems[0]) == wanted


def test_cases_without_end_are_refused() -> None:
    with pytest.raises(PolicyError) as caught:
        read_cases(CASE + "  - {}\n" * 10_000, catalogue(ONE), file="cases.yaml")
    assert len(caught.value.problems) <= MAX_PROBLEMS + 3


def test_a_file_of_cases_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(CASE, "utf-8")
    assert len(load_cases(path, catalogue(ONE))) == 1
