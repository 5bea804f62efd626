"""Wrong policies by both entrances: a refusal in words or a sound catalogue, quickly and in little memory."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MEMORY_MB = 200
COMMAND = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django
django.setup()
import sys
from skillcity.policy.cli import policy
policy(["check", *sys.argv[1:]])
"""


def ran(*arguments: str, seconds: int) -> subprocess.CompletedProcess[str]:
    """A process of its own that ends in time and has not much memory."""
    limit = MEMORY_MB * 1024 * 1024
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"},
        timeout=seconds + 60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )


@pytest.mark.parametrize(
    ("target", "seconds"),
    [
        ("catalogues", 2),
        ("grown", 2),
        pytest.param("catalogues", 60, marks=pytest.mark.long),
        pytest.param("grown", 60, marks=pytest.mark.long),
    ],
)
def test_any_policy_is_sound_or_refused(target: str, seconds: int) -> None:
    """A case is a number: `python -m tests.fuzz.policies` with the number that the failure prints makes it again."""
    start = os.getpid() if seconds >= 60 else 1
    result = ran("-m", "tests.fuzz.policies", target, str(seconds), str(start), seconds=seconds)
    assert result.returncode == 0, result.stderr[-3000:]
    found = json.loads(result.stdout)
    assert found["cases"] > found["refused"] > 0
    assert found["peak_mb"] < MEMORY_MB


def test_the_command_refuses_wrong_files_with_line_and_column(tmp_path: Path) -> None:
    files = {
        "empty": b"",
        "comment": b"# nothing\n",
        "list": b"- a\n",
        "latin": b"a: \xff\n",
        "nul": b"a: \x00\n",
        "turned": "a: \u202e1\n".encode(),
        "alias": b"a: &a [1]\nb: [*a, *a]\n",
        "tag": b"a: !!python/object/apply:os.system [id]\n",
        "deep": b"[" * 1_000,
        "large": b"- a\n" * 500_000,
        "unknown": b"catalog: trial\n",
    }
    for name, content in files.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    os.mkfifo(tmp_path / "pipe.yaml")
    names = [*sorted(files), "pipe"]
    paths = [str(tmp_path / f"{name}.yaml") for name in names] + ["/dev/zero"]
    result = ran("-c", COMMAND, *paths, seconds=10)
    assert result.returncode == 2, result.stderr[-3000:]
    assert "Traceback" not in result.stderr
    for path in paths:
        said = re.search(rf"^{re.escape(path)}:[0-9]+:[0-9]+: \[policy\.[a-z-]+\] .+ / .+$", result.stdout, re.M)
        assert said, path
