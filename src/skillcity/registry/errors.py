"""What the registry refuses."""

from __future__ import annotations

from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.text import Text

ASK_WINDOW = Text("请核对；确有其人时联系市级经办人员。", "Check it; if it is the same person, ask a city officer.")
NUMBER_TAKEN = Conflict(
    "registry.number-taken", Text("这个证件号码已登记。", "This ID number is registered already."), todo=ASK_WINDOW
)
CHANGED = Conflict(
    "registry.changed",
    Text("这份档案在您打开之后被改过。", "The record was changed after you had opened it."),
    todo=Text("请重新打开，核对后再改。", "Open it again, compare, then change it."),
)
CODE_TAKEN = Conflict(
    "registry.code-taken",
    Text("这个统一社会信用代码已登记。", "This credit code is registered already."),
    todo=Text("请在机构列表中查找。", "Look for it in the list of organisations."),
)
ACCOUNT_TAKEN = Conflict(
    "registry.account-taken",
    Text("这个账号已关联别的档案或机构。", "This account is linked to another record already."),
)
ACCOUNT_ROLE = InputError(
    "registry.account-role", Text("这个账号的角色不能这样关联。", "An account of this role cannot be linked like this.")
)
PURPOSE_MISSING = InputError(
    "registry.purpose", Text("请写明查看的理由。", "Say why you need to see it."), where="purpose"
)
NAME_MISSING = InputError("registry.name", Text("请填写姓名。", "Give the name."), where="name")
NOT_A_RECEIVER = InputError(
    "registry.receiver",
    Text("这类机构不能按这个用途使用数据。", "An organisation of this kind has no use of data for this purpose."),
    where="organisation",
)
CONSENT_ENDS = InputError(
    "registry.consent-ends", Text("到期日应在今天之后。", "It must end after today."), where="ends_on"
)
CONSENT_GIVEN = Conflict("registry.consent-given", Text("这项授权已经给过。", "This consent is given already."))
CONSENT_WITHDRAWN = Conflict("registry.consent-withdrawn", Text("这项授权已经撤回。", "It was withdrawn already."))


NO_PERSON = NotFound(
    "registry.no-person",
    Text("没有这个人，或不在您的查看范围内。", "There is no such person, or you may not see them."),
    todo=Text("请从人员查询重新查找。", "Search for the person again."),
)


def unknown(what: Text, where: object) -> NotFound:
    """Nothing of this name, or nothing that the actor may know of: the two look the same."""
    return NotFound(
        "registry.unknown",
        Text(f"没有找到这{what.zh}，或不在您的范围内。", f"There is no such {what.en}, or it is outside your scope."),
        where=str(where),
    )


ORGANISATION = Text("家机构", "organisation")
ACCOUNT = Text("个账号", "account")
DOCUMENT = Text("份证件", "document")
CONSENT = Text("项授权", "consent")
NO_RECORD = NotFound(
    "registry.no-record",
    Text("您的账号还没有关联个人档案。", "Your account has no record yet."),
    todo=Text("请到所属县(市、区)人力社保窗口办理关联。", "Ask your county's labour office to link it."),
)
