"""The states of an import. No Django here."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class Status(StrEnum):
    """uploaded -> checked -> running -> taken or refused; failed when something broke, cancelled by its owner."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    RUNNING = "running"
    TAKEN = "taken"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Text:
        """The name for people."""
        return LABELS[self]


LABELS = {
    Status.UPLOADED: Text("已上传", "Uploaded"),
    Status.CHECKED: Text("已检查", "Checked"),
    Status.RUNNING: Text("处理中", "In progress"),
    Status.TAKEN: Text("已导入", "Taken"),
    Status.REFUSED: Text("未导入", "Refused"),
    Status.FAILED: Text("出错", "Failed"),
    Status.CANCELLED: Text("已取消", "Cancelled"),
}
TONES = {
    Status.UPLOADED: "todo",
    Status.CHECKED: "waiting",
    Status.RUNNING: "running",
    Status.TAKEN: "done",
    Status.REFUSED: "refused",
    Status.FAILED: "failed",
    Status.CANCELLED: "cancelled",
}
"""The state of the design system that shows each of them."""

WAITING = frozenset({Status.UPLOADED, Status.CHECKED})
OVER = frozenset({Status.TAKEN, Status.REFUSED, Status.FAILED, Status.CANCELLED})
