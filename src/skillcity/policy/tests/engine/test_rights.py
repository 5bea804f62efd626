"""Rights that do not stand above each other: all that hold are the outcome."""

from __future__ import annotations

from datetime import date

from skillcity.policy.engine import (
    Catalogue,
    Fact,
    OutcomeStatus,
    Person,
    Verdict,
    applicable,
    classify,
    evaluate,
    read,
    read_cases,
    run_case,
)
from skillcity.policy.tests.engine.samples import DAY, SCHEMA, SET, catalogue_text

HEAD = "in_force: {from: 2025-01-01, to: 2025-12-31}\nsets: {short: sets/short.yaml}"
CLAUSES = (
    'a1 A in-force: any(certificate, level == "junior")',
    'a2 A in-force: any(certificate, level == "senior")',
    'b1 B illustrative: any(certificate, level == "junior", occupation in short)',
)


def rights(*clauses: str, region: str = "330300", head: str = HEAD) -> Catalogue:
    text = catalogue_text(*clauses, head=head).replace("kind: class", "kind: rights").replace("highest", "all")
    text = text.replace('"330300"', f'"{region}"')
    found, problems = read(text, SCHEMA, file="trial.yaml", open_set=lambda name: SET)
    assert found is not None, [str(problem) for problem in problems]
    return found


def certificate(**attributes: object) -> Fact:
    return Fact(1, "certificate", date(2020, 1, 1), attributes=attributes)


def verdict(*facts: Fact) -> Verdict:
    rules, person = rights(*CLAUSES), Person("p", facts=facts)
    outcome = evaluate(rules, person, DAY)
    assert outcome.verdict == classify(rules, person, DAY)
    return outcome.verdict


def test_every_right_that_a_clause_gives_holds() -> None:
    found = verdict(certificate(level="junior", occupation="a"))
    assert (found.holds, found.open, found.clause, found.illustrative) == (("A", "B"), (), "a1", True)
    assert verdict(certificate(level="senior", occupation="a")).holds == ("A",)
    assert verdict().holds == ()


def test_a_right_that_is_not_known_is_open_unless_another_clause_gives_it() -> None:
    found = verdict(certificate(level="junior"))
    assert (found.holds, found.open, found.status) == (("A",), ("B",), OutcomeStatus.UNKNOWN)
    found = verdict(certificate())
    assert (found.holds, found.open) == ((), ("A", "B"))


def test_rights_in_one_sentence() -> None:
    def said(*facts: Fact) -> str:
        return evaluate(rights(*CLAUSES), Person("p", facts=facts), DAY).summary.zh

    assert said() == "都不符合。"
    assert said(certificate(level="senior", occupation="a")) == "符合：甲。"
    assert said(certificate(level="junior")) == "符合：甲。尚不能确定：B。"
    assert said(certificate()) == "尚不能确定：甲、B。"


def test_a_clause_is_in_vain_only_beside_one_for_the_same_right() -> None:
    wide = 'w B in-force: any(certificate, level == "junior")'
    rights(*CLAUSES[:2], wide)
    text = catalogue_text(wide, CLAUSES[2].replace("illustrative", "in-force"), head=HEAD)
    text = text.replace("kind: class", "kind: rights").replace("highest", "all")
    problems = read(text, SCHEMA, file="trial.yaml", open_set=lambda name: SET)[1]
    assert [problem.code for problem in problems] == ["policy.unreachable"]


def test_cases_name_the_rights() -> None:
    rules = rights(*CLAUSES)
    text = """
catalogue: trial
region: "330300"
edition: "1"
cases:
  - name: {zh: 例, en: example}
    as_of: 2025-09-01
    facts: [{kind: certificate, valid_from: 2020-01-01, attributes: {level: junior, occupation: a}}]
    expect: {rights: [B, A]}
"""
    (case,) = read_cases(text, rules, file="cases")
    assert run_case(case, rules) is None
    (wrong,) = read_cases(text.replace("[B, A]", "[A]"), rules, file="cases")
    problem = run_case(wrong, rules)
    assert problem
    assert "应为 A/known，实为 A+B/known" in problem.what.zh


def test_the_county_comes_before_the_city_and_the_city_before_the_province() -> None:
    def named(region: str, edition: str = HEAD) -> Catalogue:
        return rights(*CLAUSES, region=region, head=edition)

    county, city, province, nation = (named(code) for code in ("330302", "330300", "330000", "000000"))
    every = [nation, province, city, county]
    assert applicable(every, "trial", "330302", DAY) is county
    assert applicable(every, "trial", "330303", DAY) is city
    assert applicable(every, "trial", "330101", DAY) is province
    assert applicable(every, "trial", "320101", DAY) is nation
    assert applicable(every, "trial", "330302", date(2026, 1, 1)) is None
    assert applicable(every, "other", "330302", DAY) is None
