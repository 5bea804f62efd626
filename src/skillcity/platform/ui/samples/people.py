"""One made-up person for the style guide: identity, facts and the reason of the class."""

from __future__ import annotations

import datetime as dt
from typing import Any

from skillcity.kernel.text import Text

OFFICER = Text("示例经办人", "Sample officer")

PERSON: list[dict[str, Any]] = [
    {"label": Text("姓名", "Name"), "value": Text("林示一", "Lin Shiyi")},
    {
        "label": Text("证件号码", "ID number"),
        "value": "",
        "masked": {"value": "3303**********1X", "reveal_url": "#reveal", "field": "id_number"},
    },
    {"label": Text("出生日期", "Date of birth"), "value": dt.date(1984, 3, 2)},
    {
        "label": Text("户籍所在", "Registered in"),
        "value": Text("鹿城区", "Lucheng"),
        "note": Text("代码 330302", "code 330302"),
    },
    {
        "label": Text("所在单位", "Organisation"),
        "value": {"text": Text("示例电气有限公司", "Sample Electric Co."), "url": "#o1"},
    },
]

FACTS: list[dict[str, Any]] = [
    {
        "id": "fact-9",
        "day": dt.date(2025, 4, 18),
        "open": True,
        "what": Text("技能大师工作室领办人", "Leader of a skill master studio"),
        "url": "#f9",
        "details": [
            {"label": Text("工作室", "Studio"), "value": Text("示例焊接工作室", "Sample welding studio")},
            {"label": Text("级别", "Tier"), "value": Text("市级", "City")},
        ],
        "source": Text("工作室名册", "list of studios"),
        "recorder": OFFICER,
        "recorded_on": dt.date(2025, 5, 6),
        "document": Text("示例文件 12 号", "sample document no. 12"),
        "document_url": "#d12",
        "state": "verified",
    },
    {
        "day": dt.date(2021, 11, 5),
        "what": Text("焊工 高级技师证书", "Certificate: welder, senior technician"),
        "details": [{"label": Text("编号", "Number"), "value": "Y000033021211001234"}],
        "source": Text("证书导入", "certificate import"),
        "recorder": OFFICER,
        "recorded_on": dt.date(2025, 6, 2),
        "superseded": [
            {
                "day": dt.date(2021, 11, 5),
                "what": Text("焊工 技师证书", "Certificate: welder, technician"),
                "source": Text("证书导入", "certificate import"),
                "recorder": OFFICER,
                "recorded_on": dt.date(2025, 5, 20),
                "state": "superseded",
            }
        ],
    },
    {
        "day": dt.date(2016, 3, 1),
        "until": dt.date(2020, 12, 31),
        "what": Text("就业：示例阀门厂", "Employment: Sample Valve Works"),
        "source": Text("用工登记", "employment register"),
        "state": "expired",
    },
]

EXPLANATION: dict[str, Any] = {
    "grade": "E",
    "label": Text("E类 高级人才", "Class E: senior talent"),
    "catalogue": Text("温州市人才分类目录(2025版)", "Wenzhou talent classification, 2025"),
    "edition": "2025",
    "as_of": dt.date(2025, 7, 14),
    "status": "in-force",
    "clause": {
        "id": "E-07",
        "text": Text("技能大师工作室领办人", "Leader of a skill master studio"),
        "cite": Text("2025版目录 E类", "Catalogue of 2025, class E"),
        "url": "#clause",
    },
    "satisfied": [
        {
            "what": Text("市级技能大师工作室领办人", "Leader of a city skill master studio"),
            "url": "#fact-9",
            "day": dt.date(2025, 4, 18),
            "source": Text("工作室名册", "list of studios"),
        }
    ],
    "missing": [],
    "unknown": [
        {
            "what": Text("是否获得过国家级奖项", "Whether a national award was won"),
            "todo": Text("如有证书，请到窗口登记。", "If there is a certificate, have it recorded at the counter."),
        }
    ],
    "nearer": [
        {
            "grade": "D",
            "label": Text("D类 市级领军人才", "Class D: leading talent of the city"),
            "text": Text("省级技能大师工作室领办人(示例参数)", "Leader of a provincial studio (illustrative)"),
            "missing": [
                {
                    "what": Text("工作室为省级", "The studio is provincial"),
                    "todo": Text("现为市级。", "It is the city's now."),
                }
            ],
        }
    ],
    "predecessor": {
        "grade": "F",
        "label": Text("F类 基础人才", "Class F: basic talent"),
        "edition": "2023",
        "url": "#old",
    },
}
