"""The states and kinds of the studio, with their words."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        """The word for people."""
        return DRAFT_LABELS[self]


class Matter(StrEnum):
    """What is proposed."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> Text:
        """The word for people."""
        return Text("发布", "Publication") if self is Matter.PUBLISH else Text("撤回", "Withdrawal")


class ProposalState(StrEnum):
    """What became of a proposal; `taken-back` by the one who made it."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_BACK = "taken-back"

    @property
    def label(self) -> Text:
        """The word for people."""
        return PROPOSAL_LABELS[self]


class Shift(StrEnum):
    """How a person moves: into a class, out of all, to a better or lower one, or to another clause of the same class.

    `money`: only the amounts differ. `other`: of rights that do not stand above each other, some came and some went.
    """

    GAIN = "gain"
    LOSS = "loss"
    UP = "up"
    DOWN = "down"
    OTHER = "other"
    CLAUSE = "clause"
    MONEY = "money"

    @property
    def label(self) -> Text:
        """The word for people."""
        return SHIFT_LABELS[self]


DRAFT_LABELS = {
    DraftState.OPEN: Text("起草中", "Being written"),
    DraftState.PROPOSED: Text("等待审批", "Waiting for approval"),
    DraftState.PUBLISHED: Text("已发布", "Published"),
    DraftState.DROPPED: Text("已放弃", "Given up"),
}
DRAFT_TAGS = {
    DraftState.OPEN: "doing",
    DraftState.PROPOSED: "waiting",
    DraftState.PUBLISHED: "done",
    DraftState.DROPPED: "cancelled",
}
PROPOSAL_LABELS = {
    ProposalState.WAITING: Text("等待审批", "Waiting"),
    ProposalState.APPROVED: Text("已同意", "Approved"),
    ProposalState.RETURNED: Text("已退回", "Sent back"),
    ProposalState.TAKEN_BACK: Text("已收回", "Taken back"),
}
PROPOSAL_TAGS = {
    ProposalState.WAITING: "waiting",
    ProposalState.APPROVED: "done",
    ProposalState.RETURNED: "warning",
    ProposalState.TAKEN_BACK: "cancelled",
}
SHIFT_LABELS = {
    Shift.GAIN: Text("新增", "Gain"),
    Shift.LOSS: Text("失去", "Loss"),
    Shift.UP: Text("升类", "Move up"),
    Shift.DOWN: Text("降类", "Move down"),
    Shift.OTHER: Text("有增有减", "Some of each"),
    Shift.CLAUSE: Text("同类换条款", "Same class, other clause"),
    Shift.MONEY: Text("只有金额变化", "Amount only"),
}
