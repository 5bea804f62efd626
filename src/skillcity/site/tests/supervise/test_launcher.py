"""The launcher `./skillcity`: from any folder, through a link, with spaces, and one clear line when it cannot go on.

The environment is a stand-in here: what is real is the launcher. A whole installation is the first step of `.ci/run`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[5]
TOOLS = ("bash", "readlink", "dirname", "cat", "cksum", "grep", "rm", "df", "awk", "flock", "sleep", "mkdir", "chmod")
FAKE_PYTHON = """#!/bin/bash
case "$*" in
*"-m venv"*) mkdir -p "$4/bin" "$4/lib/python3.11/site-packages"
    printf '%s' "$FAKE" >"$4/bin/python"; printf '%s' "$FAKE" >"$4/bin/uv"; chmod +x "$4/bin/python" "$4/bin/uv" ;;
*ensurepip*) exit "${NO_VENV:-0}" ;;
*version_info\\[*) echo 3.11 ;;
esac
"""
FAKE = """#!/bin/bash
case "$*" in
"-m skillcity"*) echo "ran $*" ;;
"pip sync"*) echo sync >>"$LOG"; sleep "${SLOW:-0}"; exit "${UV_STATUS:-0}" ;;
*"import pip"*) [ -z "${NO_PIP:-}" ] ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose path has spaces and Chinese letters, with the real launcher and small locks."""
    root = tmp_path / "a b" / "城"
    (root / "locks").mkdir(parents=True)
    shutil.copy(PROJECT / "skillcity", root)
    for name in ("uv", "run", "ray", "dev", "data"):
        (root / "locks" / f"{name}.txt").write_text(f"{name}==1\n")
    return root


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the few programs that the launcher uses, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name) or "/bin/false")
    return folder


def add_python(tools: Path) -> None:
    (tools / "python3").write_text(FAKE_PYTHON)
    (tools / "python3").chmod(0o755)


def launch(command: Path, *arguments: str, tools: Path, cwd: Path | None = None, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [command, *arguments],
        cwd=cwd,
        env={"PATH": str(tools), "HOME": "/", "LANG": "C", "FAKE": FAKE, "LOG": str(tools / "log"), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def syncs(tools: Path) -> int:
    log = tools / "log"
    return log.read_text().count("sync") if log.exists() else 0


def test_it_installs_once_and_passes_the_arguments_on(clone: Path, tools: Path) -> None:
    add_python(tools)
    for _ in range(2):
        status, out, _ = ended(launch(clone / "skillcity", "up", "a b", tools=tools))
        assert (status, out) == (0, "ran -m skillcity up a b\n")
    assert syncs(tools) == 1
    pth = clone / ".venv/lib/python3.11/site-packages/skillcity.pth"
    assert (pth.parent / pth.read_text().strip()).resolve() == clone / "src"


def test_through_a_link_and_from_another_folder(clone: Path, tools: Path, tmp_path: Path) -> None:
    add_python(tools)
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "one").symlink_to(os.path.relpath(clone / "skillcity", tmp_path / "links"))
    (tmp_path / "links" / "two").symlink_to("one")
    status, out, _ = ended(launch(tmp_path / "links" / "two", "x", tools=tools, cwd=Path("/")))
    assert (status, out) == (0, "ran -m skillcity x\n")


def test_a_changed_lock_is_installed(clone: Path, tools: Path) -> None:
    add_python(tools)
    ended(launch(clone / "skillcity", tools=tools))
    (clone / "locks" / "run.txt").write_text("run==2\n")
    ended(launch(clone / "skillcity", tools=tools))
    assert syncs(tools) == 2


def test_the_packages_of_developers_stay_once_installed(clone: Path, tools: Path) -> None:
    add_python(tools)
    ended(launch(clone / "skillcity", tools=tools))
    ended(launch(clone / "skillcity", "test", tools=tools))
    ended(launch(clone / "skillcity", "up", tools=tools))
    assert syncs(tools) == 2
    assert (clone / ".venv" / "skillcity.stamp").read_text().startswith("dev ")


@pytest.mark.parametrize("words", [("--engine", "ray"), ("--engine=ray",)])
def test_ray_is_installed_when_its_engine_is_asked_for_and_stays(
    clone: Path, tools: Path, words: tuple[str, ...]
) -> None:
    add_python(tools)
    ended(launch(clone / "skillcity", "policy", "evaluate", *words, tools=tools))
    ended(launch(clone / "skillcity", "up", tools=tools))
    assert syncs(tools) == 1
    assert (clone / ".venv" / "skillcity.stamp").read_text().startswith("ray ")
    ended(launch(clone / "skillcity", "test", "--engine", "ray", tools=tools))
    assert (clone / ".venv" / "skillcity.stamp").read_text().startswith("dev ")


def test_a_failed_or_killed_installation_is_resumed(clone: Path, tools: Path) -> None:
    add_python(tools)
    status, out, err = ended(launch(clone / "skillcity", tools=tools, UV_STATUS="2"))
    assert (status, out) == (2, "")
    assert "check the network" in err
    slow = launch(clone / "skillcity", tools=tools, SLOW="20")
    while syncs(tools) < 2:
        assert slow.poll() is None
    slow.kill()
    slow.communicate()
    subprocess.run(["pkill", "-KILL", "-f", f"{clone}/.venv/bin/uv"], check=False)
    status, out, _ = ended(launch(clone / "skillcity", tools=tools))
    assert (status, out) == (0, "ran -m skillcity\n")
    assert syncs(tools) == 3


def test_two_at_once_install_once(clone: Path, tools: Path) -> None:
    add_python(tools)
    both = [launch(clone / "skillcity", tools=tools, SLOW="0.5") for _ in range(2)]
    assert [ended(each)[0] for each in both] == [0, 0]
    assert syncs(tools) == 1


def test_without_python_it_names_the_packages(clone: Path, tools: Path) -> None:
    status, out, err = ended(launch(clone / "skillcity", tools=tools))
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "Python 3.11" in err
    assert not (clone / ".venv").exists()


def test_without_venv_it_names_the_debian_package(clone: Path, tools: Path) -> None:
    add_python(tools)
    status, _, err = ended(launch(clone / "skillcity", tools=tools, NO_VENV="1"))
    assert status == 2
    assert err.count("\n") == 1
    assert "apt install python3.11-venv" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(clone: Path, tools: Path) -> None:
    add_python(tools)
    clone.chmod(0o555)
    status, _, err = ended(launch(clone / "skillcity", tools=tools))
    clone.chmod(0o755)
    assert status == 2
    assert err.count("\n") == 1
