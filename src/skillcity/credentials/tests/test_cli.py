"""`credential verify` alone: seven outcomes and their exit codes, how old the status is, and every wrong file named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.trust import write_trust
from skillcity.credentials.tests.engine.samples import (
    DID,
    NOW,
    OTHER,
    PLACE,
    STATEMENT,
    TRUSTED,
    as_jwt,
    as_qr,
    signed,
    status_list,
)
from skillcity.site.cli import main

PROJECT = Path(__file__).parents[4]
TAMPERED = json.dumps({**json.loads(signed()), "name": "另一名称"}, ensure_ascii=False)
CASES: dict[str, tuple[str, dict[str, Collection[int]]]] = {
    "genuine": (signed(), {}),
    "expired": (signed(replace(STATEMENT, until=date(2026, 11, 23))), {}),
    "revoked": (signed(), {"revoked": [PLACE]}),
    "superseded": (signed(), {"superseded": [PLACE]}),
    "unknown-issuer": (signed(key=OTHER), {}),
    "tampered": (TAMPERED, {}),
    "malformed": ("焊工证", {}),
}


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillcity.site.supervise.setup.database", None)


@pytest.fixture
def issuers(tmp_path: Path) -> str:
    path = tmp_path / "issuers.json"
    path.write_text(json.dumps(write_trust([TRUSTED]), ensure_ascii=False), "utf-8")
    return str(path)


def list_files(folder: Path, hours_ago: int = 0, **marked: Collection[int]) -> list[str]:
    """One file for each purpose, as options."""
    words = []
    for purpose in Purpose:
        path = folder / f"{purpose.value}.json"
        text = status_list(purpose, marked.get(purpose.name.lower(), ()), NOW - timedelta(hours=hours_ago))
        path.write_text(text, "utf-8")
        words += ["--status", str(path)]
    return words


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["credential", "verify", *words, "--at", NOW.isoformat()])


def answer(*words: str) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if found["outcome"] == "genuine" else 2)
    return found


@pytest.mark.parametrize("outcome", CASES)
def test_seven_outcomes_told_apart(outcome: str, tmp_path: Path, issuers: str) -> None:
    text, marked = CASES[outcome]
    words = [text, "--issuers", issuers, *list_files(tmp_path, **marked)]
    found = answer(*words)
    assert found["outcome"] == outcome
    result = run(*words)
    assert result.exit_code == (0 if outcome == "genuine" else 2)
    assert result.stderr == ""
    first = result.stdout.splitlines()[0]
    assert " / " in first
    assert not first.isascii()


def test_the_answer_in_full(tmp_path: Path, issuers: str) -> None:
    assert answer(signed(), "--issuers", issuers, *list_files(tmp_path, 6)) == {
        "outcome": "genuine",
        "reason": "",
        "suspended": False,
        "number": STATEMENT.number,
        "holder": "王小明",
        "title": STATEMENT.title,
        "level": "senior",
        "issued": "2026-11-20",
        "issuer": DID,
        "issuer_name": "示例评价机构",
        "signed": "2026-11-20T02:00:00+00:00",
        "status_as_of": "2026-11-24T03:00:00+00:00",
        "status_out_of_date": False,
        "status_not_checked": [],
    }
    shown = run(signed(), "--issuers", issuers, *list_files(tmp_path, 6)).stdout.splitlines()
    assert shown[1] == f"王小明 · {STATEMENT.title} · {STATEMENT.number} · 2026-11-20"
    assert "6小时前" in shown[3]
    assert "6 hour(s) ago" in shown[3]


@pytest.mark.parametrize("form", ["json", "jwt", "qr"])
@pytest.mark.parametrize("as_file", [False, True])
def test_each_form_as_a_string_and_as_a_file(form: str, as_file: bool, tmp_path: Path, issuers: str) -> None:
    text = {"json": signed, "jwt": as_jwt, "qr": as_qr}[form]()
    if as_file:
        (tmp_path / "certificate").write_text(text, "utf-8")
        text = str(tmp_path / "certificate")
    assert answer(text, "--issuers", issuers)["outcome"] == "genuine"


def test_without_a_list_the_status_is_said_to_be_open(issuers: str) -> None:
    found = answer(signed(), "--issuers", issuers)
    assert (found["outcome"], found["status_as_of"]) == ("genuine", None)
    assert found["status_not_checked"] == [each.value for each in Purpose]
    assert "Status not checked" in run(signed(), "--issuers", issuers).stdout


def test_a_list_past_its_day_still_counts_and_its_age_is_said(tmp_path: Path, issuers: str) -> None:
    words = [signed(), "--issuers", issuers]
    assert answer(*words, *list_files(tmp_path, 100))["status_out_of_date"] is True
    shown = run(*words, *list_files(tmp_path, 100)).stdout
    assert "4 days ago" in shown
    assert "out of date" in shown
    assert answer(*words, *list_files(tmp_path, 100, revoked=[PLACE]))["outcome"] == "revoked"


def test_a_suspended_certificate_is_told_from_a_revoked_one(tmp_path: Path, issuers: str) -> None:
    found = answer(signed(), "--issuers", issuers, *list_files(tmp_path, suspended=[PLACE]))
    assert (found["outcome"], found["reason"], found["suspended"]) == ("revoked", "suspended", True)


def test_without_issuers_no_signer_is_known() -> None:
    found = answer(signed())
    assert (found["outcome"], found["issuer"]) == ("unknown-issuer", None)


def refused(result: Result, code: str) -> None:
    assert result.exit_code == 2
    assert code in result.stderr
    assert "Traceback" not in result.output


def test_a_list_that_somebody_else_signed_stops_the_verification(tmp_path: Path, issuers: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(status_list(Purpose.REVOKED, key=OTHER), "utf-8")
    result = run(signed(), "--issuers", issuers, "--status", str(path), "--json")
    refused(result, "credential.status-list")
    error = json.loads(result.stdout)["error"]
    assert (error["code"], error["where"]) == ("credential.status-list", str(path))


def test_a_list_without_its_issuers_cannot_be_relied_on(tmp_path: Path) -> None:
    refused(run(signed(), *list_files(tmp_path)), "credential.status-list")


def test_a_list_of_issuers_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "issuers.json").write_text("[]")
    refused(run(signed(), "--issuers", str(tmp_path / "issuers.json")), "credential.issuers")


@pytest.mark.parametrize("option", ["--issuers", "--status"])
@pytest.mark.parametrize("given", ["/no/such/file.json", "/"])
def test_a_missing_file_is_named(option: str, given: str) -> None:
    result = run(signed(), option, given)
    refused(result, given)
    assert option in result.stderr


def test_a_missing_certificate_is_named() -> None:
    refused(run("no-such-certificate.pdf"), "credential.no-file")


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-11-24", "2026-11-24T09:00:00"])
def test_a_moment_needs_its_time_zone(moment: str) -> None:
    result = CliRunner().invoke(main, ["credential", "verify", "x", "--at", moment])
    refused(result, "--at")
    assert "2026-11-24T09:00:00+08:00" in result.stderr


def test_without_a_moment_it_is_now(issuers: str) -> None:
    lasting = signed(replace(STATEMENT, issued=date(2025, 1, 2)), created="2025-01-02T00:00:00Z")
    result = CliRunner().invoke(main, ["credential", "verify", lasting, "--issuers", issuers, "--json"])
    assert json.loads(result.stdout)["outcome"] == "genuine"


def test_the_words_of_a_stranger_do_not_write_on_the_terminal() -> None:
    """A holder whose name holds a line `Genuine`, colours, or marks that turn the text round."""
    name = "王\n真实有效 / Genuine\x1b[2J\u202e"
    shown = run(signed(replace(STATEMENT, holder=name))).stdout.splitlines()
    assert shown[0].endswith("Unknown issuer")
    assert shown[1].startswith("王\ufffd真实有效 / Genuine\ufffd[2J\ufffd · ")


def test_a_badge_that_names_little_is_shown_without_gaps(issuers: str) -> None:
    document = json.loads(signed())
    del document["credentialSubject"]["licenseNumber"], document["credentialSubject"]["identifier"]
    shown = run(json.dumps(document), "--issuers", issuers).stdout.splitlines()
    assert shown[1] == f"{STATEMENT.title} · 2026-11-20"


@pytest.mark.parametrize("language", ["C", "POSIX", "zh_CN.GB18030"])
def test_as_a_process_of_its_own_in_any_language(language: str, tmp_path: Path, issuers: str) -> None:
    """As the launcher starts it (UTF-8 whatever the locale), far from the project, nothing but the files at hand."""
    (tmp_path / "证书.json").write_text(signed(), "utf-8")
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT / "src"), "PYTHONUTF8": "1"}
    words = ["credential", "verify", "证书.json", "--issuers", issuers, *list_files(tmp_path), "--at", NOW.isoformat()]
    result = subprocess.run(
        [sys.executable, "-m", "skillcity", *words],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=variables | {"LC_ALL": language, "LANG": language},
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert "真实有效 / Genuine" in result.stdout.decode("utf-8")


def test_the_bench_answers_with_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small numbers: the speed itself belongs to the benchmarks."""
    monkeypatch.setattr("skillcity.credentials.measuring.MANY", 12)
    monkeypatch.setattr("skillcity.credentials.measuring.SHEETS", 2)
    result = CliRunner().invoke(main, ["credential", "bench", "--json"])
    figures = json.loads(result.stdout)
    assert result.exit_code == 0
    assert figures["status_list_entries"] == 131_072
    assert figures["status_list_bytes"] <= 3_000
    assert all(value > 0 for value in figures.values())
    assert "pdf_cpu_seconds: " in CliRunner().invoke(main, ["credential", "bench"]).stdout
