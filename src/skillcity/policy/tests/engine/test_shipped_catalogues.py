"""The catalogues that the city ships: sound, cited, and as their test cases say."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from skillcity.policy.cli import check as check_command
from skillcity.policy.engine import (
    Catalogue,
    OutcomeStatus,
    PolicyCase,
    Status,
    applicable,
    check_editions,
    evaluate,
    load_cases,
    load_folder,
    run_case,
)
from skillcity.policy.engine.amounts import Fixed
from skillcity.policy.engine.benefit import Benefit, Local
from skillcity.policy.engine.cases import read_cases
from skillcity.policy.engine.catalogue import Clause, Confidence
from skillcity.policy.engine.problems import PolicyError
from skillcity.policy.tests.engine.samples import FOLDER, catalogue, city_schema
from skillcity.reference.engine.shipped import occupations

SCHEMA = city_schema()
ROOT = FOLDER.parents[1]
ALL = {folder: load_folder(folder, SCHEMA) for folder in sorted({path.parent for path in ROOT.glob("*/*/*.yaml")})}
SHIPPED = [edition for editions in ALL.values() for edition in editions]
TALENT = ALL[FOLDER]
READ = {Confidence.OFFICIAL, Confidence.PRESS}


def cases_of(edition: Catalogue) -> tuple[PolicyCase, ...]:
    return load_cases(ROOT / edition.region / edition.catalogue / "cases" / f"{edition.edition}.yaml", edition)


def lines(edition: Catalogue) -> list[Clause | Benefit | Local]:
    """Everything of an edition that has a citation and a status."""
    counties = [local for benefit in edition.benefits for local in benefit.local]
    return [*edition.clauses, *edition.benefits, *counties]


NAMED = [pytest.param(edition, id=edition.name) for edition in SHIPPED]
OURS = [pytest.param(edition, id=edition.name) for edition in SHIPPED if edition not in TALENT]
CASES = [
    pytest.param(edition, case, id=f"{edition.name}: {case.name.en}")
    for edition in SHIPPED
    for case in cases_of(edition)
]


@pytest.mark.parametrize(("edition", "case"), CASES)
def test_a_case_has_the_outcome_that_its_file_expects(edition: Catalogue, case: PolicyCase) -> None:
    assert run_case(case, edition) is None


@pytest.mark.parametrize("editions", ALL.values(), ids=[f"{path.parent.name}/{path.name}" for path in ALL])
def test_the_editions_of_a_catalogue_follow_each_other(editions: tuple[Catalogue, ...]) -> None:
    assert check_editions(editions) == ()
    for earlier, later in pairwise(editions):
        assert later.supersedes == earlier.edition


def test_the_talent_classes_have_two_editions() -> None:
    assert [edition.edition for edition in TALENT] == ["2024", "2025"]


@pytest.mark.parametrize("edition", NAMED)
def test_only_what_was_read_in_an_official_text_or_the_press_is_called_in_force(edition: Catalogue) -> None:
    assert all((line.cite.confidence in READ) is (line.status is Status.IN_FORCE) for line in lines(edition))
    assert all(line.cite.url for line in lines(edition) if line.status is Status.IN_FORCE)
    assert all(line.data_gap for line in edition.benefits)


def test_of_the_talent_classes_two_clauses_were_read() -> None:
    assert all(clause.data_gap for edition in TALENT for clause in edition.clauses)
    assert [clause.id for clause in TALENT[1].clauses if clause.status is Status.IN_FORCE] == ["E-01", "E-02"]
    assert not [clause.id for clause in TALENT[0].clauses if clause.status is Status.IN_FORCE]


def test_the_new_edition_differs_by_the_studio_leaders_only() -> None:
    old, new = ({clause.id: (clause.gives, clause.when) for clause in edition.clauses} for edition in TALENT)
    assert set(new) - set(old) == {"E-02"}
    assert all(new[name] == old[name] for name in old)


@pytest.mark.parametrize("edition", NAMED)
def test_the_file_lies_where_its_name_says(edition: Catalogue) -> None:
    assert (ROOT / f"{edition.name}.yaml").is_file()
    assert edition.clauses or edition.benefits


@pytest.mark.parametrize("edition", OURS)
def test_the_cases_show_every_line_at_work(edition: Catalogue) -> None:
    """Each clause holds and each benefit is due in some case; one case is not known, and one has no rule."""
    outcomes = [evaluate(edition, case.person, case.as_of, case.known_at) for case in cases_of(edition)]
    held = {result.clause.id for outcome in outcomes for result in outcome.clauses if result.truth}
    due = {result.benefit.id for outcome in outcomes for result in outcome.benefits if result.amount}
    assert held == {clause.id for clause in edition.clauses}
    assert due == {benefit.id for benefit in edition.benefits}
    assert OutcomeStatus.NO_RULE in {outcome.status for outcome in outcomes}
    if edition.catalogue != "skill-insurance":  # one sample clause: whether there is a certificate is always known
        assert any(
            outcome.status is OutcomeStatus.UNKNOWN or any(result.open for result in outcome.benefits)
            for outcome in outcomes
        )


@pytest.mark.parametrize(
    ("catalogue", "region", "day", "wanted"),
    [
        ("talent-class", "330302", date(2025, 9, 1), "330300/talent-class/2025"),
        ("talent-class", "330122", date(2025, 9, 1), "330100/talent-class/2023"),
        ("skill-subsidy", "330302", date(2018, 6, 1), "000000/skill-subsidy/2017"),
        ("skill-subsidy", "330302", date(2024, 6, 1), "000000/skill-subsidy/2024"),
        ("skill-subsidy", "330302", date(2025, 6, 1), "330000/skill-subsidy/2025"),
        ("skill-subsidy", "510104", date(2025, 6, 1), "000000/skill-subsidy/2025"),
        ("skill-subsidy", "330302", date(2026, 1, 1), None),
        ("skill-subsidy", "510104", date(2026, 1, 1), None),
        ("training-subsidy", "330122", date(2025, 6, 1), "330000/training-subsidy/2024"),
        ("employment-difficulty", "330122", date(2025, 10, 31), "330100/employment-difficulty/2023"),
        ("employment-difficulty", "330122", date(2025, 11, 1), "330000/employment-difficulty/2025"),
        ("apprenticeship", "330302", date(2020, 6, 1), "330000/apprenticeship/pilot"),
        ("apprenticeship", "330302", date(2025, 6, 1), "000000/apprenticeship/2021"),
        ("apprenticeship", "350102", date(2025, 6, 1), "350000/apprenticeship/2019"),
        ("skill-loan", "330303", date(2025, 6, 1), "330300/skill-loan/2024"),
        ("skill-loan", "330503", date(2025, 6, 1), "330503/skill-loan/2024"),
        ("skill-loan", "330502", date(2025, 6, 1), None),
        ("contest-promotion", "330302", date(2023, 10, 1), "000000/contest-promotion/2017"),
        ("contest-promotion-wenzhou", "330302", date(2023, 10, 1), "330300/contest-promotion-wenzhou/2023"),
        ("contest-promotion-zhejiang", "330302", date(2020, 10, 1), "330000/contest-promotion-zhejiang/2016"),
        ("contest-promotion-zhejiang", "330302", date(2025, 10, 1), None),
    ],
)
def test_for_each_place_and_day_one_edition_applies_or_none(
    catalogue: str, region: str, day: date, wanted: str | None
) -> None:
    found = applicable(SHIPPED, catalogue, region, day)
    assert (found and found.name) == wanted


def test_both_ceilings_of_longwan_are_shown_and_neither_is_picked() -> None:
    (loans,) = ALL[ROOT / "330300" / "skill-loan"]
    ceilings = [each for each in loans.benefits if each.cite.confidence is Confidence.CONFLICT]
    assert {each.amount for each in ceilings} == {Fixed(200_000_000), Fixed(5_000_000_000)}
    assert all(each.data_gap and each.impact and not each.exclusive for each in ceilings)


def test_the_lists_of_occupations_are_those_of_the_classification() -> None:
    entries = {str(entry.code): entry for entry in occupations()[1]}
    marked = {code for code, entry in entries.items() if entry.mark.green or entry.mark.digital}
    for path in ROOT.glob("*/*/sets/*.yaml"):
        given = yaml.safe_load(path.read_text("utf-8"))
        if given["set"] in ("shortage", "related", "digital_or_green"):
            assert {each["code"]: each["name"] for each in given["members"]}.items() <= {
                code: entry.name for code, entry in entries.items()
            }.items()
        if given["set"] == "digital_or_green":
            assert {each["code"] for each in given["members"]} == marked


def test_the_codes_of_payments_that_count_are_documented() -> None:
    told = (Path(__file__).parents[5] / "docs" / "catalogues.md").read_text("utf-8")
    codes = {code for edition in SHIPPED for benefit in edition.benefits for code in benefit.counts}
    assert {code for code in codes if f"`{code}`" not in told} == set()
    assert {edition.name for edition in SHIPPED if f"`{edition.name}`" not in told} == set()


def test_the_command_tells_gaps_between_editions(tmp_path: Path) -> None:
    for name in ("2024", "2025"):
        text = (ROOT / "000000" / "skill-subsidy" / f"{name}.yaml").read_text("utf-8")
        (tmp_path / f"{name}.yaml").write_text(text.replace("to: 2024-12-31", "to: 2024-11-30"), "utf-8")
    shutil.copytree(ROOT / "000000" / "skill-subsidy" / "sets", tmp_path / "sets")
    found = CliRunner().invoke(check_command, [str(path) for path in sorted(tmp_path.glob("*.yaml"))])
    assert found.exit_code == 2
    assert f"{tmp_path / '2025.yaml'}:1:1: [policy.gap]" in found.output
    assert CliRunner().invoke(check_command, []).exit_code == 0


# The files of test cases --------------------------------------------------------------------------------------------
TRIAL = catalogue('a A in-force: any(special_ability, tier == "city", passed, hours > 3)', "b B in-force: age > 30")
HEAD = 'catalogue: trial\nregion: "330300"\nedition: "1"\ncases:\n'
WHOLE = (
    HEAD
    + """
  - name: {zh: 例, en: example}
    as_of: 2025-09-01
    known_at: "2025-09-01T00:00:00+08:00"
    person: {birth_date: 1990-01-01, sex: male, registered_in: "330302", groups: [poor], insurance_months: 3}
    facts:
      - {id: x, kind: special-ability, valid_from: 2025-01-01, valid_to: 2025-12-31,
         recorded_at: "2025-01-01T00:00:00+08:00",
         attributes: {tier: city, passed: true, hours: 4, region: null}}
      - {kind: certificate, valid_from: 2025-01-01, supersedes: y, retracted: true}
    expect: {class: A, clause: a, status: known, open: []}
"""
)


def test_a_case_gives_a_person_with_facts() -> None:
    (case,) = read_cases(WHOLE, TRIAL, file="c.yaml")
    person = case.person
    assert (person.sex, person.registered_in, person.groups, person.insurance_months) == ("male", "330302", {"poor"}, 3)
    first, second = person.facts
    assert first.attributes == {"tier": "city", "passed": True, "hours": 4, "region": None}
    assert (second.id, second.supersedes, second.retracted) == ("fact-2", "y", True)
    assert run_case(case, TRIAL) is None


def test_a_case_that_fails_tells_what_was_expected_and_what_came() -> None:
    (case,) = read_cases(WHOLE.replace("passed: true", "passed: false"), TRIAL, file="c.yaml")
    problem = run_case(case, TRIAL)
    assert problem is not None
    assert "expected A/a/known, got B/b/known" in problem.text.en
    (case,) = read_cases(
        WHOLE.replace("class: A, clause: a", "class: none").replace("city", "nation"), TRIAL, file="c.yaml"
    )
    problem = run_case(case, TRIAL)
    assert problem is not None
    assert "应为 none/known，实为 B/known" in problem.text.zh


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('edition: "1"', 'edition: "2"', "policy.unknown-name"),
        ("as_of: 2025-09-01", "as_of: null", "policy.missing-key"),
        ("valid_from: 2025-01-01, valid_to", "valid_from: null, valid_to", "policy.missing-key"),
        ("as_of: 2025-09-01", "as_of: tomorrow", "policy.wrong-type"),
        ('known_at: "2025-09-01T00:00:00+08:00"', 'known_at: "2025-09-01T00:00:00"', "policy.wrong-type"),
        ('known_at: "2025-09-01T00:00:00+08:00"', "known_at: now", "policy.wrong-type"),
        ("class: A", "class: D", "policy.unknown-name"),
        ("clause: a", "clause: z", "policy.unknown-name"),
        ("status: known", "status: sure", "policy.unknown-name"),
        ("open: []", "open: [none]", "policy.unknown-name"),
        ("kind: certificate", "kind: certificat", "policy.unknown-name"),
        ("tier: city", "tier: town", "policy.unknown-name"),
        ("tier: city", "teir: city", "policy.unknown-key"),
        ("passed: true", "passed: yes", "policy.unknown-name"),
        ("hours: 4", "hours: four", "policy.wrong-type"),
        ("insurance_months: 3", "insurance_months: -3", "policy.wrong-type"),
        ("groups: [poor]", "groups: poor", "policy.wrong-type"),
    ],
)
def test_a_mistake_in_a_case_is_refused(old: str, new: str, code: str) -> None:
    assert old in WHOLE
    with pytest.raises(PolicyError) as caught:
        read_cases(WHOLE.replace(old, new), TRIAL, file="c.yaml")
    assert caught.value.code == code
