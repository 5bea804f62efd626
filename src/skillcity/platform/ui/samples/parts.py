"""Made-up content of the single components."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import tr

TODAY = dt.date(2025, 7, 14)
SOURCE = Text("系统内记录", "records in this system")


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=tr("姓名", "Name"), help_text=tr("与身份证一致。", "As on the identity card."))
    level = forms.ChoiceField(
        label=tr("技能等级", "Skill level"),
        choices=[
            ("", tr("请选择", "Choose one")),
            ("technician", tr("技师", "Technician")),
            ("senior", tr("高级工", "Senior")),
        ],
    )
    way = forms.ChoiceField(
        label=tr("通知方式", "How to tell you"),
        widget=forms.RadioSelect,
        choices=[("sms", tr("短信", "Text message")), ("letter", tr("信件", "Letter"))],
        help_text=tr("只用于本次办理。", "For this matter only."),
    )
    remark = forms.CharField(label=tr("备注", "Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label=tr("我确认以上内容属实", "I confirm that this is true"))


def stats() -> list[dict[str, Any]]:
    """Four figures of a city."""
    rows = [
        (Text("工作站位", "Workstations"), 8741, Text("个", "places"), None),
        (Text("技工院校", "Technical colleges"), 7, Text("所", "colleges"), None),
        (
            Text("2024年发证", "Certificates in 2024"),
            57400,
            Text("人次", "awards"),
            Text("技能等级证书", "skill-level certificates"),
        ),
        (
            Text("E类人才", "Talents of class E"),
            1286,
            Text("人", "people"),
            Text("比上一版目录多 214 人", "214 more than before"),
        ),
    ]
    return [
        {"label": label, "value": value, "unit": unit, "note": note, "as_of": TODAY, "source": SOURCE, "url": "#figure"}
        for label, value, unit, note in rows
    ]


def queue() -> dict[str, Any]:
    """An officer's queue with ages."""
    return {
        "title": Text("等您处理", "Waiting for you"),
        "entries": [
            {
                "label": Text("核对 12 条重复人员", "Check 12 duplicate people"),
                "note": Text("人员导入 3 号", "people import no. 3"),
                "url": "#q1",
                "age_days": 9,
                "state": "overdue",
            },
            {
                "label": Text("确认证书导入", "Confirm a certificate import"),
                "note": Text("2,150 行，可导入 2,128 行", "2,150 rows, 2,128 can be taken"),
                "url": "#q2",
                "age_days": 3,
                "state": "due",
            },
            {
                "label": Text("复核一项工作室事实", "Review a studio fact"),
                "note": Text("材料已补", "document added"),
                "url": "#q3",
                "age_days": 0,
                "state": "new",
            },
        ],
        "more_url": "#all",
        "more": Text("看全部 3 件", "See all 3"),
    }


def bars() -> list[dict[str, Any]]:
    """Counts by county, invented."""
    names = [
        ("鹿城区", "Lucheng", 1830),
        ("瓯海区", "Ouhai", 1422),
        ("乐清市", "Yueqing", 1968),
        ("龙港市", "Longgang", 640),
        ("泰顺县", "Taishun", 212),
    ]
    return [{"label": Text(zh, en), "value": value, "url": "#county"} for zh, en, value in names]


def job(state: str = "running") -> dict[str, Any]:
    """A job at 62 per cent."""
    done = {"queued": 0, "running": 31000, "succeeded": 50000}[state]
    return {
        "title": Text("导入人员", "Importing people"),
        "state": state,
        "done": done,
        "total": 50000 if done else None,
        "message": Text("约还需 12 秒", "about 12 seconds left") if state == "running" else None,
        "poll_url": "#poll",
        "cancel_url": "" if state == "succeeded" else "#cancel",
        "result_url": "#result" if state == "succeeded" else "",
        "result": Text("看结果", "See the result"),
    }


def tasks() -> list[dict[str, Any]]:
    """Four tasks in four states."""
    return [
        {"label": Text("确认单位资料", "Confirm the organisation"), "state": "done", "url": "#t1"},
        {
            "label": Text("上传学员名册", "Upload the list of learners"),
            "state": "doing",
            "url": "#t2",
            "hint": Text("已填 3 项，共 5 项", "3 of 5 filled"),
        },
        {"label": Text("预约工作站位", "Book workstations"), "state": "todo", "url": "#t3"},
        {
            "label": Text("提交", "Submit"),
            "state": "blocked",
            "hint": Text("请先完成以上各项", "Finish the others first"),
        },
    ]
