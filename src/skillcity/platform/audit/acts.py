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
    "policy.draft-started": Text("新建政策草稿", "Started a policy draft"),
    "policy.draft-changed": Text("修改政策草稿", "Changed a policy draft"),
    "policy.draft-dropped": Text("放弃政策草稿", "Gave a policy draft up"),
    "policy.simulated": Text("模拟政策草稿", "Simulated a policy draft"),
    "policy.proposed": Text("提请发布", "Proposed for publication"),
    "policy.withdrawal-proposed": Text("提请撤回版本", "Proposed to withdraw an edition"),
    "policy.taken-back": Text("收回提请", "Took a proposal back"),
    "policy.sent-back": Text("退回提请", "Sent a proposal back"),
    "policy.published": Text("审批并发布版本", "Approved and published an edition"),
    "policy.withdrawn": Text("审批并撤回版本", "Approved and withdrew an edition"),
    "policy.notice-exported": Text("导出公示名单", "Exported a public notice"),
    "notice": Text("列入公示名单", "Listed in a public notice"),
    "credentials.batch-made": Text("新建发证批次", "Made a batch of certificates"),
    "credentials.candidates-added": Text("加入发证名单", "Added lines to a batch"),
    "credentials.candidate-removed": Text("移出发证名单", "Removed a line of a batch"),
    "credentials.batch-submitted": Text("提交发证批次", "Submitted a batch"),
    "credentials.batch-returned": Text("退回发证批次", "Sent a batch back"),
    "credentials.batch-approved": Text("复核发证批次", "Approved a batch"),
    "credentials.issued": Text("签发证书", "Issued a certificate"),
    "credentials.suspension-set": Text("暂停证书", "Suspended a certificate"),
    "credentials.suspension-lifted": Text("恢复证书", "Gave a certificate back"),
    "credentials.revocation-set": Text("撤销证书", "Revoked a certificate"),
    "credentials.refresh-set": Text("更换证书", "Replaced a certificate"),
    "credentials.revoke-asked": Text("申请撤销证书", "Asked for a revocation"),
    "credentials.revoke-granted": Text("同意撤销证书", "Granted a revocation"),
    "credentials.revoke-declined": Text("未同意撤销证书", "Declined a revocation"),
    "credentials.replace-asked": Text("申请更换证书", "Asked for a replacement"),
    "credentials.replace-granted": Text("同意更换证书", "Granted a replacement"),
    "credentials.replace-declined": Text("未同意更换证书", "Declined a replacement"),
    "credentials.shared": Text("出示护照内容", "Showed a part of the passport"),
    "credentials.share-withdrawn": Text("收回出示", "Took back what was shown"),
    "credentials.exported": Text("导出护照", "Exported the passport"),
    "credentials.ticket-opened": Text("提出证书更正", "Asked for a correction of a certificate"),
    "credentials.ticket-said": Text("补充更正说明", "Added words about a correction"),
    "credentials.ticket-proposed": Text("核实更正申请", "Found a correction true"),
    "credentials.ticket-refused": Text("不予更正证书", "Refused a correction"),
    "credentials.ticket-withdrawn": Text("撤回更正申请", "Took a correction back"),
    "shared": Text("打开出示的链接", "Opened what was shown by link"),
    "shared-file": Text("下载出示的证书", "Downloaded a certificate shown by link"),
    "credentials.key-rotated": Text("更换签发密钥", "Changed the signing key"),
    "credentials.key-compromised": Text("报告密钥泄露", "Declared a signing key stolen"),
    "credentials.station-registered": Text("登记评价站点", "Registered a station"),
    "certificate": Text("查看证书", "Looked at a certificate"),
    "verified": Text("公众核验证书", "Verified a certificate in public"),
    "list": Text("在列表中看到", "Saw in a list"),
    "summary": Text("查看档案摘要", "Looked at a summary"),
    "fact": Text("查看一项事实", "Looked at one fact"),
    "facts": Text("查看事实", "Looked at facts"),
    "class": Text("查看人才类别", "Looked at a talent class"),
    "rights": Text("查看权利", "Looked at the rights"),
    "decision": Text("查看认定", "Looked at decisions"),
    "supposition": Text("试算假设的事实", "Tried supposed facts"),
    "verdict": Text("凭授权查看认定结果", "Was told the verdict, with consent"),
    "verdict-refused": Text("没有授权，查看认定结果被拒绝", "Was refused the verdict: no consent"),
    "policy.decide": Text("推算权利", "Derived rights"),
    "id-number": Text("查看证件号码", "Looked at an ID number"),
}

OBJECTS = {
    "batch": Text("发证批次", "batch"),
    "certificate": Text("证书", "certificate"),
    "signing-key": Text("签发密钥", "signing key"),
    "account": Text("账号", "account"),
    "consent": Text("授权", "consent"),
    "decision": Text("认定", "decision"),
    "draft": Text("政策草稿", "policy draft"),
    "fact": Text("事实", "fact"),
    "import": Text("导入", "import"),
    "job": Text("任务", "job"),
    "organisation": Text("机构", "organisation"),
    "proposal": Text("提请", "proposal"),
    "simulation": Text("政策模拟", "policy simulation"),
}


def object_label(kind: str, key: str) -> Text:
    """The thing that was acted on, as 导入 3 or import 3."""
    label = OBJECTS.get(kind) or Text(kind, kind)
    return Text(f"{label.zh} {key}", f"{label.en} {key}")


def act_label(act: str) -> Text:
    """The act's name for people, or its code."""
    return ACTS.get(act) or Text(act, act)


PURPOSES = {
    "loan": Text("技能贷款", "Skill loan"),
    "insurance": Text("技能保险", "Skill insurance"),
    "placement": Text("就业推荐", "Job placement"),
    "verification": Text("证书核验", "Verification of certificates"),
}


def purpose_label(purpose: str) -> Text:
    """What a look was for: the purpose of a consent by its name, or the words that somebody wrote."""
    return PURPOSES.get(purpose) or Text(purpose, purpose)
