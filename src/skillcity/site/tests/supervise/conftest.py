"""Places and helpers for the tests of the supervisor: real servers, real processes, real signals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skillcity.site.supervise.places import ROOT_STATE
from skillcity.site.supervise.postgres import EmbeddedPostgres

SOURCE = Path(__file__).resolve().parents[4]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that an unprivileged user can reach (pytest's own folders are closed), removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="skillcity-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def closed_place() -> Iterator[Path]:
    """A folder that only its owner can reach."""
    folder = Path(tempfile.mkdtemp(prefix="skillcity-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    for mark in ROOT_STATE.glob("*/belongs-to"):
        if folder in Path(mark.read_text().strip()).parents:
            shutil.rmtree(mark.parent)


@pytest.fixture
def server(place: Path) -> Iterator[EmbeddedPostgres]:
    """A running server of this test's own."""
    with EmbeddedPostgres(place / "pg", durable=False) as running:
        yield running


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python code or `-m skillcity` in a process of its own, with a bare environment."""

    def run(*arguments: str, prefix: tuple[str, ...] = (), **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*prefix, sys.executable, *arguments],
            env=bare_environment(**env),
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def bare_environment(**more: str) -> dict[str, str]:
    """Only what a process needs."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": str(SOURCE), **more}


def wait_for(condition: Callable[[], bool], *, seconds: float = 15.0) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
