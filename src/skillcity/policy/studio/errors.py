"""What can go wrong in the studio, with what to do."""

from __future__ import annotations

from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.text import Text
from skillcity.policy.studio.models import Revision

RELOAD = Text("请刷新页面查看最新状态。", "Reload the page to see its state.")
NO_DRAFT = NotFound("studio.no-draft", Text("没有这份草稿。", "There is no such draft."))
NO_CLAUSE = NotFound("studio.no-clause", Text("草稿中没有这一条。", "The draft has no such clause."), todo=RELOAD)
NO_SET = NotFound("studio.no-set", Text("草稿中没有这份名单。", "The draft has no such set."), todo=RELOAD)
NO_SIMULATION = NotFound("studio.no-simulation", Text("没有这次模拟。", "There is no such simulation."))
NO_PROPOSAL = NotFound("studio.no-proposal", Text("没有这份提请。", "There is no such proposal."))
NO_EDITION = NotFound("studio.no-edition", Text("没有这个已发布的版本。", "There is no such published edition."))
NOT_OPEN = Conflict(
    "studio.not-open",
    Text("草稿不在起草中，不能修改。", "The draft is not being written; it cannot be changed."),
    todo=Text("收回提请，或另起一份草稿。", "Take the proposal back, or start another draft from it."),
)
DECIDED = Conflict("studio.decided", Text("这份提请已经有结果。", "This proposal has been decided."), todo=RELOAD)
WAITING = Conflict("studio.waiting", Text("已有一份提请在等待审批。", "A proposal is waiting already."), todo=RELOAD)
NOT_READY = InputError(
    "studio.not-ready",
    Text("草稿还不能提请发布。", "The draft cannot be proposed yet."),
    todo=Text("请先改正问题，并让用例全部通过。", "Mend its problems first, and make all its cases pass."),
)
LAST_CLAUSE = InputError(
    "studio.last-clause",
    Text("至少要留一条。", "At least one clause must remain."),
    todo=Text("请先新增一条。", "Add another one first."),
)
PAST_DAY = InputError(
    "studio.past-day",
    Text("首日早于今天，须写明追溯的理由。", "The first day is past: say why it reaches back."),
    where="first_day",
)
OTHER_CATALOGUE = InputError(
    "studio.other-catalogue",
    Text("目录名称或地区与草稿不符。", "The catalogue or region is not the draft's."),
    todo=Text("请恢复原来的 catalogue 和 region。", "Restore `catalogue` and `region`."),
)


class Changed(Conflict):
    """Somebody saved the draft meanwhile; `revision` is the newest one."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(
            "studio.changed",
            Text("草稿刚被别人修改过。", "Somebody has changed the draft meanwhile."),
            todo=Text("您填的内容还在，请核对后再保存。", "Your entries are kept: compare, then save again."),
        )
        self.revision = revision


def taken(name: str) -> InputError:
    """The error for an edition's name that is used already."""
    return InputError(
        "studio.name-taken",
        Text(f"版本号“{name}”已经用过。", f'The edition name "{name}" is taken.'),
        where="edition",
        todo=Text("请换一个版本号。", "Choose another name."),
    )


DAYS_CHANGED = Conflict(
    "studio.days-changed",
    Text("版本的有效期有重叠或空档。", "The days of the editions overlap or leave a gap."),
    todo=Text("请退回提请，改用另一个首日。", "Send the proposal back and choose another first day."),
)
TOO_LATE = Conflict(
    "studio.too-late",
    Text("提请的日期已经过去。", "The proposed day is past by now."),
    todo=Text("请退回，由提请人改用新的日期。", "Send it back: the proposer chooses another day."),
)
NOT_USABLE = InputError(
    "studio.not-usable",
    Text("草稿还有问题，不能模拟。", "The draft has problems; it cannot be simulated."),
    todo=Text("请先改正问题。", "Mend them first."),
)
