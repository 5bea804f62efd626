from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from skillcity.kernel.errors import InputError
from skillcity.site.sample.cli import sample


def call(*words: str):
    return CliRunner().invoke(sample, list(words), standalone_mode=False)


def test_write_answers_with_one_json_line_and_reports_on_standard_error(tmp_path):
    result = call("write", "--scale", "0.001", "--out", str(tmp_path / "new"), "--json")
    assert result.exception is None
    answer = json.loads(result.stdout)
    assert answer["people"] == 1000
    assert (tmp_path / "new" / answer["files"][0]["name"]).is_file()


def test_write_lists_the_files_for_people(tmp_path):
    result = call("write", "--scale", "0.001", "--out", str(tmp_path))
    assert result.exception is None
    assert result.stdout.splitlines()[0].startswith("01-organisations.xlsx\t")


def test_describe_counts_without_writing():
    as_json, as_text = call("describe", "--scale", "0.001", "--json"), call("describe", "--scale", "0.001")
    counts = json.loads(as_json.stdout)
    assert counts["people"] == 1000
    assert f"people\t{counts['rows']['people']}\t{counts['refused']['people']}" in as_text.stdout


def test_a_wrong_scale_is_explained(tmp_path):
    result = call("write", "--scale", "7", "--out", str(tmp_path))
    assert isinstance(result.exception, InputError)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = call("write", "--scale", "0.001", "--out", str(tmp_path / "file" / "below"))
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "sample.cannot-write"


@pytest.mark.parametrize("words", [["--help"], ["write", "--help"], ["describe", "--help"]])
def test_help_speaks_both_languages(words):
    help_text = CliRunner().invoke(sample, words).stdout
    assert any("一" <= sign <= "鿿" for sign in help_text)
    assert "sample" in help_text
