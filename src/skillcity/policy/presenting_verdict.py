"""A verdict for the page that a bank or an insurer sees: results, amounts and references."""

from __future__ import annotations

from typing import Any

from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.verdicts import Granted, Said, Verdict

RESULT = Text("结果", "Result")
NOTHING = Text("没有符合的类别或资格", "nothing held")
MORE = Text("可能还有，尚不能确定", "more may be given; not yet known")
CONTRADICTED = Text("来源矛盾，不能作为本人额度", "the sources contradict each other: not this person's limit")
SAMPLE = Text("示例参数,非现行政策", "illustrative parameters, not policy in force")


def verdict_shown(found: Verdict) -> dict[str, Any]:
    """What `policy/verdict.html` shows of one consent."""
    valid = Text("有有效的职业技能等级证书", "A valid certificate of a skill level is held")
    none = Text("没有有效的职业技能等级证书", "No valid certificate of a skill level is held")
    return {
        "purpose": found.purpose.label,
        "ends_on": found.ends_on,
        "certificates": valid if found.certificates_valid else none,
        "said": [{"title": each.title, "rows": _rows(each)} for each in found.said],
    }


def _rows(said: Said) -> list[dict[str, Any]]:
    labels = [label for _, label in said.holds]
    held = Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels)) if labels else NOTHING
    rows: list[dict[str, Any]] = [
        {"label": Text("结果", "Result"), "value": held, "note": SAMPLE if said.illustrative else None}
    ]
    if said.granted and not labels:
        rows = []
    rows += [{"label": each.text, "value": _amount(each), "note": _note(each)} for each in said.granted]
    reference = Text(f"{said.decision} · {said.digest[:16]}", f"{said.decision} · {said.digest[:16]}")
    return [*rows, {"label": Text("认定编号", "Reference"), "value": reference, "note": None}]


def _amount(given: Granted) -> object:
    return f"{given.amount / 100:.2f} %" if given.measure is Measure.RATE else Fen(given.amount)


def _note(given: Granted) -> Text | None:
    if given.conflict:
        return CONTRADICTED
    return SAMPLE if given.illustrative else MORE if given.open else None
