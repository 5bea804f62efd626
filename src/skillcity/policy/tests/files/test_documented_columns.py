"""docs/policy-files.md tells every column that is read or written, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq

from skillcity.policy.files.columns import FACTS, PERSONS
from skillcity.policy.files.evaluating import Question, evaluate_files
from skillcity.policy.tests.files.conftest import DAY, City

PAGE = (Path(__file__).parents[5] / "docs" / "policy-files.md").read_text("utf-8")


def table(heading: str) -> list[str]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_the_columns_of_both_files() -> None:
    assert table("Persons") == list(PERSONS)
    assert sorted(table("Facts")) == sorted(FACTS)


def test_the_columns_of_the_result(city: City, tmp_path: Path) -> None:
    evaluate_files(Question(city.catalogue, DAY), city.persons, city.facts, tmp_path / "out")
    written = {re.sub(":.*", ":BENEFIT", name) for name in pq.read_schema(tmp_path / "out").names}
    assert written == set(table("The result of evaluate")) - {"rights"}
