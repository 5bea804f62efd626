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
NO_SOURCE = InputError(
    "facts.source",
    Text("请写明依据。", "Say what it rests on."),
    where="source",
    todo=Text("例如文件名称。", "For example a document."),
)
RETRACTED = Conflict(
    "facts.retracted",
    Text("这条事实已被撤回。", "This fact was retracted already."),
    todo=Text("如需恢复，请更正为正确的内容。", "To bring it back, correct it to what is right."),
)
