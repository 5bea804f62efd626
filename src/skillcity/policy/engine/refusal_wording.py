"""The refusal in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.deadline import Deadline
from skillcity.policy.engine.explanation import Missing, UnknownField
from skillcity.policy.engine.lines import Line
from skillcity.policy.engine.schema import PERSON, Schema

SAMPLE = Text("(该条为示例参数)", " (a sample parameter)")


def no_rule(catalogue: Catalogue, wanted: str | None) -> Text:
    """That there is no rule, or none that gives one class."""
    if wanted is None:
        return Text("当日没有有效的规定。", "No rule was in force on that day.")
    label = catalogue.outcome.label(wanted)
    return Text("当日没有给予{c}的规定。", "No rule in force on that day gives {c}.").format(c=label)


def sentence(
    catalogue: Catalogue,
    line: Line,
    missing: Sequence[Missing],
    unknown: Sequence[UnknownField],
    until: Deadline | None,
    *,
    nothing: bool,
) -> Text:
    """The nearest clause, what is missing or not known, who can supply it, until when."""
    clause = line.clause
    named = Text("{c}的{i}“{t}”", "{i} “{t}” for {c}").format(
        c=catalogue.outcome.label(clause.gives), i=clause.id, t=clause.text
    )
    if line.illustrative:
        named = Text(named.zh + SAMPLE.zh, named.en + SAMPLE.en)
    if nothing:
        asked = _joined([lack.wording for lack in missing])
        said = Text(
            "没有可以补的条件：最接近的{c}要求{a}，这无法补。",
            "Nothing can be supplied: the nearest, {c}, asks for what cannot be changed: {a}.",
        )
        return said.format(c=named, a=asked)
    parts = [*map(_missing, missing), *(_unknown(field, catalogue.schema) for field in unknown)]
    said = Text("最接近的是{c}：{p}{u}。", "The nearest is {c}: {p}{u}.")
    if not missing:
        said = Text("尚不能确定是否符合{c}：{p}{u}。", "Not yet known: {c}. {p}{u}.")
    return said.format(c=named, p=_joined(parts), u=_until(until))


def _missing(lack: Missing) -> Text:
    said = Text("还须{w}", "still needed: {w}").format(w=lack.wording)
    more: list[Text] = []
    if lack.have is not None and lack.need is not None:
        more.append(Text(f"已有{lack.have}", f"{lack.have} there"))
    if 0 < len(lack.differs) < _asked(lack.condition):
        more.append(Text("已有的一条还差：{d}", "the closest record lacks: {d}").format(d=_joined(lack.differs)))
    return _by(_noted(said, more), lack.supplied_by)


def _asked(condition: tree.Condition) -> int:
    """How many conditions are asked of one fact."""
    return len(condition.where) if isinstance(condition, tree.FactAtom) else 0


def _unknown(field: UnknownField, schema: Schema) -> Text:
    """Which field of which fact is empty, and who can supply it."""
    owner = field.field.owner
    of = Text("", "") if owner == PERSON else Text("“{k}”的", " of the “{k}”").format(k=schema.kinds[owner].label)
    said = Text("{o}“{l}”没有登记", "“{l}”{o} is not recorded").format(o=of, l=field.label)
    return _by(said, schema.attribute(field.field).supplied_by)


def _noted(said: Text, more: Sequence[Text]) -> Text:
    note = _joined(more)
    return Text(f"{said.zh}({note.zh})", f"{said.en} ({note.en})") if more else said


def _by(said: Text, supplier: Text) -> Text:
    if not supplier.zh:
        return said
    return Text("{s}，由{b}提供", "{s}, supplied by {b}").format(s=said, b=supplier)


def _until(until: Deadline | None) -> Text:
    if until is None:
        return Text("", "")
    day = until.day
    return Text("；最迟{z}(此后不再满足：{w})", "; by {e} at the latest (ends then: {w})").format(
        z=f"{day.year}年{day.month}月{day.day}日", e=day.isoformat(), w=until.why
    )


def _joined(parts: Sequence[Text]) -> Text:
    return Text("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))
