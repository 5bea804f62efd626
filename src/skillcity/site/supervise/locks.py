"""Locks between processes, kept by the kernel: they end with their holder, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from skillcity.site.supervise.errors import of_os_error

POLL_SECONDS = 0.05


class FileLock:
    """An advisory lock on one file; not inherited by the programs that its holder starts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, *, shared: bool = False, wait_seconds: float | None = 0.0) -> bool:
        """Take the lock, or return False after `wait_seconds` (None: wait for ever)."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._handle is None:
                self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise of_os_error(error, self.path) from error
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        if wait_seconds is None:
            fcntl.flock(self._handle, kind)
            return True
        end = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(POLL_SECONDS)

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
