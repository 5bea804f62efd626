"""Readers of files and rules meet anything: an answer or a refusal in words, within a second, in little memory."""

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
        ("tables", 4),
        ("rules", 3),
        pytest.param("tables", 60, marks=pytest.mark.long),
        pytest.param("rules", 60, marks=pytest.mark.long),
    ],
)
def test_anything_is_read_or_refused(target: str, seconds: int) -> None:
    """Each round of the long run has other seeds than the last; a failure prints its input."""
    start = os.getpid() if seconds >= 60 else 1
    result = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.hammer", target, str(seconds), str(start)],
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
