"""Every command explains itself in both languages, and answers a wrong command line with one message and exit 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from skillcity.site.cli import main

PROJECT = Path(__file__).parents[1]
CHINESE, ENGLISH = re.compile("[一-鿿]{2}"), re.compile("[A-Za-z]{2,} [A-Za-z]{2,}|[A-Za-z]{4,}")


Words = tuple[str, ...]


def commands(command: click.Command = main, path: Words = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it, the groups before their commands."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*path, name))


ALL = dict(commands())
LEAVES = {path: each for path, each in ALL.items() if not isinstance(each, click.Group)}
PASS_ON = {("django",), ("test",)}  # these hand their words over to another program


def is_bilingual(words: str | None) -> bool:
    return bool(words and CHINESE.search(words) and ENGLISH.search(words))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_the_help_reads_like_a_manual_page(path: Words) -> None:
    command = ALL[path]
    assert is_bilingual(command.help)
    shown = str(command.help).upper()
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert is_bilingual(parameter.help), f"--{parameter.name} has no help in both languages"
        else:
            assert parameter.human_readable_name.upper() in shown, f"the help does not speak of {parameter.name}"


@pytest.mark.parametrize("path", [path for path in ALL if path != ("django",)], ids=" ".join)
def test_help_needs_no_database_and_ends_with_0(path: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillcity.site.supervise.setup.database", None)
    result = CliRunner().invoke(main, [*path, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage: " in result.output or "用法" in result.output


WRONG = [
    *[[*path, "--no-such-option"] for path in LEAVES if path not in PASS_ON],
    *[[*path, *["too", "many", "words", "for", "it"]] for path in LEAVES if path not in PASS_ON],
    *[[*path, "no-such-command"] for path, each in ALL.items() if isinstance(each, click.Group)],
    ["up", "--port", "0"],
    ["up", "--port", "x"],
    ["up", "--scale", "0"],
    ["up", "--scale", "2"],
    ["up", "--scale", "nan"],
    ["import"],
    ["import", "people"],
    ["import", "no-such-kind", "x.csv"],
    ["import", "people", "/no/such/file.csv"],
    ["import", "people", str(PROJECT)],
    ["import", "people", str(PROJECT / "pyproject.toml")],
    ["facts", "show"],
    ["facts", "show", "not-a-number"],
    ["facts", "show", "999999999999999999999"],
    ["reference", "search"],
    ["reference", "search", "x", "--limit", "-1"],
    ["policy", "explain", "x"],
    ["policy", "explain", "99999999999999999999"],
    ["policy", "check", "/no/such/file.yaml"],
    ["policy", "test", "/no/such/folder"],
    ["sample", "write", "/dev/null/x"],
    ["account", "create", "x", "--role", "king"],
    ["account", "password", "nobody-of-this-name"],
    ["account", "unlock", "nobody-of-this-name"],
    ["jobs", "list", "--limit", "x"],
    ["test", "--only", "nothing"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_command_line_is_explained_and_ends_with_2(
    words: list[str], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKILLCITY_DB", os.environ.get("SKILLCITY_DB", "{}"))
    result = CliRunner().invoke(main, words, input="a-password-of-some-length\n")
    assert result.exit_code == 2, (result.exit_code, result.output)
    assert "Traceback" not in result.output
    assert is_bilingual(result.stderr), result.output


@pytest.mark.parametrize("words", [["nonsense"], ["up", "--port", "99999"], ["up", "--scale", "7", "--json"]])
def test_the_same_as_a_process_of_its_own(words: list[str], tmp_path: Path) -> None:
    variables = os.environ | {"PYTHONPATH": str(PROJECT / "src"), "LC_ALL": "C", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "skillcity", *words]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=variables, cwd=tmp_path)
    assert result.returncode == 2, result
    assert "Traceback" not in result.stderr
    if "--json" in words:
        assert json.loads(result.stdout)["error"]["code"]
