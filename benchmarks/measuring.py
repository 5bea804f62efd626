"""What the benchmarks share: a city of their own, a child whose whole CPU time is counted, one JSON line at the end.

Every benchmark uses the embedded server in a temporary folder and removes it afterwards; `DATABASE_URL` is not used.
CPU seconds are those of the child and of all its descendants that it waited for, the database server included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "src"))  # a benchmark may use the project's own values
ROOT_STATE = Path("/var/lib/skillcity")  # where the supervisor puts the data when root closes a folder to others


@dataclass(frozen=True)
class Run:
    """A command that has ended: seconds by the clock and of CPU, the most memory of one process, and its answer."""

    code: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    stdout: str
    stderr: str

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON object on the last line of its standard output. Raises SystemExit when the command failed."""
        if self.code:
            raise SystemExit(f"the command ended with {self.code}:\n{self.stdout[-2000:]}\n{self.stderr[-4000:]}")
        found = json.loads(self.stdout.strip().splitlines()[-1])
        assert isinstance(found, dict)
        return found

    def figures(self) -> dict[str, float]:
        """The seconds, rounded."""
        return {"wall_s": round(self.wall_s, 2), "cpu_s": round(self.cpu_s, 2)}


def environment(var: Path) -> dict[str, str]:
    """The variables of a child: this project's sources, this folder, the embedded server."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SKILLCITY_WEB"}}
    return kept | {"SKILLCITY_VAR": str(var), "PYTHONPATH": str(PROJECT / "src"), "PYTHONUTF8": "1"}


def run(arguments: Sequence[str | Path], var: Path) -> Run:
    """Run `python -m skillcity ARGUMENTS` to its end."""
    command = [sys.executable, "-m", "skillcity", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=PROJECT, env=environment(var))
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return Run(child.returncode, wall, cpu, usage.ru_maxrss / 1024, out.read(), err.read())


@contextmanager
def temporary_var() -> Iterator[Path]:
    """A folder for one city, open to the unprivileged user that runs the database; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="skillcity-benchmark-"))
    folder.chmod(0o755)
    try:
        yield folder / "var"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for note in ROOT_STATE.glob("*/belongs-to") if os.geteuid() == 0 else ():
            if note.read_text(encoding="utf-8").startswith(str(folder)):
                shutil.rmtree(note.parent, ignore_errors=True)


def note(words: str) -> None:
    """Say on standard error what happens now."""
    print(words, file=sys.stderr, flush=True)


def say(result: dict[str, Any]) -> None:
    """Print the one JSON line; the exit code says whether the target was met."""
    print(json.dumps(result | {"load": round(os.getloadavg()[0], 1), "cores": os.cpu_count()}, ensure_ascii=False))
    sys.exit(0 if result["met"] else 1)


def parser(about: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark has. `--json` changes nothing: the answer is always one JSON line."""
    made = argparse.ArgumentParser(description=(about or "").strip().split("\n")[0])
    made.add_argument("--json", action="store_true", help="print one JSON line (always done)")
    return made
