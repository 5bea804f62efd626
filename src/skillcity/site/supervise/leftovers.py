"""What an earlier server left behind: processes that still use the data folder, and its `postmaster.pid`.

PostgreSQL refuses to start when `postmaster.pid` names any living process, also a foreign one that was given the same
number. We hold the lock of the folder, so we may look who really works in it (a server's working folder is its data
folder), and remove the file when nobody does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

WAIT_SECONDS = 2.0
POLL_SECONDS = 0.05


def servers_in(data: Path) -> list[int]:
    """Process ids of all PostgreSQL processes (postmaster and its children) whose working folder is `data`."""
    try:
        wanted = data.stat()
    except OSError:
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            place = (entry / "cwd").stat()
            same = (place.st_dev, place.st_ino) == (wanted.st_dev, wanted.st_ino)
            if same and (entry / "comm").read_text().strip() == "postgres" and _alive(entry):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _alive(entry: Path) -> bool:
    state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
    return state not in ("Z", "X")


def clear(data: Path, *, wait_seconds: float = WAIT_SECONDS) -> None:
    """End what still runs in the data folder and remove a stale or damaged `postmaster.pid`.

    Call only with the lock of the folder held: then whatever runs there has lost its supervisor.
    """
    for sign in (None, signal.SIGQUIT, signal.SIGKILL):
        for pid in servers_in(data):
            if sign is not None:
                _signal(pid, sign)
        if _gone(data, wait_seconds):
            break
    (data / "postmaster.pid").unlink(missing_ok=True)


def _gone(data: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while servers_in(data):
        if time.monotonic() > end:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _signal(pid: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, sign)
