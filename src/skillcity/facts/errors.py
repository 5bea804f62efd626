"""What the ledger refuses."""

from __future__ import annotations

from skillcity.kernel.errors import Conflict, InputError
from skillcity.kernel.text import Text

DATES = InputError("facts.dates", Text("结束早于开始。", "It ends before it begins."))
NO_END = InputError("facts.no-end", Text("这种事实没有结束日期。", "This kind of fact has no end."))
SUPERSEDED = Conflict(
    "facts.superseded",
    Text("这条事实已被更正。", "This fact was corrected already."),
    todo=Text("请在最新的一条上更正。", "Correct the newest one."),
)
