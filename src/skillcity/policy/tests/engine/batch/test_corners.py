"""Corners that random people seldom come to: wide numbers, texts for numbers, memory that is full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from skillcity.policy.engine import Catalogue, Fact, Person, parse, tree
from skillcity.policy.engine.amounts import Fixed
from skillcity.policy.engine.batch import codes, look_up
from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.batch.columns import column
from skillcity.policy.engine.batch.expressions import Expressions, Truths
from skillcity.policy.engine.batch.months import _order
from skillcity.policy.engine.batch.normal_form import MOST_TERMS, terms
from skillcity.policy.engine.batch.plan import plan
from skillcity.policy.engine.batch.planes import Plane
from skillcity.policy.engine.batch.words import Layout
from skillcity.policy.engine.benefit import Benefit, Cap, Measure
from skillcity.policy.engine.catalogue import Status
from skillcity.policy.files.interpreted import outcomes_one_by_one, people
from skillcity.policy.tests.engine.batch.chunks import chunk_of
from skillcity.policy.tests.engine.batch.drawing import BASE, CITE, SAID, SCHEMA, WHERE
from skillcity.policy.tests.engine.batch.test_batch_equals_interpreter import differences, in_bulk

DAY = date(2025, 9, 1)


def rule(text: str) -> tree.Condition:
    return parse(text, schema=SCHEMA, sets=("short",))


def catalogue(*conditions: str, benefits: tuple[Benefit, ...] = ()) -> Catalogue:
    assert BASE is not None
    clauses = tuple(
        replace(BASE.clauses[0], id=f"c{number}", when=rule(text)) for number, text in enumerate(conditions)
    )
    return replace(BASE, clauses=clauses, benefits=benefits)


def check(rules: Catalogue, chunk: Chunk, persons: list[Person] | None = None) -> None:
    read = list(people(chunk, SCHEMA)) if persons is None else persons
    wanted = outcomes_one_by_one(plan(rules, DAY), read, None)
    assert differences(in_bulk(rules, chunk, DAY, None), wanted) == []
    assert wanted.held.any()


def paid(number: int, amount: int | None, **more: Any) -> Fact:
    return Fact(number, "payment", date(2025, 1, number + 1), attributes={"amount": amount, **more})


def certificate(number: int, **attributes: Any) -> Fact:
    return Fact(number, "certificate", date(2020, 1, number + 1), attributes=attributes)


def test_numbers_that_lie_too_far_apart_for_a_table() -> None:
    amounts = [0, 1, 199_999, 200_000, 200_001, 499_999_999, 500_000_000, -3, None]
    persons = [Person(number, facts=(paid(number, amount),)) for number, amount in enumerate(amounts)]
    rules = catalogue("any(payment, amount >= 200000)", "any(payment, amount < 500000000)", "any(payment, amount == 1)")
    check(rules, chunk_of(persons), persons)


def test_of_many_texts_only_those_that_a_rule_names_are_tested() -> None:
    names = [*(f"occupation {number}" for number in range(300)), "4-01", "", None, "\x00", "6-18"]
    persons = [Person(number, facts=(certificate(0, occupation=name),)) for number, name in enumerate(names)]
    rules = catalogue(
        'any(certificate, occupation == "4-01")',
        'any(certificate, occupation != "6-18")',
        'any(certificate, occupation in ["4-01", "none"])',
        "any(certificate, occupation in short)",
    )
    check(rules, chunk_of(persons), persons)
    (asked,) = plan(rules, DAY).questions.kinds
    assert len(asked.look_ups["occupation"]._packed) < 20


def test_texts_are_read_as_a_spreadsheets_cells() -> None:
    persons = [Person(number, facts=(Fact(number, "special-ability", date(2024, 1, 1)),)) for number in range(7)]
    chunk = chunk_of(persons)
    texts = {
        "hours": ["12", "", "-1", "x", "007", None, "1.5"],
        "passed": ["true", "false", "yes", "", None, "true", "TRUE"],
        "level": ["junior", "senior", "?", "", None, "junior", "Junior"],
    }
    batch = chunk.facts[0]
    for name, values in texts.items():
        batch = batch.set_column(batch.schema.get_field_index(name), name, pa.array(values, pa.string()))
    rules = catalogue(
        "any(special_ability, hours >= 7)",
        "total(special_ability.hours, passed) >= 12",
        "any(special_ability, not passed)",
        'any(special_ability, level >= "junior")',
    )
    check(rules, replace(chunk, facts=[batch]))


def test_dates_written_as_texts_are_the_same_days() -> None:
    benefit = Benefit(
        "b0", SAID, CITE, Status.IN_FORCE, Measure.PAYMENT, Fixed(100), WHERE, each="certificate", once_per=("tested",)
    )
    days = [date(2020, 1, 1), date(2020, 1, 2), None]
    persons = [Person(1, facts=tuple(certificate(number, tested=day) for number, day in enumerate(days)))]
    persons.append(
        Person(2, facts=(certificate(0, tested=days[0]), certificate(1, tested=days[1]), paid(2, 5, tested=days[1])))
    )
    chunk = chunk_of(persons)
    batch = chunk.facts[0]
    own = batch.column("tested").cast(pa.string())
    chunk = replace(chunk, facts=[batch.append_column("certificate:tested", own)])
    check(catalogue("any(certificate)", benefits=(benefit,)), chunk)
    assert in_bulk(catalogue("any(certificate)", benefits=(benefit,)), chunk, DAY, None).benefits[
        0
    ].amount.tolist() == [300, 100]


def test_periods_that_touch_are_one_and_those_with_a_day_between_are_two() -> None:
    def worked(number: int, start: date, end: date) -> Fact:
        return Fact(number, "special-ability", start, end)

    first = worked(0, date(2025, 1, 1), date(2025, 1, 15))
    persons = [
        Person(1, facts=(worked(1, date(2025, 1, 16), date(2025, 1, 31)), first)),
        Person(2, facts=(worked(1, date(2025, 1, 17), date(2025, 1, 31)), first)),
        Person(3, facts=(worked(1, date(2025, 1, 15), date(2025, 1, 31)), first)),
    ]
    rules = catalogue("months(special_ability) >= 1")
    check(rules, chunk_of(persons), persons)
    assert in_bulk(rules, chunk_of(persons), DAY, None).held[0].tolist() == [1, 0, 1]


def test_the_cap_of_a_year_counts_from_new_years_day_to_the_day_asked_about() -> None:
    benefit = Benefit("b0", SAID, CITE, Status.IN_FORCE, Measure.PAYMENT, Fixed(100), WHERE, cap=Cap("year", 1, None))
    days = [date(2024, 12, 31), date(2025, 1, 1), DAY, date(2025, 9, 2)]
    persons = [Person(number, facts=(Fact(1, "payment", day),)) for number, day in enumerate(days)]
    rules = catalogue("not any(certificate)", benefits=(benefit,))
    check(rules, chunk_of(persons), persons)
    assert in_bulk(rules, chunk_of(persons), DAY, None).benefits[0].amount.tolist() == [100, 0, 0, 100]


def test_a_payment_of_which_is_not_known_what_for_may_have_used_up_the_cap() -> None:
    cap = Cap("year", 1, None)
    benefit = Benefit(
        "b0", SAID, CITE, Status.IN_FORCE, Measure.PAYMENT, Fixed(100), WHERE, cap=cap, counts=frozenset({"b0"})
    )
    persons = [Person(number, facts=(paid(1, 5, benefit=what),)) for number, what in enumerate(["b0", None, "b9"])]
    rules = catalogue("not any(certificate)", benefits=(benefit,))
    check(rules, chunk_of(persons), persons)
    (due,) = in_bulk(rules, chunk_of(persons), DAY, None).benefits
    assert (due.amount.tolist(), due.open.tolist()) == ([0, 0, 100], [False, True, False])


def test_of_equal_benefits_that_exclude_each_other_the_first_is_due() -> None:
    lines = [
        Benefit(f"b{number}", SAID, CITE, Status.IN_FORCE, Measure.PAYMENT, Fixed(amount), WHERE, exclusive="one")
        for number, amount in enumerate((100, 200, 200, 50))
    ]
    persons = [Person(1)]
    rules = catalogue("not any(certificate)", benefits=tuple(lines))
    check(rules, chunk_of(persons), persons)
    found = in_bulk(rules, chunk_of(persons), DAY, None).benefits
    assert [int(due.amount[0]) for due in found] == [0, 200, 0, 0]


def test_more_words_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_up, "MOST_REMEMBERED", 2)
    monkeypatch.setattr(codes, "MOST_REMEMBERED", 1)
    benefit = Benefit(
        "b0",
        SAID,
        CITE,
        Status.IN_FORCE,
        Measure.PAYMENT,
        Fixed(100),
        WHERE,
        each="certificate",
        once_per=("occupation",),
    )
    rules = catalogue('any(certificate, occupation in ("a", "c", "x3"))', benefits=(benefit,))
    persons = [
        Person(number, facts=(certificate(0, occupation=f"x{number}"), paid(1, 5, occupation=f"x{number % 2}")))
        for number in range(6)
    ]
    check(rules, chunk_of(persons), persons)
    check(rules, chunk_of([*persons[3:], Person(9, facts=(certificate(0, occupation="a"),))]))


def test_a_hundred_tests_take_four_words() -> None:
    texts = [f'any(certificate, occupation == "o{number}", level >= "senior")' for number in range(100)]
    persons = [
        Person(
            number,
            facts=tuple(
                certificate(each, occupation=f"o{number + each}", level=level)
                for each, level in enumerate(("senior", "junior", None))
            ),
        )
        for number in range(0, 100, 3)
    ]
    rules = catalogue(*texts)
    assert Layout(100).widths == (32, 32, 32, 4)
    assert [word.itemsize for word in Layout(100).types] == [8, 8, 8, 1]
    check(rules, chunk_of(persons), persons)


def test_three_hundred_clauses_take_five_words_a_mask() -> None:
    rules = catalogue(*[f'any(certificate, occupation == "o{number}")' for number in range(300)])
    persons = [Person(number, facts=(certificate(0, occupation=f"o{number}"),)) for number in range(0, 320, 7)]
    assert in_bulk(rules, chunk_of(persons), DAY, None).held.shape == (5, len(persons))
    check(rules, chunk_of(persons), persons)


def test_conditions_with_too_many_alternatives_have_no_normal_form() -> None:
    leaf = [rule(f'registered_in == "33030{number}"') for number in range(9)]
    assert terms((tree.Or((*leaf[:8],)),)) is not None
    wide = tree.Or(tuple(rule(f'registered_in == "3303{number}"') for number in range(10, 11 + MOST_TERMS)))
    assert terms((wide,)) is None
    assert terms((tree.Not(tree.And((tree.Not(wide), *leaf))),)) is None
    assert len(terms((tree.Or(tuple(leaf[:4])), tree.Or(tuple(leaf[4:8])))) or ()) == 16
    assert terms((tree.Or(tuple(leaf[:5])), tree.Or(tuple(leaf[4:8])))) is None


def test_the_order_of_periods_where_numbers_would_not_fit() -> None:
    owner, start = np.array([3, 3, 1 << 58, 1 << 58]), np.array([9, 4, 8, 2])
    order = _order(owner, start)
    assert order is not None
    assert order.tolist() == [1, 0, 3, 2]
    assert _order(owner, np.array([1, 2, 3, 4])) is None


def test_columns_without_a_buffer_and_from_within() -> None:
    nothing = pa.Array.from_buffers(pa.int32(), 0, [None, None])
    assert column(nothing).raw.tolist() == []
    yes = pa.array([None, True, False, None, True, True, False, True, None, True]).slice(3, 6)
    found = column(yes)
    assert found.valid is not None
    assert found.valid.tolist() == pc.is_valid(yes).to_pylist()
    assert found.raw.compress(found.valid).tolist() == [1, 1, 0, 1]


def test_groups_with_an_empty_member_are_not_known() -> None:
    chunk = chunk_of([Person(number) for number in range(5)])
    groups = pa.array([["poor"], [], ["poor", None], None, ["disabled", "poor"]], pa.list_(pa.string()))
    place = chunk.persons.schema.get_field_index("groups")
    chunk = replace(chunk, persons=chunk.persons.set_column(place, "groups", groups))
    check(catalogue('"poor" in groups', 'not "disabled" in groups'), chunk)


def test_what_is_sure_is_worked_out_once() -> None:
    expressions = Expressions()
    number = expressions.number(rule('sex == "female" and age >= 50'))
    asked: list[int] = []

    def ask(atom: int, *_: object) -> Plane[np.uint8]:
        asked.append(atom)
        return Plane.known(np.array([atom + 2], np.uint8))

    truths = Truths(expressions, ask)
    assert truths.certain(number) is truths.certain(number)
    assert truths.certain(number).tolist() == [2 & 3]
    assert len(asked) == 2
