"""The answer in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder
from skillcity.policy.engine.claims import BenefitResult
from skillcity.policy.engine.explanation import OutcomeStatus, Verdict


def summary(verdict: Verdict, catalogue: Catalogue, benefits: Sequence[BenefitResult] = ()) -> Text:
    """The class, the rights and the money due, or that there is no rule, which is not the same as nothing."""
    if verdict.status is OutcomeStatus.NO_RULE:
        return Text("当日没有有效的规定。", "No rule was in force on that day.")
    said = [_rights(verdict, catalogue.outcome) if catalogue.outcome.every else _class(verdict, catalogue.outcome)]
    if not catalogue.clauses:
        said = []
    payments = [result for result in benefits if result.benefit.measure is Measure.PAYMENT]
    if payments or not said:
        said.append(_money(payments or benefits))
    return Text("".join(each.zh for each in said), " ".join(each.en for each in said))


def _class(verdict: Verdict, outcome: ClassOrder) -> Text:
    better = _listed(outcome, verdict.open)
    if verdict.value is None:
        if verdict.open:
            return Text("尚不能确定：{open}。", "Not yet known: {open}.").format(open=better)
        return Text("不属于目录中的任何一类。", "None of the classes of the catalogue.")
    value = outcome.label(verdict.value)
    if verdict.open:
        return Text("至少为{value}；{open}尚不能确定。", "At least {value}; {open} not yet known.").format(
            value=value, open=better
        )
    return Text("{value}。", "{value}.").format(value=value)


def _rights(verdict: Verdict, outcome: ClassOrder) -> Text:
    held = _listed(outcome, verdict.holds)
    found = (
        Text("符合：{held}。", "Holds: {held}.").format(held=held)
        if verdict.holds
        else Text("都不符合。", "None of them holds.")
    )
    if not verdict.open:
        return found
    better = _listed(outcome, verdict.open)
    unknown = Text("尚不能确定：{open}。", "Not yet known: {open}.").format(open=better)
    return Text(found.zh + unknown.zh, f"{found.en} {unknown.en}") if verdict.holds else unknown


def _listed(outcome: ClassOrder, names: Iterable[str]) -> Text:
    labels = [outcome.label(name) for name in names]
    return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def _money(benefits: Sequence[BenefitResult]) -> Text:
    """The sum of what is due; ceilings and rates are not added up."""
    more = any(result.open for result in benefits)
    if benefits and benefits[0].benefit.measure is not Measure.PAYMENT:
        held = any(result.amount for result in benefits)
        if not held and more:
            return Text("尚不能确定。", "Not yet known.")
        return Text("符合条件。", "Entitled.") if held else Text("不符合条件。", "Not entitled.")
    due = Fen(sum(result.amount for result in benefits))
    if not due.amount:
        return Text("尚不能确定。", "Not yet known.") if more else Text("目前没有应发的补贴。", "Nothing is due now.")
    found = Text("应发{due}元。", "Due: {due} yuan.").format(due=due.yuan)
    rest = Text("另有尚不能确定的部分。", "More may be due; it is not yet known.")
    return Text(found.zh + rest.zh, f"{found.en} {rest.en}") if more else found
