"""Every expected error leaves as one line in both languages, with its exit code; a fault leaves a reference."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import click
import psycopg
import pytest
from django.db.utils import OperationalError

from skillcity.kernel.errors import InputError, NoSolution, SkillcityError
from skillcity.kernel.text import Text
from skillcity.site.command_errors import exit_with, explain

WRONG = InputError("room.wrong", Text("错了。", "it is wrong."), where="row 3", todo=Text("请改。", "Change it."))


def leave(error: BaseException, *, as_json: bool = False) -> int:
    with pytest.raises(SystemExit) as caught:
        exit_with(error, as_json=as_json)
    return int(caught.value.code or 0)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WRONG, 2),
        (NoSolution("room.none", Text("无解", "no solution")), 3),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (click.UsageError("no such option"), 2),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 2),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 2),
        (psycopg.OperationalError("connection refused"), 2),
        (SystemExit(5), 5),
        (click.exceptions.Exit(4), 4),
    ],
)
def test_the_exit_code(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(error) == code
    assert "Traceback" not in capsys.readouterr().err


def test_the_line_has_both_languages_place_and_advice(capsys: pytest.CaptureFixture[str]) -> None:
    leave(WRONG)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "[room.wrong] row 3: 错了。请改。 / row 3: it is wrong. Change it.\n"


def test_with_json_the_error_is_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    leave(WRONG, as_json=True)
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "room.wrong"
    assert set(error) == {"code", "zh", "en", "where"}


def test_a_fault_leaves_a_reference_and_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKILLCITY_VAR", str(tmp_path))
    assert leave(ZeroDivisionError("oh"), as_json=True) == 1
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    log = (tmp_path / "log" / "faults.log").read_text()
    assert "ZeroDivisionError: oh" in log
    reference = json.loads(shown.out)["error"]["en"].split()[-1]
    assert reference in log
    assert reference in shown.err


def test_a_full_disk_of_the_database_is_told_as_such() -> None:
    error = OperationalError("could not extend file: No space left on device")
    found = explain(error)
    assert isinstance(found, SkillcityError)
    assert found.code == "site.disk-full"


def test_what_we_did_not_expect_stays_a_fault() -> None:
    assert explain(ValueError("x")) is None
    assert explain(OSError(errno.EIO, "Input/output error")) is None
    assert explain(psycopg.errors.UniqueViolation("duplicate")) is None
