"""What every engine's script shares: run the policy a few times, measure, and write the outcomes down.

A script gives `load(folder, policy)`, which makes everything ready (data in the engine's natural form, the policy
compiled), perhaps `fresh(loaded)`, which is not measured either and makes it as if nothing had been asked before, and
`evaluate(loaded)`, which returns one array for each column of the outcome, in the order of the persons:

    winner      place of the clause that gives the class among the policy's clauses, -1: none
    held, unknown                   a bit for each clause, the first in the lowest
    amount.ID, open.ID              of each benefit: fen surely due, and whether more may be due

CPU seconds are those of all threads and of children that have ended. The best of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np


def run(
    load: Callable[..., Any],
    evaluate: Callable[[Any], Mapping[str, Any]],
    *,
    fresh: Callable[[Any], Any] = lambda loaded: loaded,
    finish: Callable[[Any, Mapping[str, Any]], Mapping[str, Any]] = lambda loaded, outcome: outcome,
    side: str = "peers",
    one_by_one: bool = False,
) -> None:
    """The main function of a script: prints one JSON line, writes the outcomes to --out.

    `finish` brings the outcome into the common form afterwards; an engine that is asked about each person by itself is
    `one_by_one`, and its `load` is told how many of the first persons to take (None: all).
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--people", type=int, help="the first so many only, where an engine is asked for each by itself"
    )
    asked = parser.parse_args()
    policy = json.loads((asked.folder / "peers" / "policy.json").read_text("utf-8"))
    start = _cpu()
    loaded = load(asked.folder / side, policy, *([asked.people] if one_by_one else []))
    load_seconds = _cpu() - start
    rounds = []
    outcome: Mapping[str, Any] | None = None
    for _ in range(asked.rounds):
        ready = fresh(loaded)
        _forget_peak()
        before, start, begun = _kilobytes("VmRSS"), _cpu(), time.monotonic()
        outcome = evaluate(ready)
        cpu, wall = _cpu() - start, time.monotonic() - begun
        rounds.append({"cpu_seconds": cpu, "wall_seconds": wall, "peak_mb": (_kilobytes("VmHWM") - before) / 1024})
    assert outcome is not None
    np.savez(asked.out, **{name: np.asarray(column) for name, column in finish(loaded, outcome).items()})
    best = min(rounds, key=lambda each: each["cpu_seconds"])
    peaks = {"peak_mb": max(each["peak_mb"] for each in rounds), "process_mb": _kilobytes("VmHWM") / 1024}
    print(json.dumps({"load_cpu_seconds": load_seconds, **best, **peaks}))
    sys.stdout.flush()


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _forget_peak() -> None:
    """Let the kernel count the greatest memory anew (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
