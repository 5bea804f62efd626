"""The measurements of `./skillcity policy bench`, each in a process of its own, whose peak of memory is its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from skillcity.kernel.errors import SkillcityError
from skillcity.kernel.text import Text
from skillcity.policy.engine import evaluate
from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.differing import Comparison, compare_files
from skillcity.policy.files.evaluating import Question, evaluate_files, source_of
from skillcity.policy.files.interpreted import people
from skillcity.policy.files.pieces import parts, pieces

DAY = date(2025, 9, 1)
SOME = 1_000
"""Persons who are explained one by one."""


def measured(what: str, folder: Path) -> dict[str, Any]:
    """Run one of `MEASUREMENTS` on the files of a folder in a fresh process."""
    command = [sys.executable, "-m", "skillcity.policy.files.measuring", what, str(folder)]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    if result.returncode:
        lines = result.stderr.strip().splitlines() or [what]
        raise SkillcityError(
            "policy.bench", Text(f"测量失败：{lines[-1]}。", f"It could not be measured: {lines[-1]}.")
        )
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def evaluation(folder: Path) -> dict[str, Any]:
    """Parquet to Parquet: CPU seconds of the engine and of all, and memory in MB: the peak, and its rise meanwhile."""
    question = Question(folder / "2025.yaml", DAY)
    load_catalogue(question.catalogue)
    before, wall = memory_mb("VmRSS"), time.perf_counter()
    found = evaluate_files(question, folder / "persons.parquet", folder / "facts.parquet", folder / "out.parquet")
    peak = memory_mb("VmHWM")
    return {
        "persons": found.persons,
        "cpu_seconds": {"kernel": round(found.kernel_seconds, 3), "end_to_end": round(found.cpu_seconds, 3)},
        "wall_seconds": round(time.perf_counter() - wall, 3),
        "peak_mb": round(peak),
        "peak_over_input_mb": round(peak - before),
    }


def difference(folder: Path) -> dict[str, Any]:
    """Two editions compared over the same files."""
    comparison = Comparison(folder / "2025.yaml", folder / "2026.yaml", DAY, DAY)
    for path in (comparison.old, comparison.new):
        load_catalogue(path)
    _, spent = compare_files(comparison, folder / "persons.parquet", folder / "facts.parquet", None)
    return {"diff_cpu_seconds": round(spent, 3)}


def explanation(folder: Path) -> dict[str, Any]:
    """One person explained by the interpreter: the mean of a thousand."""
    question = Question(folder / "2025.yaml", DAY)
    catalogue = load_catalogue(question.catalogue)
    source = source_of(folder / "persons.parquet", folder / "facts.parquet", question.plan.questions, known_at=None)
    chunk = next(pieces(source, parts(source)[0]))
    somebody = list(islice(people(chunk, catalogue.schema), SOME))
    evaluate(catalogue, somebody[0], DAY)
    began = time.process_time()
    for person in somebody:
        evaluate(catalogue, person, DAY)
    return {"one_person_ms": round((time.process_time() - began) / len(somebody) * 1000, 3)}


def memory_mb(name: str) -> float:
    """VmRSS (now) or VmHWM (the most so far) of this process in MB; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


MEASUREMENTS = {"evaluation": evaluation, "difference": difference, "explanation": explanation}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201  # the answer to the process above
