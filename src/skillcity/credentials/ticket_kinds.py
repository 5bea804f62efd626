"""What can be wrong with a certificate, and how far its mending is. No Django imports."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class Wrong(StrEnum):
    """What does not agree with the truth."""

    NAME = "name"
    NUMBER = "number"
    CONTENT = "content"

    @property
    def label(self) -> Text:
        """In words."""
        return WRONGS[self]


WRONGS = {
    Wrong.NAME: Text("姓名不符", "The name is wrong"),
    Wrong.NUMBER: Text("号码不符", "The number is wrong"),
    Wrong.CONTENT: Text("职业、等级或日期不符", "The occupation, level or day is wrong"),
}


class TicketStatus(StrEnum):
    """Whether somebody still has to do something."""

    OPEN = "open"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TicketAct(StrEnum):
    """A step on the way."""

    OPENED = "opened"
    SAID = "said"
    PROPOSED = "proposed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """In words."""
        return ACTS[self]


ACTS = {
    TicketAct.OPENED: Text("提出更正", "Asked for a correction"),
    TicketAct.SAID: Text("补充说明和证据", "Gave words and evidence"),
    TicketAct.PROPOSED: Text("核实属实，申请更换证书", "Found it true, and asked for a replacement"),
    TicketAct.REFUSED: Text("不予更正", "Refused"),
    TicketAct.WITHDRAWN: Text("撤回申请", "Taken back"),
}
