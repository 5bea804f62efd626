"""Who may do what in the studio. A verdict is a value; its refusal says why."""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role

READERS = frozenset({Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
WRITERS = frozenset({Role.CITY_OFFICER})


class Verdict(Enum):
    """Why somebody may, or may not."""

    ALLOWED = "allowed"
    NOT_A_READER = "not-a-reader"
    NOT_A_WRITER = "not-a-writer"
    OWN_PROPOSAL = "own-proposal"
    OWN_WORDS = "own-words"
    NOT_THE_PROPOSER = "not-the-proposer"

    def require(self) -> None:
        """Raise Refused unless the verdict is ALLOWED."""
        if self is not Verdict.ALLOWED:
            reason, todo = REASONS[self]
            raise Refused(f"studio.{self.value}", reason, todo=todo)


ANOTHER = Text("请由另一位市级经办人员审批。", "Another city officer decides.")
REASONS = {
    Verdict.NOT_A_READER: (
        Text("只有经办人员和审计人员可以查看草稿。", "Only officers and auditors see drafts."),
        Text("已发布的目录人人可看。", "Published catalogues are open to everyone."),
    ),
    Verdict.NOT_A_WRITER: (
        Text("只有市级经办人员可以起草和审批。", "Only city officers write and approve drafts."),
        Text("请联系市级经办人员。", "Ask a city officer."),
    ),
    Verdict.OWN_PROPOSAL: (Text("不能审批自己提请的事项。", "Nobody decides on their own proposal."), ANOTHER),
    Verdict.OWN_WORDS: (
        Text("提请的这一稿是您最后修改的，不能由您审批。", "You wrote the last words of this proposal."),
        ANOTHER,
    ),
    Verdict.NOT_THE_PROPOSER: (
        Text("只有提请人可以收回。", "Only the one who proposed can take it back."),
        Text("您可以退回并写明理由。", "You can send it back with a reason."),
    ),
}


def may_read(actor: Actor) -> Verdict:
    """Whether the actor may see drafts, simulations and proposals."""
    return Verdict.ALLOWED if actor.role in READERS else Verdict.NOT_A_READER


def may_write(actor: Actor) -> Verdict:
    """Whether the actor may write drafts, simulate, propose and decide."""
    return Verdict.ALLOWED if actor.role in WRITERS and actor.account_id else Verdict.NOT_A_WRITER


def may_decide(actor: Actor, *, proposer_id: int, writer_id: int | None) -> Verdict:
    """Whether the actor may decide: neither who proposed, nor who wrote the proposed words last."""
    verdict = may_write(actor)
    if verdict is not Verdict.ALLOWED:
        return verdict
    if actor.account_id == proposer_id:
        return Verdict.OWN_PROPOSAL
    return Verdict.OWN_WORDS if actor.account_id == writer_id else Verdict.ALLOWED


def may_take_back(actor: Actor, *, proposer_id: int) -> Verdict:
    """Whether the actor may take a proposal back: the one who made it."""
    verdict = may_write(actor)
    if verdict is Verdict.ALLOWED and actor.account_id != proposer_id:
        return Verdict.NOT_THE_PROPOSER
    return verdict


def writer(actor: Actor) -> int:
    """The account of an actor who may write. Raises Refused."""
    may_write(actor).require()
    return actor.account_id or 0
