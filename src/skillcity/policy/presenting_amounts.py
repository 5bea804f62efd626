"""Amounts and their limits in words, as a catalogue has them."""

from __future__ import annotations

from collections.abc import Iterator

from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue
from skillcity.policy.engine.amounts import Amount, ByClass, ByLevel, Fixed, Joined, Times
from skillcity.policy.engine.benefit import Benefit, Measure
from skillcity.policy.engine.levels import LABELS, RANKS

BY_RANK = {rank: LABELS[name] for name, rank in RANKS.items()}
JOINED = {
    "min": Text("{parts}中较低的", "the lower of {parts}"),
    "max": Text("{parts}中较高的", "the higher of {parts}"),
    "sum": Text("{parts}之和", "the sum of {parts}"),
}
EACH = Text("每{unit}{amount}", "{amount} for each of {unit}")
ONCE = Text("{fields}相同的只享受一次", "once for the same {fields}")
LADDER = Text(
    "领过高等级的，不再享受同一职业的低等级", "after a higher level is paid, no lower one of the same occupation"
)
TIMES = {
    "year": Text("每年最多 {n} 次", "at most {n} a year"),
    "life": Text("终身最多 {n} 次", "at most {n} ever"),
}
MONEY = {
    "year": Text("每年最多 {amount}", "at most {amount} a year"),
    "life": Text("终身最多 {amount}", "at most {amount} ever"),
}
ONLY_HIGHEST = Text("同类中只享受最高的一项", "of its kind only the highest is given")


def amount_words(amount: Amount, measure: Measure, catalogue: Catalogue) -> Text:
    """An amount in words: `初级工(五级) 1,000.00 元、中级工(四级) 1,500.00 元`."""
    if isinstance(amount, Fixed):
        return _quantity(amount.value, measure)
    if isinstance(amount, ByLevel):
        return _listed([(BY_RANK[rank], _quantity(value, measure)) for rank, value in amount.rows])
    if isinstance(amount, ByClass):
        return _listed([(catalogue.outcome.label(name), _quantity(value, measure)) for name, value in amount.rows])
    if isinstance(amount, Times):
        unit = catalogue.schema.attribute(amount.field).label
        return EACH.format(unit=unit, amount=_quantity(amount.value, measure))
    return _joined(amount, measure, catalogue)


def _joined(amount: Joined, measure: Measure, catalogue: Catalogue) -> Text:
    parts = [amount_words(part, measure, catalogue) for part in amount.parts]
    said = Text("、".join(each.zh for each in parts), ", ".join(each.en for each in parts))
    return JOINED[amount.name].format(parts=said)


def _listed(rows: list[tuple[Text, Text]]) -> Text:
    return Text(
        "、".join(f"{name.zh} {value.zh}" for name, value in rows),
        ", ".join(f"{name.en} {value.en}" for name, value in rows),
    )


def _quantity(value: int, measure: Measure) -> Text:
    if measure is Measure.RATE:
        return Text(f"{value / 100:.2f} %", f"{value / 100:.2f} %")
    return Text(f"{Fen(value).yuan} 元", f"CNY {Fen(value).yuan}")


def limits_words(benefit: Benefit, catalogue: Catalogue) -> list[Text]:
    """How often, and what closes it, one line each."""
    return list(_limits(benefit, catalogue))


def _limits(benefit: Benefit, catalogue: Catalogue) -> Iterator[Text]:
    kind = catalogue.schema.kinds.get(benefit.each or "")
    if benefit.once_per and kind is not None:
        labels = [kind.attributes[name].label for name in benefit.once_per]
        said = Text("、".join(each.zh for each in labels), " and ".join(each.en for each in labels))
        yield ONCE.format(fields=said)
    if benefit.ladder:
        yield LADDER
    if benefit.cap is not None and benefit.cap.times is not None:
        yield TIMES[benefit.cap.per].format(n=benefit.cap.times)
    if benefit.cap is not None and benefit.cap.amount is not None:
        yield MONEY[benefit.cap.per].format(amount=_quantity(benefit.cap.amount, benefit.measure))
    if benefit.exclusive:
        yield ONLY_HIGHEST
