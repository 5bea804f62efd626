from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skillcity.kernel.errors import SkillcityError
from skillcity.platform.accounts.models import Account
from skillcity.platform.imports import cli
from skillcity.platform.imports.formats import as_markdown
from skillcity.platform.imports.kinds import ImportKind, all_kinds
from skillcity.platform.imports.tests.conftest import write_csv

DOCUMENT = Path(__file__).parents[5] / "docs" / "formats.md"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli.import_, [str(word) for word in words])


def test_json_is_one_object_on_one_line(kind: ImportKind, db: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one", "坏"])
    result = run("test-names", path, "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    answer = json.loads(result.stdout)
    assert [answer[key] for key in ("rows", "taken", "present", "refused")] == [2, 1, 0, 1]
    problem = {"row": 3, "column": "name", "code": "test.bad", "zh": "坏名字。", "en": "A bad name."}
    assert answer["problems"] == [problem]


def test_a_table_of_problems_goes_to_standard_error(kind: ImportKind, db: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one", *["坏"] * 25])
    result = run("test-names", path, "--check")
    assert "taken 1" in result.stdout
    assert "坏名字" not in result.stdout
    assert "A bad name." in result.stderr
    assert "5 more" in result.stderr
    assert not Account.objects.filter(username="one").exists()


def test_the_refused_rows_are_written_to_a_workbook(kind: ImportKind, db: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one", "坏"])
    assert run("test-names", path, "--strict", "--errors", tmp_path / "e.xlsx").exit_code == 0
    assert (tmp_path / "e.xlsx").read_bytes().startswith(b"PK")
    again = run("test-names", path, "--json", "--errors", tmp_path / "f.xlsx")
    assert json.loads(again.stdout)["taken"] == 1
    assert "taken before" in run("test-names", path).stdout


def test_the_kinds_are_listed_and_their_templates_written(kind: ImportKind, tmp_path: Path) -> None:
    assert "test-names" in run("--list").stdout
    assert json.loads(run("--list", "--json").stdout)["kinds"][-1]["columns"] == ["name", "code", "since", "members"]
    assert "## `test-names`" in run("--list", "--markdown").stdout
    assert run("test-names", "--template", tmp_path / "t.xlsx").exit_code == 0
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("words", [(), ("test-names",)])
def test_wrong_usage_is_explained(kind: ImportKind, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_what_is_wrong_is_raised_as_a_coded_error_before_any_work(kind: ImportKind, db: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one"])
    for words in (
        ("no-such", path),
        ("test-names", tmp_path / "absent.csv"),
        ("test-names", path, "--errors", tmp_path / "no" / "e.xlsx"),
        ("test-names", "--template", tmp_path),
    ):
        assert isinstance(run(*words).exception, SkillcityError)
    assert not Account.objects.filter(username="one").exists()


def test_progress_counts_up_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    cli.show_progress(1, 2)
    cli.show_progress(2, 2)
    assert capsys.readouterr().err == "\r1/2\r2/2\n"


def test_the_document_of_the_formats_is_true() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(all_kinds()), (
        "write it again: ./skillcity import --list --markdown > docs/formats.md"
    )
