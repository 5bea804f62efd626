"""Made-up tables."""

from __future__ import annotations

from typing import Any

from skillcity.kernel.text import Text


def people_table() -> dict[str, Any]:
    """A short table with one column that sorts."""
    return {
        "caption": Text("人员", "People"),
        "columns": [
            {"label": Text("姓名", "Name"), "sort": "name"},
            {"label": Text("证件号码", "ID number")},
            {"label": Text("类别", "Class"), "sort": "class"},
            {"label": Text("事实", "Facts"), "numeric": True},
            {"label": Text("状态", "State")},
        ],
        "rows": [
            [{"text": Text("林示一", "Lin Shiyi"), "url": "#p1"}, "3303**********1X", "E", 9, {"tag": "verified"}],
            [{"text": Text("陈示二", "Chen Shi'er"), "url": "#p2"}, "3303**********26", "F", 4, {"tag": "warning"}],
            [{"text": Text("周示三", "Zhou Shisan"), "url": "#p3"}, "3303**********37", None, 1, {"tag": "unknown"}],
        ],
    }


def check() -> dict[str, Any]:
    """A dry run: what can be taken, what cannot and why."""
    row = (
        (
            18,
            Text("证件号码", "ID number"),
            Text("校验码不对", "The check digit is wrong"),
            Text("核对末位数字", "Check the last digit"),
            "refused",
        ),
        (
            44,
            Text("等级", "Level"),
            Text("等级与证书编号不一致", "The level differs from the number"),
            Text("以证书为准改正", "Correct it from the certificate"),
            "refused",
        ),
        (
            97,
            Text("发证日期", "Date of issue"),
            Text("日期在未来", "The date is in the future"),
            Text("改为实际日期", "Enter the real date"),
            "refused",
        ),
        (
            131,
            Text("地区", "Region"),
            Text("2019年前的旧代码", "A code from before 2019"),
            Text("已按新代码记录，请核对", "Recorded under the new code; please check"),
            "warning",
        ),
    )
    return {
        "caption": Text("逐行问题(前 4 条)", "Problems by row (first 4)"),
        "columns": [
            {"label": Text("行", "Row"), "numeric": False},
            {"label": Text("列", "Column")},
            {"label": Text("问题", "Problem")},
            {"label": Text("怎么办", "What to do")},
            {"label": Text("结果", "Result")},
        ],
        "rows": [[at, column, what, todo, {"tag": kind}] for at, column, what, todo, kind in row],
    }
