"""The states that a tag can show: tone, sign and word. A new state is one line here."""

from __future__ import annotations

from dataclasses import dataclass

from skillcity.kernel.text import Text


@dataclass(frozen=True, slots=True)
class State:
    """How a state looks (`tone`: good, busy, warn, bad, plain) and what it is called."""

    tone: str
    icon: str
    label: Text


STATES = {
    "in-force": State("good", "check", Text("现行有效", "In force")),
    "illustrative": State("warn", "flag", Text("示例参数", "Illustrative")),
    "synthetic": State("busy", "flag", Text("合成数据", "Synthetic")),
    "superseded": State("plain", "history", Text("已被更正", "Superseded")),
    "expired": State("plain", "history", Text("已过期", "Expired")),
    "ended": State("plain", "history", Text("已结束", "Ended")),
    "verified": State("good", "check", Text("已核验", "Verified")),
    "met": State("good", "check", Text("已满足", "Met")),
    "missing": State("bad", "cross", Text("未满足", "Missing")),
    "unknown": State("warn", "question", Text("暂不清楚", "Unknown")),
    "todo": State("plain", "ring", Text("未开始", "Not started")),
    "doing": State("busy", "clock", Text("进行中", "In progress")),
    "waiting": State("plain", "clock", Text("等待他人", "Waiting")),
    "blocked": State("plain", "lock", Text("暂不能开始", "Cannot start yet")),
    "done": State("good", "check", Text("已完成", "Done")),
    "queued": State("plain", "clock", Text("排队中", "Queued")),
    "running": State("busy", "clock", Text("运行中", "Running")),
    "succeeded": State("good", "check", Text("已成功", "Succeeded")),
    "failed": State("bad", "cross", Text("已失败", "Failed")),
    "cancelled": State("plain", "cross", Text("已取消", "Cancelled")),
    "new": State("busy", "ring", Text("新", "New")),
    "due": State("warn", "clock", Text("即将到期", "Due soon")),
    "overdue": State("bad", "warning", Text("已超期", "Overdue")),
    "accepted": State("good", "check", Text("可导入", "Can be taken")),
    "refused": State("bad", "cross", Text("不可导入", "Refused")),
    "warning": State("warn", "warning", Text("请核对", "Please check")),
    "unchanged": State("plain", "check", Text("已有相同记录", "Already present")),
    "active": State("good", "check", Text("在用", "Active")),
    "locked": State("bad", "lock", Text("已锁定", "Locked")),
}


def state(kind: str) -> State:
    """The state of that name; an unknown one is shown plainly under its own name rather than failing a page."""
    return STATES.get(kind) or State("plain", "ring", Text(kind, kind))
