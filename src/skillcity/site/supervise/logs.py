"""Log files that children append to, kept from growing without end."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LARGEST_BYTES = 10 * 1024 * 1024
KEPT = 3
COMPLAINTS = ("FATAL", "PANIC", "ERROR", "error:", "could not", "No space left")


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log and its older generations `.1` to `.3`."""

    path: Path

    def open(self) -> IO[bytes]:
        """Open to append; many processes may write whole lines at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return os.fdopen(handle, "ab", buffering=0)

    def rotate(self) -> None:
        """Move a large log aside by copy and truncation: whoever holds it open goes on without knowing."""
        if not self.path.exists() or self.path.stat().st_size < LARGEST_BYTES:
            return
        for number in range(KEPT - 1, 0, -1):
            older = self._generation(number)
            if older.exists():
                older.replace(self._generation(number + 1))
        shutil.copyfile(self.path, self._generation(1))
        self._generation(1).chmod(0o600)
        os.truncate(self.path, 0)

    def last_complaint(self) -> str:
        """The last line that says what went wrong, else the last line, else an empty string."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - 8192))
                lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
        except OSError:
            return ""
        wrong = [line for line in lines if any(word in line for word in COMPLAINTS)]
        full = [line for line in wrong if "No space left" in line]
        return (full or wrong or lines or [""])[-1].rstrip(".")

    def _generation(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
