"""A changed certificate is never genuine, and a damaged file is read or refused: quickly and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("target", "seconds"),
    [
        ("certificates", 3),
        ("sheets", 3),
        pytest.param("certificates", 60, marks=pytest.mark.long),
        pytest.param("sheets", 60, marks=pytest.mark.long),
    ],
)
def test_no_changed_certificate_is_genuine(target: str, seconds: int) -> None:
    """A case is a number: `text_of_seed` or `file_of_seed` with the number that the failure prints makes it again."""
    start = os.getpid() if seconds >= 60 else 1
    result = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.credentials", target, str(seconds), str(start)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"},
        timeout=seconds + 60,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    found = json.loads(result.stdout)
    assert found["cases"] > found["refused"] > 0
    assert found["peak_mb"] < 500
