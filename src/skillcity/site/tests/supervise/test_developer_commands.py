"""`lock` leaves no trace of this machine in the locks; `test` knows which checks there are."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from skillcity.site import cli, testing
from skillcity.site.locking import PROJECT, clean

RAW = f"""\
a==1 \\
    --hash=sha256:00
    # via
    #   -c locks/run.txt
    #   skillcity (pyproject.toml)
b==1
    # via
    #   -c {PROJECT}/locks/run.txt
    #   a
    #   c
c==1
    # via -r -
"""
CLEAN = """\
a==1 \\
    --hash=sha256:00
    # via skillcity (pyproject.toml)
b==1
    # via
    #   a
    #   c
c==1
"""


def test_a_lock_names_no_path_and_no_constraint() -> None:
    assert clean(RAW) == CLEAN
    assert clean(CLEAN) == CLEAN


@pytest.mark.parametrize("name", ["run.txt", "ray.txt", "dev.txt", "uv.txt", "data.txt"])
def test_the_locks_of_the_project_are_clean_and_hashed(name: str) -> None:
    text = (PROJECT / "locks" / name).read_text()
    assert clean(text) == text
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_a_choice_of_tests_has_no_floor_of_coverage() -> None:
    everything = testing.checks(long=False, arguments=(), browser="chromium")[-1].commands
    some = testing.checks(long=False, arguments=("-k", "x"), browser="chromium")[-1].commands
    assert len(everything) == 2
    assert "--fail-under=100" in everything[1]
    assert len(some) == 1


def test_without_a_browser_its_tests_are_left_out_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "find_browser", lambda: None)
    monkeypatch.setattr(testing, "_run", lambda check: (True, 0.1))
    result = CliRunner().invoke(cli.main, ["test", "--only", "lint"])
    assert result.exit_code == 0
    assert "no Chromium found" in result.output
    assert "not browser" in testing.checks(long=False, arguments=(), browser=None)[-1].commands[0]


def test_one_failed_check_fails_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "_run", lambda check: (check.name != "lint", 0.1))
    result = CliRunner().invoke(cli.main, ["test", "--only", "lint", "--only", "format"])
    assert result.exit_code == 1
    assert "FAIL  lint" in result.output
    assert "ok    format" in result.output
