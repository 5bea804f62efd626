"""Two editions side by side: which clauses were added, removed or changed, and what was changed in each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine.amounts import Amount, ByClass, ByLevel, Fixed, Times
from skillcity.policy.engine.benefit import Benefit, Measure
from skillcity.policy.engine.catalogue import Catalogue, Clause, InForce
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.tree import AnyFact, Condition
from skillcity.policy.engine.wording import words

NONE = Text("无", "none")
LEVELS = {rank: name for name, rank in RANKS.items()}
LABELS = {
    "gives": Text("给予的类别", "Class given"),
    "text": Text("条文", "Wording"),
    "when": Text("条件", "Condition"),
    "cite": Text("依据", "Citation"),
    "status": Text("状态", "Status"),
    "in_force": Text("有效期", "In force"),
    "near": Text("差一点的尺度", "Near misses"),
    "data_gap": Text("资料空白", "Data gap"),
    "impact": Text("影响", "Impact"),
    "place": Text("次序", "Order"),
    "amount": Text("金额", "Amount"),
    "each": Text("每项事实", "For each fact"),
    "more": Text("次数和互斥", "Caps and exclusions"),
}
STATUS = {"in-force": Text("现行有效", "in force"), "illustrative": Text("示例参数", "illustrative")}


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a clause in both editions, in words; equal words never stand here."""

    label: Text
    old: Text
    new: Text


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause or benefit that differs. `kind`: added, removed or changed; `words`: its condition, if it has one.

    `text` and `words` are those of the newer side.
    """

    id: str
    kind: str
    text: Text
    words: Text | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All clauses that differ, in the order of the newer edition, the removed ones last; and how many are the same."""

    clauses: tuple[ClauseChange, ...]
    same: int
    others: tuple[Change, ...]

    def of_kind(self, kind: str) -> tuple[ClauseChange, ...]:
        """Those added, removed or changed."""
        return tuple(each for each in self.clauses if each.kind == kind)


Line = Clause | Benefit


def compare(old: Catalogue, new: Catalogue) -> Comparison:
    """What an edition changes of an older one; clauses and benefits are matched by their id."""
    before, after = lines(old), lines(new)
    found, same = [], 0
    for name in [*after, *(each for each in before if each not in after)]:
        first, second = before.get(name), after.get(name)
        if first is not None and second is not None:
            changes = _changes(_parts(old, first), _parts(new, second))
            if changes:
                found.append(ClauseChange(name, "changed", second.text, _condition(new, second), tuple(changes)))
            same += not changes
        elif second is not None:
            found.append(ClauseChange(name, "added", second.text, _condition(new, second), ()))
        else:
            gone = before[name]
            found.append(ClauseChange(name, "removed", gone.text, _condition(old, gone), ()))
    others = list(_other_changes(old, new))
    kept = [[each for each in one if each in other] for one, other in ((before, after), (after, before))]
    if kept[0] != kept[1]:
        others.append(Change(LABELS["place"], _listed(kept[0]), _listed(kept[1])))
    return Comparison(tuple(found), same, tuple(others))


def lines(catalogue: Catalogue) -> dict[str, Line]:
    """The clauses and benefits of a catalogue by their id."""
    found: dict[str, Line] = {clause.id: clause for clause in catalogue.clauses}
    return found | {benefit.id: benefit for benefit in catalogue.benefits}


def _said(catalogue: Catalogue, condition: Condition) -> Text:
    labels = {name: found.label for name, found in catalogue.sets.items()}
    return words(condition, catalogue.schema, labels, catalogue.names)


def _condition(catalogue: Catalogue, line: Line) -> Text | None:
    return _said(catalogue, line.when) if line.when is not None else None


def _parts(catalogue: Catalogue, line: Line) -> dict[str, tuple[Text, object]]:
    """Every part of a line in words, and what stands behind the words."""
    when = line.when
    parts: dict[str, tuple[Text, object]] = {
        "text": (line.text, None),
        "when": (_said(catalogue, when) if when is not None else NONE, when),
        "cite": (_cited(line), None),
        "status": (STATUS[line.status.value], None),
        "in_force": (span(line.in_force), None),
        "data_gap": (line.data_gap or NONE, None),
        "impact": (line.impact or NONE, None),
    }
    if isinstance(line, Clause):
        return parts | {"gives": (catalogue.outcome.label(line.gives), None), "near": (_near(line), None)}
    each = _said(catalogue, AnyFact(line.each, (line.where,) if line.where else ())) if line.each else NONE
    more = (line.once_per, line.ladder, line.cap, sorted(line.counts), line.exclusive, line.local)
    said = ", ".join(repr(part) for part in more if part)
    return parts | {
        "amount": (_plain(f"{line.measure.value}: {_amount(line.amount, line.measure)}"), None),
        "each": (each, line.where),
        "more": (_plain(said) if said else NONE, None),
    }


def _changes(one: dict[str, tuple[Text, object]], other: dict[str, tuple[Text, object]]) -> list[Change]:
    """The parts that differ in words; other codes under the same words are shown as they are."""
    found = []
    for key, label in LABELS.items():
        if key not in one or key not in other:
            continue
        (first, first_behind), (second, second_behind) = one[key], other[key]
        if first != second:
            found.append(Change(label, first, second))
        elif first_behind != second_behind:
            found.append(Change(label, _plain(repr(first_behind)), _plain(repr(second_behind))))
    return found


def _amount(amount: Amount, measure: Measure) -> str:
    """An amount as the file writes it: yuan or basis points."""
    if isinstance(amount, Fixed):
        return str(amount.value // measure.scale)
    if isinstance(amount, ByLevel):
        return ", ".join(f"{LEVELS[rank]} {value // measure.scale}" for rank, value in amount.rows)
    if isinstance(amount, ByClass):
        return ", ".join(f"{name} {value // measure.scale}" for name, value in amount.rows)
    if isinstance(amount, Times):
        return f"{amount.value // measure.scale} × {amount.field.name}"
    return f"{amount.name}({'; '.join(_amount(part, measure) for part in amount.parts)})"


def _plain(said: str) -> Text:
    return Text(said, said)


def _other_changes(old: Catalogue, new: Catalogue) -> list[Change]:
    sides = [
        (Text("名称", "Title"), old.title, new.title),
        (Text("类别次序", "Order of classes"), _listed(old.outcome.order), _listed(new.outcome.order)),
    ]
    for name in dict.fromkeys([*old.sets, *new.sets]):
        label = Text(f"名单“{name}”", f'Set "{name}"')
        sides.append((label, _members(old, name), _members(new, name)))
    return [Change(label, one, two) for label, one, two in sides if one != two]


def _members(catalogue: Catalogue, name: str) -> Text:
    found = catalogue.sets.get(name)
    return _listed(sorted(found.members)) if found else NONE


def _listed(names: object) -> Text:
    listed = "、".join(names) if isinstance(names, list | tuple) else ""
    return Text(listed, listed.replace("、", ", ")) if listed else NONE


def _cited(line: Line) -> Text:
    cite = line.cite
    parts = [cite.document, cite.item, cite.dated.isoformat() if cite.dated else "", cite.confidence.value, cite.url]
    said = " · ".join(part for part in parts if part)
    return Text(said, said)


def _near(clause: Clause) -> Text:
    said = ", ".join(f"{name} {value}" for name, value in asdict(clause.near).items() if value)
    return Text(said, said) if said else NONE


def span(in_force: InForce | None) -> Text:
    """The days of a clause or an edition in words."""
    if in_force is None:
        return Text("同目录", "as the catalogue")
    return Text("{a}至{b}", "{a} to {b}").format(
        a=_day(in_force.start, Text("不限", "open")), b=_day(in_force.end, Text("长期", "open"))
    )


def _day(day: date | None, otherwise: Text) -> Text:
    return Text(day.isoformat(), day.isoformat()) if day else otherwise
