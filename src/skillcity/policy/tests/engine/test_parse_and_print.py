"""From text to tree and back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import PolicyError, parse, to_text, tree
from skillcity.policy.tests.engine.samples import CONDITIONS, SCHEMA, rule


@given(CONDITIONS)
@settings(max_examples=200, deadline=None)
def test_what_is_printed_parses_to_the_same_tree(condition: tree.Condition) -> None:
    assert rule(to_text(condition)) == condition


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_taken_or_refused(text: str) -> None:
    with suppress(PolicyError):
        assert tree.atoms(rule(text))


PIECES = [
    "any(",
    "certificate",
    ")",
    ",",
    "level",
    '"senior"',
    ">=",
    " in ",
    " and ",
    " not ",
    "3",
    "short",
    "total(",
    ".",
    "hours",
    "special_ability",
    "count(",
    "within(",
    "months(",
    "valid_from",
    "years_since(",
    "(",
    "]",
    "lambda",
    "None",
    "is ",
    "*",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_shuffle_of_its_words_is_taken_or_refused(text: str) -> None:
    with suppress(PolicyError):
        condition = rule(text)
        assert parse(to_text(condition), schema=SCHEMA, sets=("short",)) == condition


def test_a_range_is_two_comparisons_and_a_value_on_the_left_is_turned() -> None:
    assert rule("18 <= age < 45") == rule("age >= 18 and age < 45")
    assert to_text(rule('"male" == sex')) == 'sex == "male"'


def test_a_hyphen_in_a_kind_is_an_underscore_in_a_rule() -> None:
    assert to_text(rule("any(special_ability, passed)")) == "any(special_ability, passed)"
    assert rule("any(special_ability)") == tree.AnyFact("special-ability", ())


def test_lines_may_break_anywhere_between_words() -> None:
    assert rule('any(certificate,\n\tlevel >= "senior")\r\n and age > 1') == rule(
        'any(certificate, level >= "senior") and age > 1'
    )


def test_a_list_may_stand_in_any_brackets() -> None:
    assert rule("age in [1, 2]") == rule("age in (1, 2)") == rule("age in {1, 2}")


def test_the_atoms_are_the_questions_about_the_person() -> None:
    condition = rule('(any(certificate, level > "junior") or not age > 3) and any(certificate, level > "junior")')
    assert [to_text(atom) for atom in tree.atoms(condition)] == ['any(certificate, level > "junior")', "age > 3"]


def test_fields_and_sets_are_found_inside_atoms() -> None:
    condition = rule(
        "total(special_ability.hours, passed) > 1 and any(certificate, occupation in short) and registered_in in short"
    )
    assert [field.name for field in tree.fields(condition)] == ["passed", "hours", "occupation", "registered_in"]
    assert tree.set_names(condition) == ("short",)


def test_a_date_is_read_from_quotes() -> None:
    node = rule('birth_date < "1990-01-31"')
    assert isinstance(node, tree.Compare)
    assert node.value == date(1990, 1, 31)


REFUSED = [
    ("", "policy.empty", 1),
    ("  \n ", "policy.empty", 1),
    ("any(certificat)", "policy.unknown-name", 5),
    ("any(certificate, lvel == 3)", "policy.unknown-name", 18),
    ("any(certificate, age > 3)", "policy.unknown-name", 18),
    ("any(certificate, occupation in shrt)", "policy.unknown-name", 32),
    ("most(certificate) > 1", "policy.unknown-name", 1),
    ("agee > 1", "policy.unknown-name", 1),
    ("age", "policy.wrong-type", 1),
    ('age > "3"', "policy.wrong-type", 7),
    ("age > 3.5", "policy.refused", 7),
    ("age > 0x10", "policy.refused", 7),
    ("age > 1_000", "policy.refused", 7),
    ("age > True", "policy.wrong-type", 7),
    ("age > sex", "policy.wrong-type", 7),
    ('sex > "male"', "policy.wrong-type", 1),
    ("sex == 1", "policy.wrong-type", 8),
    ('sex == " "', "policy.wrong-type", 8),
    ('sex == "mal"', "policy.wrong-type", 8),
    ('groups == "poor"', "policy.wrong-type", 1),
    ('"pore" in groups', "policy.wrong-type", 1),
    ('"poor" in sex', "policy.wrong-type", 11),
    ("3 in groups", "policy.wrong-type", 1),
    ('registered_in == "3303"', "policy.wrong-type", 18),
    ('birth_date > "1990-2-1"', "policy.wrong-type", 14),
    ('birth_date > "1990-02-30"', "policy.wrong-type", 14),
    ("birth_date in short", "policy.wrong-type", 15),
    ('birth_date in ("1990-01-01", "1990-01-02")', "policy.wrong-type", 15),
    ("age in (1, 1)", "policy.wrong-type", 8),
    ("age in ()", "policy.wrong-type", 8),
    ("age in 3", "policy.wrong-type", 8),
    ("(1) in (2)", "policy.wrong-type", 9),
    ("(age > 1) in short", "policy.wrong-type", 2),
    ("any(special_ability, passed == 1)", "policy.wrong-type", 22),
    ("any(special_ability, hours)", "policy.wrong-type", 22),
    ("count(certificate)", "policy.wrong-type", 1),
    ("count(certificate) > age", "policy.wrong-type", 22),
    ('count(certificate) > "1"', "policy.wrong-type", 22),
    ("any(certificate) > 1", "policy.wrong-type", 1),
    ("total(certificate) > 1", "policy.wrong-type", 7),
    ("total(certificate.level) > 1", "policy.wrong-type", 7),
    ("total(certificat.level) > 1", "policy.unknown-name", 7),
    ("total(special_ability.hour) > 1", "policy.unknown-name", 7),
    ("within(valid_from, months(1))", "policy.unknown-name", 8),
    ("within(age, months(1))", "policy.wrong-type", 8),
    ("within(birth_date)", "policy.wrong-type", 1),
    ("within(birth_date, 12)", "policy.wrong-type", 20),
    ("within(birth_date, weeks(12))", "policy.wrong-type", 20),
    ("within(birth_date, days(age))", "policy.wrong-type", 25),
    ("within(birth_date, days(1, 2))", "policy.wrong-type", 20),
    ("within(birth_date, days(n for n in groups))", "policy.wrong-type", 24),
    ("years_since(birth_date, 1) > 1", "policy.wrong-type", 1),
    ("years_since(age) > 1", "policy.wrong-type", 13),
    ("any(1)", "policy.wrong-type", 5),
    ("any()", "policy.refused", 1),
    ("any(certificate, any(group))", "policy.refused", 22),
    ("age is 3", "policy.refused", 1),
    ("1 < 2", "policy.refused", 5),
    ("age.real > 3", "policy.refused", 1),
    ("any.__class__(certificate)", "policy.refused", 1),
    ("()", "policy.refused", 1),
    ("[age > n for n in groups]", "policy.refused", 1),
    ("age if age > 1 else sex", "policy.refused", 1),
    ("lambda", "policy.syntax", 6),
    ("age >", "policy.syntax", 5),
    ("age > 1) or (age < 2", "policy.syntax", 8),
    ("age > 007", "policy.syntax", 7),
    ("age = 3", "policy.refused", 5),
    ("any(special-ability)", "policy.refused", 12),
    ("age > 1 # why", "policy.refused", 9),
    ('sex == "male', "policy.refused", 8),
    (r'sex == "m\x61le"', "policy.refused", 8),
    ('sex == b"male"', "policy.refused", 9),
    ('sex == "ma" "le"', "policy.refused", 13),
    ('sex == """male"""', "policy.refused", 10),
    ('any(certificate, occupation == "a\u202eb")', "policy.refused", 34),
    ("\u0430ge > 3", "policy.refused", 1),
    ("ａｇｅ > 3", "policy.refused", 1),
    ("age\u00a0> 3", "policy.refused", 4),
    ("any\uff08certificate)", "policy.refused", 4),
    ("age > 1234567890", "policy.refused", 7),
    ("age > 1" + " or age > 1" * 400, "policy.too-big", 4001),
    ("(" * 13 + "age > 1" + ")" * 13, "policy.too-big", 13),
    ("not " * 30 + "age > 1", "policy.too-big", 85),
    ("age>1" + " or age>1" * 260, "policy.too-big", 2251),
]


@pytest.mark.parametrize(("text", "code", "column"), REFUSED)
def test_what_is_no_rule_is_refused_at_its_place(text: str, code: str, column: int) -> None:
    with pytest.raises(PolicyError) as caught:
        rule(text)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.column) == (code, column)
    assert problem.what.zh
    assert problem.what.en


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("any(certificat)", "certificate"),
        ('any(certificate, level == "senor")', "senior"),
        ("any(certificate, zzz == 3)", "Known: level, occupation"),
        ("any(special-ability)", "underscore"),
        ("any(certificate, age > 3)", "Move it out"),
        ("any(certificate, occupation in shor)", "short"),
    ],
)
def test_a_mistake_gets_advice(text: str, advice: str) -> None:
    with pytest.raises(PolicyError) as caught:
        rule(text)
    assert advice in str(caught.value)


def test_no_set_can_be_named_where_none_is_declared() -> None:
    with pytest.raises(PolicyError, match="No name can be used"):
        parse("any(certificate, occupation in short)", schema=SCHEMA)


def test_columns_count_characters_not_bytes() -> None:
    with pytest.raises(PolicyError) as caught:
        rule('any(certificate, occupation == "焊工焊工", lvl == 3)')
    assert caught.value.problems[0].place.column == 40
