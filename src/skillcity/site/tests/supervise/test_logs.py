"""Logs do not grow without end, and say what went wrong last."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from skillcity.site.supervise import logs
from skillcity.site.supervise.logs import LogFile


def test_a_writer_goes_on_after_the_rotation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 100)
    log = LogFile(tmp_path / "a.log")
    with log.open() as file:
        for number in range(5):
            file.write(f"{number}".encode() * 100)
            log.rotate()
        file.write(b"end")
    assert log.path.read_bytes() == b"end"
    assert [path.read_bytes()[:1] for path in sorted(tmp_path.glob("a.log.*"))] == [b"4", b"3", b"2"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_the_last_complaint_is_found(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "a.log")
    assert log.last_complaint() == ""
    log.path.write_text("starting\nFATAL:  bad setting\nshut down\n")
    assert log.last_complaint() == "FATAL:  bad setting"
    log.path.write_text("could not write: No space left on device\nFATAL: gone\n")
    assert "No space left" in log.last_complaint()
    log.path.write_text("only this.\n")
    assert log.last_complaint() == "only this"
