"""What a person may claim: amounts, payments made before, caps, exclusions, counties, deadlines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from skillcity.policy.engine import (
    Catalogue,
    Fact,
    OutcomeStatus,
    Person,
    classify,
    evaluate,
    read,
    read_cases,
    run_case,
)
from skillcity.policy.engine.amounts import parts_of
from skillcity.policy.engine.claims import BenefitResult, ClaimState
from skillcity.policy.tests.engine.samples import city_schema

SCHEMA = city_schema()
DAY = date(2025, 9, 1)
WELDER, FITTER = "6-18-02-04", "6-20-01-01"
HEAD = """
catalogue: subsidy
region: "330000"
edition: "2025"
in_force: {from: 2025-01-01, to: 2025-12-31}
source: {title: a document, confidence: official}
benefits:
"""
BENEFIT = """
  - id: skill
    text: {zh: 技能补贴, en: skill subsidy}
    cite: {document: a document, confidence: official}
    status: in-force
    measure: payment
"""
RULES = """
    when: insurance_months >= 12
    each: certificate
    where: level <= "senior" and within(valid_from, months(12))
    amount: by_level(junior=1000, intermediate=1500, senior=2000)
    once_per: [occupation, level]
    ladder: occupation
    cap: {times: 3, per: year}
"""


def benefits(text: str) -> Catalogue:
    """A catalogue of benefits alone; it must be sound."""
    found, problems = read(HEAD + text, SCHEMA, file="trial.yaml", open_set=lambda name: "")
    assert found is not None, [str(problem) for problem in problems]
    return found


def problems_of(text: str) -> list[str]:
    return [problem.code for problem in read(HEAD + text, SCHEMA, file="trial.yaml", open_set=lambda name: "")[1]]


def certificate(
    number: int, level: str | None, since: date = date(2025, 3, 1), occupation: str | None = WELDER
) -> Fact:
    return Fact(number, "certificate", since, attributes={"level": level, "occupation": occupation})


def payment(number: int, since: date = date(2025, 2, 1), **attributes: object) -> Fact:
    given = {"benefit": "skill", "payee": "person", "amount": 100000, "occupation": WELDER, "level": "junior"}
    return Fact(number, "payment", since, attributes=given | attributes)


def result(text: str, *facts: Fact, day: date = DAY, months: int | None = 24, **person: Any) -> BenefitResult:
    return evaluate(benefits(text), Person("p", insurance_months=months, facts=facts, **person), day).benefits[0]


def states(text: str, *facts: Fact, **person: Any) -> list[ClaimState]:
    return [claim.state for claim in result(text, *facts, **person).claims]


def test_each_certificate_gives_the_amount_of_its_level() -> None:
    found = result(BENEFIT + RULES, certificate(1, "intermediate"), certificate(2, "senior", occupation=FITTER))
    assert found.amount == 350000
    assert [(claim.fact, claim.amount) for claim in found.claims] == [(1, 150000), (2, 200000)]
    assert found.claims[0].deadline == date(2026, 3, 1)


def test_a_level_that_is_not_listed_and_a_fact_that_does_not_fit_give_nothing() -> None:
    found = result(BENEFIT + RULES, certificate(1, "apprentice"), certificate(2, "senior", date(2024, 8, 31)))
    assert found.amount == 0
    assert [claim.state for claim in found.claims] == [ClaimState.NOT_DUE, ClaimState.NOT_DUE]
    assert "发证日期在最近12个月内" in found.claims[1].failed[0].zh


@pytest.mark.parametrize(
    ("paid", "state"),
    [
        ({"level": "junior"}, ClaimState.PAID),
        ({"level": "junior", "payee": "employer", "benefit": "training"}, ClaimState.PAID),
        ({"level": "senior"}, ClaimState.LOWER_LEVEL),
        ({"level": "junior", "occupation": FITTER}, ClaimState.DUE),
        ({"level": None}, ClaimState.UNKNOWN),
        ({"occupation": None}, ClaimState.UNKNOWN),
    ],
)
def test_a_payment_made_before_closes_the_claim(paid: dict[str, Any], state: ClaimState) -> None:
    found = result(BENEFIT + RULES, certificate(1, "junior"), payment(2, date(2020, 1, 1), **paid))
    assert found.claims[0].state is state
    assert found.claims[0].because == (2 if state in (ClaimState.PAID, ClaimState.LOWER_LEVEL) else None)
    assert found.open is (state is ClaimState.UNKNOWN)


def test_only_payments_of_the_listed_benefits_count() -> None:
    text = BENEFIT + RULES + "    counts: [skill]\n"
    assert states(text, certificate(1, "junior"), payment(2, benefit="training")) == [ClaimState.DUE]
    assert states(text, certificate(1, "junior"), payment(2, benefit=None)) == [ClaimState.UNKNOWN]
    assert states(text, certificate(1, "junior"), payment(2)) == [ClaimState.PAID]


def test_two_facts_for_the_same_thing_give_one_claim_the_earlier_one() -> None:
    found = result(BENEFIT + RULES, certificate(1, "junior", date(2025, 4, 1)), certificate(2, "junior"))
    assert [claim.state for claim in found.claims] == [ClaimState.EXCLUDED, ClaimState.DUE]
    assert found.claims[0].because == 2


def test_the_cap_counts_payments_of_the_year_and_takes_the_highest_first() -> None:
    others = [payment(10 + each, occupation=f"9-0{each}-01-01") for each in range(2)]
    claims = certificate(1, "junior"), certificate(2, "senior", occupation=FITTER)
    found = result(BENEFIT + RULES, *claims, *others)
    assert [claim.state for claim in found.claims] == [ClaimState.CAPPED, ClaimState.DUE]
    assert (found.used, found.allowed, found.amount) == (2, 3, 200000)
    old = [payment(10 + each, date(2024, 12, 31), occupation=f"9-0{each}-01-01") for each in range(2)]
    assert result(BENEFIT + RULES, *claims, *old).used == 0
    assert result((BENEFIT + RULES).replace("year", "life"), *claims, *old).used == 2


def test_a_cap_in_money_cuts_the_last_claim() -> None:
    text = (BENEFIT + RULES).replace("times: 3", "amount: 3000")
    claims = certificate(1, "senior"), certificate(2, "senior", occupation=FITTER)
    found = result(text, *claims, payment(3, occupation="9-01-01-01"))
    assert [claim.amount for claim in found.claims] == [200000, 200000]
    assert [claim.state for claim in found.claims] == [ClaimState.DUE, ClaimState.CAPPED]
    assert result(text, *claims).amount == 300000


def test_a_payment_that_may_count_leaves_open_what_it_may_have_used() -> None:
    text = BENEFIT + RULES.replace("times: 3", "times: 1") + "    counts: [skill]\n"
    unknown = payment(3, benefit=None, occupation="9-01-01-01", level="junior")
    assert states(text, certificate(1, "junior"), unknown) == [ClaimState.UNKNOWN]
    money = text.replace("times: 1", "amount: 2000")
    assert states(money, certificate(1, "junior"), payment(3, amount=None, occupation="9-1")) == [ClaimState.CAPPED]


def test_what_is_not_known_is_open_and_not_zero() -> None:
    found = result(BENEFIT + RULES, certificate(1, "junior"), months=None)
    assert (found.amount, found.open) == (0, True)
    assert states(BENEFIT + RULES, certificate(1, None)) == [ClaimState.UNKNOWN]
    assert states(BENEFIT + RULES, certificate(1, "junior"), months=3) == [ClaimState.NOT_DUE]


def test_without_each_there_is_one_claim_a_person() -> None:
    found = result(BENEFIT + "    when: '\"disabled\" in groups'\n    amount: 500\n", groups=frozenset({"disabled"}))
    assert (found.amount, found.claims[0].fact) == (50000, None)
    assert result(BENEFIT + "    amount: 500\n").why is None


def test_of_benefits_that_exclude_each_other_the_highest_is_due() -> None:
    text = "".join(
        BENEFIT.replace("id: skill", f"id: b{amount}") + f"    amount: {amount}\n    exclusive: housing\n"
        for amount in (300, 500, 400)
    )
    found = evaluate(benefits(text), Person("p"), DAY).benefits
    assert [each.amount for each in found] == [0, 50000, 0]
    assert found[0].claims[0].state is ClaimState.EXCLUDED


LOCAL = """
    amount: 1000
    local:
      - {region: "330122", amount: 800, cite: {document: county, confidence: secondary}, status: illustrative}
"""


def test_a_county_has_its_own_amount_and_its_own_text() -> None:
    here = result(BENEFIT + LOCAL, registered_in="330122")
    assert (here.amount, here.illustrative, here.cite.document) == (80000, True, "county")
    there = result(BENEFIT + LOCAL, registered_in="330302")
    assert (there.amount, there.illustrative, there.cite.document) == (100000, False, "a document")
    assert result(BENEFIT + LOCAL).open


def test_no_rule_in_force_is_not_zero() -> None:
    rules = benefits(BENEFIT + RULES)
    outcome = evaluate(rules, Person("p"), date(2026, 1, 1))
    assert outcome.status is OutcomeStatus.NO_RULE
    assert outcome.benefits == ()
    later = benefits(BENEFIT + "    amount: 5\n    in_force: {from: 2025-10-01}\n")
    assert classify(later, Person("p"), DAY).status is OutcomeStatus.NO_RULE
    assert evaluate(later, Person("p"), DAY).status is OutcomeStatus.NO_RULE
    assert evaluate(later, Person("p"), date(2025, 10, 1)).benefits[0].amount == 500


def test_the_answer_in_one_sentence() -> None:
    def said(text: str, *facts: Fact, **person: Any) -> str:
        return evaluate(benefits(text), Person("p", facts=facts, **person), DAY).summary.zh

    assert said(BENEFIT + RULES, certificate(1, "junior"), insurance_months=12) == "应发1,000.00元。"
    assert said(BENEFIT + RULES, certificate(1, "junior")) == "尚不能确定。"
    assert said(BENEFIT + RULES) == "目前没有应发的补贴。"
    more = said(BENEFIT + RULES, certificate(1, "junior"), certificate(2, None), insurance_months=12)
    assert more == "应发1,000.00元。另有尚不能确定的部分。"
    rate = BENEFIT.replace("payment", "rate") + "    when: age >= 18\n    amount: 300\n"
    assert said(rate, birth_date=date(1990, 1, 1)) == "符合条件。"
    assert said(rate, birth_date=date(2020, 1, 1)) == "不符合条件。"
    assert said(rate) == "尚不能确定。"


def test_a_sample_says_so() -> None:
    sample = BENEFIT.replace("in-force", "illustrative") + "    amount: 5\n"
    outcome = evaluate(benefits(sample), Person("p"), DAY)
    assert outcome.illustrative
    assert outcome.benefits[0].illustrative


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("policy.duplicate", "    amount: 5\n" + BENEFIT + "    amount: 5\n"),
        ("policy.missing-key", '    amount: 5\n    where: level == "junior"\n'),
        ("policy.missing-key", "    amount: 5\n    cap: {per: year}\n"),
        ("policy.unknown-name", "    amount: 5\n    each: certificat\n"),
        ("policy.unknown-name", "    amount: 5\n    each: certificate\n    once_per: [issuer]\n"),
        ("policy.unknown-name", "    amount: 5\n    each: training\n    ladder: occupation\n"),
        ("policy.unknown-name", "    amount: 5\n    cap: {times: 1, per: month}\n"),
        ("policy.wrong-type", "    amount: 5\n    cap: {times: one, per: year}\n"),
        ("policy.wrong-type", LOCAL.replace("330122", "33")),
        ("policy.unknown-key", "    amount: 5\n    giveS: A\n"),
    ],
)
def test_a_benefit_that_cannot_be_meant_is_refused(code: str, text: str) -> None:
    assert problems_of(BENEFIT + text) == [code]


def test_payments_must_be_a_kind_of_fact_where_they_count() -> None:
    from skillcity.policy.tests.engine.samples import SCHEMA as SMALL

    text = HEAD + BENEFIT + "    amount: 5\n    cap: {times: 1, per: year}\n"
    assert [each.code for each in read(text, SMALL, file="t", open_set=str)[1]] == ["policy.unknown-name"]


def test_a_catalogue_needs_clauses_or_benefits() -> None:
    head = HEAD.replace("benefits:", "")
    assert [each.code for each in read(head, SCHEMA, file="t", open_set=str)[1]] == ["policy.missing-key"]
    half = head + "clauses: []\nbenefits: []\n"
    assert [each.code for each in read(half, SCHEMA, file="t", open_set=str)[1]] == ["policy.missing-key"]
    assert problems_of("  []\n") == ["policy.too-big"]


def test_cases_name_the_amounts() -> None:
    rules = benefits(BENEFIT + RULES)
    text = """
catalogue: subsidy
region: "330000"
edition: "2025"
cases:
  - name: {zh: 例, en: example}
    as_of: 2025-09-01
    person: {insurance_months: 12}
    facts: [{kind: certificate, valid_from: 2025-01-01, attributes: {level: junior}}]
    expect: {amounts: {skill: 1000}}
"""
    (case,) = read_cases(text, rules, file="cases")
    assert run_case(case, rules) is None
    (wrong,) = read_cases(text.replace("1000", "unknown"), rules, file="cases")
    problem = run_case(wrong, rules)
    assert problem
    assert "skill=unknown，实为 none/known/skill=100000" in problem.what.zh


def test_a_payment_says_nothing_where_a_benefit_may_be_had_again() -> None:
    text = BENEFIT + "    each: certificate\n    amount: 5\n    cap: {times: 9, per: life}\n"
    assert states(text, certificate(1, "junior"), payment(2)) == [ClaimState.DUE]


def test_a_deadline_counts_whole_months() -> None:
    found = result(BENEFIT + RULES, certificate(1, "junior", date(2025, 2, 28)))
    assert found.claims[0].deadline == date(2026, 2, 28)
    month = (BENEFIT + RULES).replace("months(12)", "months(1)")
    assert result(month, certificate(1, "junior", date(2025, 8, 31))).claims[0].deadline == date(2025, 9, 30)
    assert result(month, certificate(1, "junior", date(2025, 2, 28)), day=date(2025, 3, 1)).claims[0].deadline == date(
        2025, 3, 31
    )
    only = BENEFIT + "    each: certificate\n    where: within(valid_from, days(3))\n    amount: 5\n"
    assert result(only, certificate(1, "junior", date(2025, 8, 30))).claims[0].deadline == date(2025, 9, 2)
    assert result(BENEFIT + "    each: certificate\n    amount: 5\n", certificate(1, None)).claims[0].deadline is None


def test_the_amounts_of_counties_are_amounts_too() -> None:
    (benefit,) = benefits(BENEFIT + LOCAL).benefits
    assert [part.value for amount in benefit.amounts for part in parts_of(amount)] == [100000, 80000]
