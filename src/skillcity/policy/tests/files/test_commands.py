"""The commands on files: what they print, what they write, and how they refuse; none of them needs a database."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from skillcity.policy.engine import evaluate
from skillcity.policy.files import measuring
from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.explaining import read_person
from skillcity.policy.tests.files.conftest import DAY, City
from skillcity.site.cli import main


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillcity.site.supervise.setup.database", None)
    monkeypatch.delenv("SKILLCITY_DB", raising=False)


def run(*words: object, fails: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in ("policy", *words)], catch_exceptions=False)
    assert result.exit_code == fails, result.output
    return result.stdout


def answered(*words: object) -> dict[str, Any]:
    printed = run(*words, "--json")
    assert printed.count("\n") == 1
    found: dict[str, Any] = json.loads(printed)
    return found


def given(city: City) -> tuple[object, ...]:
    return ("--facts", city.facts, "--persons", city.persons, "--as-of", DAY)


def test_evaluate_says_how_many_are_given_what(city: City, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    found = answered("evaluate", city.catalogue, *given(city), "--out", out)
    table = pq.read_table(out)
    classes = table["class"].to_pylist()
    assert found["persons"] == 400
    assert found["classes"] == {name: classes.count(name) for name in "ABCDE"} | {"none": classes.count(None)}
    assert found["benefits"]["talent-loan"]["amount"] == sum(table["amount:talent-loan"].to_pylist())
    assert found["open"] == sum(bool(each) for each in table["unknown"].to_pylist())
    about = json.loads(table.schema.metadata[b"skillcity"])
    assert about["catalogue"] == found["catalogue"] == "330300/trial/2025"
    assert about["clauses"][0] == "A-01"
    assert "none" in run("evaluate", city.catalogue, *given(city), "--out", out)


def test_a_catalogue_that_comes_with_the_software_by_its_name(city: City, tmp_path: Path) -> None:
    found = answered("evaluate", "330300/talent-class/2025", *given(city), "--out", tmp_path / "out.parquet")
    assert found["catalogue"] == "330300/talent-class/2025"


def test_no_rule_in_force(city: City, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    words = ("--facts", city.facts, "--persons", city.persons, "--as-of", "1999-01-01", "--out", out)
    found = answered("evaluate", city.catalogue, *words)
    assert (found["in_force"], found["classes"]) == (False, {})
    assert set(pq.read_table(out)["status"].to_pylist()) == {"no-rule-in-force"}


def test_explain_tells_the_whole_tree(city: City) -> None:
    catalogue = load_catalogue(city.catalogue)
    for person in (1, 7, 250):
        found = answered("explain", city.catalogue, *given(city), "--person", person)
        outcome = evaluate(catalogue, read_person(city.persons, city.facts, str(person)), DAY)
        assert (found["class"], found["clause"], found["status"]) == (
            outcome.value,
            outcome.clause,
            outcome.status.value,
        )
        assert len(found["clauses"]) == 40
        for told, result in zip(found["clauses"], outcome.clauses, strict=True):
            assert told["truth"] is result.truth
            assert told["cite"]["document"] == "sample rules of the bench"
            assert result.why is not None
            assert told["why"]["satisfied_by"] == list(result.why.satisfied_by)
            assert bool(told["why"]["missing"]) is (result.truth is False)
            assert bool(told["why"]["unknown"]) is (result.truth is None)
        assert [each["id"] for each in found["benefits"]] == ["skill-upgrade", "training", "talent-loan"]
        assert [each["amount"] for each in found["benefits"]] == [each.amount for each in outcome.benefits]
    assert outcome.summary.zh in run("explain", city.catalogue, *given(city), "--person", 250)


def test_explain_as_known_then(city: City) -> None:
    words = ("explain", city.catalogue, *given(city), "--person", 7, "--known-at")
    assert answered(*words, "2020-01-01T00:00:00")["known_at"] == "2020-01-01T00:00:00+08:00"
    assert answered(*words, "2020-01-01T00:00:00+00:00")["known_at"] == "2020-01-01T00:00:00+00:00"


@pytest.mark.parametrize("person", ["0", "nobody", "9999"])
def test_explain_a_person_who_is_not_there(city: City, person: str) -> None:
    words = ("explain", city.catalogue, *given(city), "--person", person, "--json")
    assert json.loads(run(*words, fails=2))["error"]["code"] == "policy.no-person"


def test_explain_needs_all_of_catalogue_files_and_day(city: City) -> None:
    run("explain", "--facts", city.facts, "--person", 1, fails=2)
    run("explain", city.catalogue, "--facts", city.facts, "--persons", city.persons, "--person", 1, fails=2)


def test_diff_sums_up(city: City, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    found = answered("diff", city.catalogue, city.later, *given(city), "--out", out)
    changes = {name: found[name] for name in ("gained", "lost", "up", "down", "changed")}
    assert sum(changes.values()) + found["same"] == found["persons"] == 400
    assert sum(changes.values()) > 0
    for name, number in changes.items():
        assert sum(line.get(name, 0) for line in found["clauses"]) == number
        for groups in found["by"].values():
            assert sum(group[name] for group in groups) == number
    assert set(found["by"]) == {"county", "occupation", "level"}
    table = pq.read_table(out)
    listed = table["change"].to_pylist()
    assert {name: listed.count(name) for name in changes} == changes
    for cost in found["benefits"]:
        difference = sum(table[f"amount_new:{cost['id']}"].to_pylist()) - sum(
            table[f"amount_old:{cost['id']}"].to_pylist()
        )
        assert cost["difference"] == difference
    assert found["benefits"][0]["difference"] > 0
    printed = run("diff", city.catalogue, city.later, *given(city))
    assert "gained" in printed
    assert "skill-upgrade" in printed


def test_diff_of_two_days(city: City, tmp_path: Path) -> None:
    found = answered("diff", city.catalogue, city.catalogue, *given(city), "--as-of-new", "2026-09-01")
    assert found["as_of_new"] == "2026-09-01"
    assert found["same"] < 400
    assert answered("diff", city.catalogue, city.catalogue, *given(city))["same"] == 400


def test_diff_of_a_file_that_must_be_sorted(city: City, tmp_path: Path) -> None:
    persons, facts = city.tables()
    for table, name in ((persons, "persons"), (facts, "facts")):
        pq.write_table(table.slice(100).combine_chunks(), tmp_path / name)
    import pyarrow as pa

    pq.write_table(pa.concat_tables([persons.slice(200), persons.slice(0, 200)]), tmp_path / "persons")
    words = ("--facts", city.facts, "--persons", tmp_path / "persons", "--as-of", DAY)
    one = answered("diff", city.catalogue, city.later, *words)
    other = answered("diff", city.catalogue, city.later, *given(city))
    assert one | {"cpu_seconds": 0} == other | {"cpu_seconds": 0}


def test_bench_prints_what_was_measured(tmp_path: Path) -> None:
    found = answered("bench", "--persons", 300, "--seed", 2, "--folder", tmp_path / "bench")
    assert (found["persons"], found["facts"]) == (300, 1_500)
    assert set(found["cpu_seconds"]) == {"kernel", "end_to_end"}
    assert found["peak_mb"] >= found["peak_over_input_mb"] >= 0
    assert found["one_person_ms"] > 0
    assert found["diff_cpu_seconds"] > 0
    assert (tmp_path / "bench" / "facts.parquet").exists()
    printed = run("bench", "--persons", 1)
    assert "one_person_ms" in printed


def test_the_bench_has_forty_clauses_and_three_benefits(city: City) -> None:
    for path in (city.catalogue, city.later):
        catalogue = load_catalogue(path)
        assert (len(catalogue.clauses), len(catalogue.benefits)) == (40, 3)


def test_the_population_is_the_same_for_the_same_seed(city: City, tmp_path: Path) -> None:
    from skillcity.policy.files.trial_population import write_population

    write_population(tmp_path / "persons", tmp_path / "facts", people=400)
    assert (tmp_path / "facts").read_bytes() == city.facts.read_bytes()
    write_population(tmp_path / "persons", tmp_path / "facts", people=400, seed=2)
    assert (tmp_path / "facts").read_bytes() != city.facts.read_bytes()


def test_a_measurement_that_fails_says_why(tmp_path: Path) -> None:
    from skillcity.kernel.errors import SkillcityError

    with pytest.raises(SkillcityError):
        measuring.measured("evaluation", tmp_path)


def test_ray_that_is_not_installed_is_named(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    words = ("evaluate", city.catalogue, *given(city), "--out", tmp_path / "out", "--engine", "ray", "--json")
    error = json.loads(run(*words, fails=2))["error"]
    assert error["code"] == "policy.no-ray"
    assert "--engine batch" in error["en"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--as-of", "2025-13-01"),
        ("--as-of", "yesterday"),
        ("--known-at", "now"),
        ("--engine", "abacus"),
        ("--facts", "/no/such/file"),
        ("--workers", "0"),
    ],
)
def test_a_wrong_word_ends_with_2(city: City, tmp_path: Path, wrong: tuple[str, str]) -> None:
    run("evaluate", city.catalogue, *given(city), "--out", tmp_path / "out", *wrong, fails=2)


def test_a_day_may_be_given_as_a_date() -> None:
    from skillcity.policy.commands.options import Day, Moment

    assert Day().convert(date(2025, 1, 1), None, None) == date(2025, 1, 1)
    moment = Moment().convert("2025-01-01T00:00:00+00:00", None, None)
    assert Moment().convert(moment, None, None) is moment
