"""The catalogues that the city ships: sound, cited, and as their test cases say."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillcity.policy.engine import (
    Catalogue,
    PolicyCase,
    Status,
    check,
    check_editions,
    load_cases,
    load_folder,
    run_case,
)
from skillcity.policy.engine.cases import read_cases
from skillcity.policy.engine.catalogue import Confidence
from skillcity.policy.engine.problems import PolicyError
from skillcity.policy.tests.engine.samples import FOLDER, catalogue, city_schema

SCHEMA = city_schema()
EDITIONS = load_folder(FOLDER, SCHEMA)
CASES = [
    pytest.param(edition, case, id=f"{edition.edition}: {case.name.en}")
    for edition in EDITIONS
    for case in load_cases(FOLDER / "cases" / f"{edition.edition}.yaml", edition)
]
READ = {Confidence.OFFICIAL, Confidence.PRESS}


@pytest.mark.parametrize(("edition", "case"), CASES)
def test_a_case_has_the_outcome_that_its_file_expects(edition: Catalogue, case: PolicyCase) -> None:
    assert run_case(case, edition) is None


def test_the_files_are_sound_and_the_editions_follow_each_other() -> None:
    assert check(sorted(FOLDER.glob("*.yaml")), SCHEMA) == ()
    assert [edition.edition for edition in EDITIONS] == ["2024", "2025"]
    assert check_editions(EDITIONS) == ()
    assert EDITIONS[1].supersedes == EDITIONS[0].edition


def test_only_what_was_read_is_called_in_force() -> None:
    clauses = [clause for edition in EDITIONS for clause in edition.clauses]
    assert all((clause.cite.confidence in READ) is (clause.status is Status.IN_FORCE) for clause in clauses)
    assert all(clause.data_gap for clause in clauses)
    assert [clause.id for clause in EDITIONS[1].clauses if clause.status is Status.IN_FORCE] == ["E-01", "E-02"]
    assert not [clause.id for clause in EDITIONS[0].clauses if clause.status is Status.IN_FORCE]


def test_the_new_edition_differs_by_the_studio_leaders_only() -> None:
    old, new = ({clause.id: (clause.gives, clause.when) for clause in edition.clauses} for edition in EDITIONS)
    assert set(new) - set(old) == {"E-02"}
    assert all(new[name] == old[name] for name in old)


def test_the_file_lies_where_its_name_says() -> None:
    for edition in EDITIONS:
        region, name, file = edition.name.split("/")
        assert Path(region, name) == Path(*FOLDER.parts[-2:])
        assert (FOLDER / f"{file}.yaml").is_file()


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
