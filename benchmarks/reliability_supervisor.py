"""The supervisor is killed: when is nothing of it left, and does the next `up` work with a misleading pid file?

Prints one JSON line. Run: `.venv/bin/python benchmarks/reliability_supervisor.py [times]`
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from reliability_common import City, city, command_of, descendants, lives, wait_for

LONGEST_SECONDS = 45


def kill(there: City) -> tuple[int, float]:
    """Kill the supervisor; how many processes it had, and the seconds until all were gone."""
    below = {pid: command_of(pid) for pid in descendants(there.pid)}
    os.kill(there.pid, signal.SIGKILL)
    begun = time.monotonic()
    assert there.process is not None
    there.process.wait()
    if not wait_for(lambda: not any(lives(*each) for each in below.items()), seconds=LONGEST_SECONDS):
        raise SystemExit(f"left: {[command for pid, command in below.items() if lives(pid, command)]}")
    return len(below), time.monotonic() - begun


def mislead(there: City) -> None:
    """Leave a pid file that names a living process which is no database."""
    for data in (there.var / "postgres" / "data",):
        (data / "postmaster.pid").write_text(f"{os.getppid()}\n{data}\n0\n5432\n\n\n0 0\nready\n")


def main() -> None:
    """Run and print the figures."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    counts, gone, again = [], [], []
    with city() as there:
        for _ in range(times):
            count, seconds = kill(there)
            counts.append(count)
            gone.append(seconds)
            mislead(there)
            again.append(there.start())
        stopped = there.stop()
        left = [command_of(pid) for pid in descendants(there.pid)] + naming(there.var)
    figures = {
        "kills": times,
        "processes": max(counts),
        "gone_seconds": round(max(gone), 2),
        "next_up_seconds": round(max(again), 2),
        "ctrl_c_seconds": round(stopped, 2),
        "left": len(left),
    }
    print(json.dumps(figures))


def naming(folder: Path) -> list[str]:
    """Commands of processes that name this folder."""
    pids = [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid()
    ]
    return [command for pid in pids if str(folder) in (command := command_of(pid))]


if __name__ == "__main__":
    main()
