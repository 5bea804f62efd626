"""What hinders `up` is one clear line and exit 2; nothing is half done, no traceback is shown."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from skillcity.site.supervise.locks import FileLock

Run = Callable[..., subprocess.CompletedProcess[str]]
UP = ("-m", "skillcity", "up")


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The only line on standard error."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_a_taken_port(place: Path, run_python: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        line = one_line(run_python(*UP, "--var", str(place / "var"), "--port", str(port)))
    assert f"{port}" in line
    assert "--port" in line
    assert not (place / "var").exists()


def test_a_second_up_names_the_address_of_the_first(place: Path, run_python: Run) -> None:
    var = place / "var"
    (var / "run").mkdir(parents=True)
    (var / "run" / "up.json").write_text(json.dumps({"url": "http://127.0.0.1:8123/"}))
    lock = FileLock(var / "run" / "up.lock")
    assert lock.acquire()
    line = one_line(run_python(*UP, "--no-serve", "--var", str(var)))
    assert "http://127.0.0.1:8123/" in line
    lock.release()


def test_a_file_in_place_of_the_folder(place: Path, run_python: Run) -> None:
    (place / "var").write_text("")
    line = one_line(run_python(*UP, "--no-serve", "--var", str(place / "var")))
    assert "site.not-writable" in line


def test_the_c_locale_still_speaks_chinese(place: Path, run_python: Run) -> None:
    (place / "var").write_text("")
    result = run_python(*UP, "--no-serve", "--json", "--var", str(place / "var"), LANG="C", LC_ALL="C")
    assert "没有写入权限" in one_line(result)
    assert json.loads(result.stdout)["error"]["code"] == "site.not-writable"


def test_another_scale_than_the_city_was_made_with(place: Path) -> None:
    from skillcity.kernel.errors import InputError
    from skillcity.site.supervise.up import _scale

    assert _scale(place, 0.5) == 0.5
    assert _scale(place, None) == 0.5
    with pytest.raises(InputError) as caught:
        _scale(place, 0.1)
    assert caught.value.code == "site.other-scale"


def can_mount() -> bool:
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(not can_mount(), reason="this machine does not let us mount")


def mounting(script: str, place: Path) -> tuple[str, ...]:
    """A prefix that runs a command with mounts of its own."""
    return ("unshare", "--mount", "/bin/sh", "-c", f'{script}; exec "$@"', "sh")


@needs_mounts
def test_a_read_only_folder(place: Path, run_python: Run) -> None:
    prefix = mounting(f"mount --bind {place} {place} && mount -o remount,ro,bind {place}", place)
    line = one_line(run_python(*UP, "--no-serve", "--var", str(place / "var"), prefix=prefix))
    assert "site.not-writable" in line


@needs_mounts
@pytest.mark.parametrize("size", ["4k", "1m", "12m", "60m"])
def test_a_full_disk(place: Path, run_python: Run, size: str) -> None:
    """At the first file, while the database is made, and while its tables are."""
    prefix = mounting(f"mount -t tmpfs -o size={size},mode=755 none {place}", place)
    result = run_python(*UP, "--no-serve", "--json", "--var", str(place / "var"), prefix=prefix)
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert "disk is full" in result.stderr.strip().splitlines()[-1]
    assert json.loads(result.stdout)["error"]["code"] == "site.disk-full"
