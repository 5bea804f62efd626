"""What the codes of acts mean, for people; a code that is not here is shown as it is. No Django imports."""

from __future__ import annotations

from skillcity.kernel.text import Text

ACTS = {
    "sign-in": Text("登录", "Signed in"),
    "sign-in-failed": Text("登录失败", "Failed to sign in"),
    "sign-out": Text("退出", "Signed out"),
    "password_changed": Text("本人修改密码", "Changed own password"),
    "totp_activated": Text("启用动态验证码", "Turned the authenticator on"),
    "totp_deactivated": Text("停用动态验证码", "Turned the authenticator off"),
    "recovery_codes_generated": Text("生成恢复码", "Made recovery codes"),
    "account-created": Text("建立账号", "Made an account"),
    "account-password-set": Text("设置密码", "Set a password"),
    "account-switched-on": Text("启用账号", "Switched an account on"),
    "account-switched-off": Text("停用账号", "Switched an account off"),
    "account-role-changed": Text("更改角色", "Changed a role"),
    "account-second-factor-reset": Text("重置动态验证码", "Reset an authenticator"),
    "account-unlocked": Text("解除锁定", "Unlocked an account"),
    "job-started": Text("发起任务", "Started a job"),
    "job-cancelled": Text("取消任务", "Cancelled a job"),
    "job-retried": Text("重试任务", "Retried a job"),
    "import-checked": Text("核对导入", "Checked an import"),
    "import-taken": Text("完成导入", "Took an import"),
    "import-refused": Text("导入被退回", "An import was refused"),
    "import-failed": Text("导入失败", "An import failed"),
    "import-cancelled": Text("取消导入", "Cancelled an import"),
    "facts.record": Text("记录事实", "Recorded a fact"),
    "facts.correct": Text("更正事实", "Corrected a fact"),
    "facts.retract": Text("撤回事实", "Retracted a fact"),
    "registry.register-person": Text("登记人员", "Registered a person"),
    "registry.change-person": Text("修改人员资料", "Changed a person's entry"),
    "registry.link-account": Text("关联账号与人员", "Linked an account to a person"),
    "registry.register-organisation": Text("登记机构", "Registered an organisation"),
    "registry.appoint-delegate": Text("指定机构经办账号", "Let an account act for an organisation"),
    "registry.give-consent": Text("给出授权", "Gave a consent"),
    "registry.withdraw-consent": Text("撤回授权", "Withdrew a consent"),
    "list": Text("在列表中看到", "Saw in a list"),
    "summary": Text("查看档案摘要", "Looked at a summary"),
    "fact": Text("查看一项事实", "Looked at one fact"),
    "facts": Text("查看事实", "Looked at facts"),
    "class": Text("查看人才类别", "Looked at a talent class"),
    "id-number": Text("查看证件号码", "Looked at an ID number"),
}

OBJECTS = {
    "account": Text("账号", "account"),
    "consent": Text("授权", "consent"),
    "fact": Text("事实", "fact"),
    "import": Text("导入", "import"),
    "job": Text("任务", "job"),
    "organisation": Text("机构", "organisation"),
}


def object_label(kind: str, key: str) -> Text:
    """The thing that was acted on, as 导入 3 or import 3."""
    label = OBJECTS.get(kind) or Text(kind, kind)
    return Text(f"{label.zh} {key}", f"{label.en} {key}")


def act_label(act: str) -> Text:
    """The act's name for people, or its code."""
    return ACTS.get(act) or Text(act, act)
