"""The states of a job. No Django here."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class Status(StrEnum):
    """queued -> running -> done, failed or cancelled; the last two may be queued again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Text:
        """The name for people."""
        return LABELS[self]


LABELS = {
    Status.QUEUED: Text("排队中", "Queued"),
    Status.RUNNING: Text("运行中", "Running"),
    Status.DONE: Text("已完成", "Done"),
    Status.FAILED: Text("已失败", "Failed"),
    Status.CANCELLED: Text("已取消", "Cancelled"),
}
OPEN = frozenset({Status.QUEUED, Status.RUNNING})
AGAIN = frozenset({Status.FAILED, Status.CANCELLED})
