"""The command line starts at once and explains itself; a command that is not there breaks no other."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from skillcity.kernel.text import Text
from skillcity.site import cli

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_loads_neither_django_nor_a_command(run_python: Run) -> None:
    code = (
        "import sys, contextlib, io\n"
        "from skillcity.site.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'django', 'psycopg', 'rich', 'granian'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)))"
    )
    assert run_python("-c", code).stderr.strip() == ""


def test_without_arguments_it_is_the_manual() -> None:
    runner = CliRunner()
    bare, asked = runner.invoke(cli.main, []), runner.invoke(cli.main, ["--help"])
    assert bare.exit_code == asked.exit_code == 0
    assert bare.output == asked.output
    for name in cli.COMMANDS:
        assert name in bare.output


@pytest.mark.parametrize("arguments", [["no-such"], ["up", "--no-such"], ["up", "--scale", "7"], ["up", "--port", "x"]])
def test_bad_input_is_exit_2_in_both_languages(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 2
    assert "用法有误：" in result.stderr
    assert "wrong usage: " in result.stderr
    assert result.stdout == ""


def test_a_missing_module_breaks_only_its_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = cli.Command("skillcity.nowhere.cli:gone", Text("无", "nothing"))
    monkeypatch.setitem(cli.COMMANDS, "gone", absent)
    assert CliRunner().invoke(cli.main, ["gone", "--help"]).exit_code == 2
    assert CliRunner().invoke(cli.main, ["up", "--help"]).exit_code == 0


@pytest.mark.parametrize("name", ["up", "test", "lock"])
def test_each_command_explains_itself_with_examples(name: str) -> None:
    shown = CliRunner().invoke(cli.main, [name, "--help"]).output
    assert f"./skillcity {name}" in shown


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(cli.main, ["--version"]).output.startswith("skillcity 0.")
