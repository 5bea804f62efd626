"""Benefits for the pages: what may be claimed until when, what is in the way, limits and rates with their doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from skillcity.facts.models import Fact
from skillcity.facts.wording import Names, fact_title
from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.engine import Confidence
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.engine.claims import BenefitResult, Claim, ClaimState
from skillcity.policy.engine.levels import LABELS, RANKS
from skillcity.policy.rights import Right, Rights

SOON_DAYS = 60
STATES: Mapping[ClaimState, tuple[str, Text]] = {
    ClaimState.DUE: ("met", Text("可申领", "May be claimed")),
    ClaimState.UNKNOWN: ("unknown", Text("暂不清楚", "Not known yet")),
    ClaimState.PAID: ("done", Text("已领过", "Paid already")),
    ClaimState.LOWER_LEVEL: ("blocked", Text("已领更高等级", "A higher level was paid")),
    ClaimState.CAPPED: ("blocked", Text("次数或金额已满", "The cap is reached")),
    ClaimState.EXCLUDED: ("blocked", Text("不能重复享受", "Excluded by another")),
}
"""What becomes of a claim, as a tag; one that is not due is not shown: the refusal says why."""
COLUMNS = (
    {"label": Text("补贴", "Subsidy")},
    {"label": Text("依据", "Because of")},
    {"label": Text("金额", "Amount"), "numeric": True},
    {"label": Text("状态", "State")},
    {"label": Text("最后申领日", "Last day to claim")},
)
LIMIT_COLUMNS = (
    {"label": Text("项目", "What")},
    {"label": Text("额度或利率", "Limit or rate"), "numeric": True},
    {"label": Text("可信程度", "How sure")},
)
PERSON = Text("本人情况", "the person")
YEARLY = Text("{title}：今年已用 {used} 次，每年最多 {allowed} 次。", "{title}: {used} of {allowed} used this year.")
EVER = Text("{title}：已用 {used} 次，终身最多 {allowed} 次。", "{title}: {used} of {allowed} used, ever.")
CLOSES = Text(
    "先领了{higher}补贴，同一职业的{lower}就不能再领。",
    "Once {higher} is paid, {lower} of the same occupation is closed.",
)
SOURCE = Text("{titles}：依据{where}。", "{titles}: according to {where}.")
SAMPLE = Text("{titles}：示例参数，见{where}。", "{titles}: illustrative, see {where}.")
ONE_OF = Text("{titles}：只能享受金额最高的一项。", "{titles}: only the highest of them is given.")
CONTRADICTED = Text("来源矛盾", "Contradicted")
CONFLICT = {
    "title": Text("来源说法不一", "The sources contradict each other"),
    "body": Text(
        "标为“来源矛盾”的数字来自不同报道，未经证实，都列在这里，哪一个都不能当作您的额度。",
        "The figures marked “contradicted” come from different reports, and nothing confirms either: both stand here, "
        "and neither is anybody's limit.",
    ),
}


def payments(rights: Iterable[Right]) -> Iterator[tuple[Right, BenefitResult]]:
    """The benefits that pay money, with their edition."""
    for right in rights:
        for result in right.outcome.benefits:
            if result.benefit.measure is Measure.PAYMENT:
                yield right, result


def due(rights: Rights) -> Fen:
    """The sum of what may surely be claimed now."""
    return Fen(sum(result.amount for _, result in payments(rights.rights)))


def claims_table(rights: Rights, names: Names) -> dict[str, Any] | None:
    """Every claim that is due, was paid or stands back behind another, as `ui/table.html` takes it; None: none."""
    rows = [
        _row(rights, result, claim, names)
        for _, result in payments(rights.rights)
        for claim in sorted(result.claims, key=lambda each: list(ClaimState).index(each.state))
        if claim.state in STATES
    ]
    if not rows:
        return None
    return {"caption": Text("逐笔看", "One by one"), "columns": COLUMNS, "rows": rows}


def _row(rights: Rights, result: BenefitResult, claim: Claim, names: Names) -> list[Any]:
    fact = rights.facts.get(str(claim.fact))
    state, label = STATES[claim.state]
    days = (claim.deadline - rights.as_of).days if claim.deadline else None
    note = None
    if claim.state is ClaimState.DUE and days is not None and days <= SOON_DAYS:
        state, note = "due", Text(f"还剩 {days} 天", f"{days} days left")
        label = Text("请尽快申领", "Claim it soon")
    because = rights.facts.get(str(claim.because)) if claim.because else None
    if because is not None:
        note = fact_title(because, names)
    shown: Any = {"text": fact_title(fact, names), "note": fact.reference} if fact else PERSON
    return [
        result.benefit.text,
        shown,
        Fen(claim.amount) if claim.amount is not None else None,
        {"tag": state, "label": label, "note": note},
        claim.deadline if claim.state in (ClaimState.DUE, ClaimState.UNKNOWN) else None,
    ]


def sources(results: Iterable[BenefitResult]) -> list[Text]:
    """Where each amount was read, and that it is a sample; one line for each document."""
    found: dict[tuple[str, bool], list[Text]] = {}
    for result in results:
        where = f"{result.cite.document} {result.cite.item}".strip()
        found.setdefault((where, result.illustrative), []).append(result.benefit.text)
    return [
        (SAMPLE if illustrative else SOURCE).format(titles=_joined(titles), where=Text(where, where))
        for (where, illustrative), titles in found.items()
    ]


def _joined(titles: Iterable[Text]) -> Text:
    several = list(dict.fromkeys(titles))
    return Text("、".join(each.zh for each in several), ", ".join(each.en for each in several))


def notes(rights: Rights) -> list[Text]:
    """Caps, what a claim closes, what excludes each other, and where the amounts were read."""
    shown = [result for _, result in payments(rights.rights) if _is_live(result)]
    return [*_caps(shown), *dict.fromkeys(_ladders(rights)), *_exclusions(rights), *sources(shown)]


def _is_live(result: BenefitResult) -> bool:
    return any(claim.state is not ClaimState.NOT_DUE for claim in result.claims)


def _caps(results: Iterable[BenefitResult]) -> Iterator[Text]:
    for result in results:
        cap = result.benefit.cap
        if cap is not None and result.allowed is not None:
            said = YEARLY if cap.per == "year" else EVER
            yield said.format(title=result.benefit.text, used=result.used, allowed=result.allowed)


def _ladders(rights: Rights) -> Iterator[Text]:
    """Of two claims for levels of one occupation, the higher one closes the lower one once it is paid."""
    for _, result in payments(rights.rights):
        ladder = result.benefit.ladder
        held = [
            rights.facts[str(each.fact)] for each in result.claims if _open(each) and str(each.fact) in rights.facts
        ]
        for higher in held if ladder else ():
            for lower in held:
                if higher.attributes.get(ladder) == lower.attributes.get(ladder) and _rank(higher) > _rank(lower) > 0:
                    yield CLOSES.format(higher=_level(higher), lower=_level(lower))


def _open(claim: Claim) -> bool:
    return claim.state in (ClaimState.DUE, ClaimState.UNKNOWN)


def _rank(fact: Fact) -> int:
    return RANKS.get(str(fact.attributes.get("level")), 0)


def _level(fact: Fact) -> Text:
    name = str(fact.attributes.get("occupation_name") or fact.attributes.get("occupation") or "")
    label = LABELS[str(fact.attributes["level"])]
    return Text(f"{name}{label.zh}", f"{name} {label.en}".strip())


def _exclusions(rights: Rights) -> Iterator[Text]:
    groups: dict[tuple[str, str], list[Text]] = {}
    for right, result in payments(rights.rights):
        if result.benefit.exclusive and _is_live(result):
            groups.setdefault((right.catalogue.name, result.benefit.exclusive), []).append(result.benefit.text)
    for titles in groups.values():
        if len(titles) > 1:
            yield ONE_OF.format(titles=_joined(titles))


def limits_table(rights: Rights) -> dict[str, Any] | None:
    """Limits and rates that the person may have, as `ui/table.html` takes it, and whether sources contradict."""
    found = [
        result
        for right in rights.rights
        for result in right.outcome.benefits
        if result.benefit.measure is not Measure.PAYMENT and (result.amount or result.open)
    ]
    if not found:
        return None
    rows = [[each.benefit.text, _quantity(each), _sureness(each)] for each in found]
    return {
        "caption": Text("逐项看", "One by one"),
        "columns": LIMIT_COLUMNS,
        "rows": rows,
        "notes": sources(found),
        "conflict": CONFLICT if any(_contradicted(each) for each in found) else None,
    }


def _contradicted(result: BenefitResult) -> bool:
    return result.cite.confidence is Confidence.CONFLICT


def _sureness(result: BenefitResult) -> dict[str, Any]:
    if _contradicted(result):
        return {"tag": "warning", "label": CONTRADICTED}
    return {"tag": "illustrative" if result.illustrative else "in-force"}


def _quantity(result: BenefitResult) -> Any:
    if not result.amount:
        return Text("暂不清楚", "not known yet")
    if result.benefit.measure is Measure.RATE:
        percent = f"{result.amount / 100:.2f} %"
        return Text(percent, percent)
    return Fen(result.amount)
