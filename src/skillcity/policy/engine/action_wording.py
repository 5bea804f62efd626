"""What to do, in plain words: a fact to come to have, or a day to wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.course import COUNTED_SCHEME, INSURANCE
from skillcity.policy.engine.fitting import LEVEL, OCCUPATION, Fitting
from skillcity.policy.engine.lines import saying
from skillcity.policy.engine.records import Case
from skillcity.policy.engine.schema import Attribute, FieldType, Schema
from skillcity.policy.engine.tolerances import LESS_HELPS, is_insurance

PAID_ON = Text("须按月续缴", "if paid on every month")
GOING_ON = Text("须一直持续", "if it goes on")


@dataclass(frozen=True, slots=True)
class Sayer:
    """Puts the actions of one person under one catalogue in words."""

    catalogue: Catalogue
    case: Case

    def to_have(self, found: Fitting, where: tuple[tree.Condition, ...], times: int) -> Text:
        """To come to have a fact: "obtain a skill-level certificate: your occupation (6-18-02-04), Technician"."""
        kind = self.catalogue.schema.kinds[found.fact.kind]
        details = [
            self.detail(kind.attributes[name], value, found, where)
            for name, value in sorted(found.fact.attributes.items(), key=lambda pair: pair[0] != OCCUPATION)
        ]
        if found.climb > 1:
            details.append(_climb(found))
        if times > 1:
            details.append(Text(f"共{times}项", f"{times} of them"))
        phrase = kind.advice.phrase if kind.advice else kind.label
        return Text("{p}：{d}", "{p}: {d}").format(p=phrase, d=listed(details)) if details else phrase

    def detail(self, attribute: Attribute, value: object, found: Fitting, where: tuple[tree.Condition, ...]) -> Text:
        """One attribute of a supposed fact."""
        name = attribute.field.name
        plain = self.catalogue.names.get(str(value), attribute.choices.get(str(value), Text(str(value), str(value))))
        if name == OCCUPATION:
            return self.occupation(plain, found, where)
        if attribute.field.type is FieldType.BOOLEAN:
            return attribute.label if value else Text("{l}：否", "{l}: no").format(l=attribute.label)
        if name == LEVEL or attribute.choices:
            return plain
        return Text("{l}{v}", "{l} {v}").format(l=attribute.label, v=plain)

    def occupation(self, plain: Text, found: Fitting, where: tuple[tree.Condition, ...]) -> Text:
        """The person's own occupation, or one of a set with an example."""
        code = str(found.fact.attributes[OCCUPATION])
        named = self.occupation_name(code) or plain
        if found.own:
            return Text("本职业({n})", "your own occupation ({n})").format(n=named)
        for part in where:
            for test in tree.atoms(part):
                if isinstance(test, tree.InSet) and code in self.catalogue.sets[test.set_name].members:
                    label = self.catalogue.sets[test.set_name].label
                    return Text("“{s}”之一，如{n}", "one of “{s}”, such as {n}").format(s=label, n=named)
        return Text("职业{n}", "occupation {n}").format(n=named)

    def occupation_name(self, code: str) -> Text | None:
        """The name of an occupation as the person's own certificates or the sets of the catalogue have it."""
        rows = self.case.rows.get("certificate", ())
        own = (row.values.get("occupation_name") for row in rows if row.values.get(OCCUPATION) == code)
        sets = (found.names.get(code) for found in self.catalogue.sets.values())
        name = next(filter(None, (*own, *sets)), None)
        return Text(str(name), f"{name} {code}") if name else None

    def to_wait(self, reasons: Iterable[Text], day: date) -> Text:
        """To wait for a day: "eight more months of unemployment insurance: from 2027-03-01"."""
        said = listed(reasons)
        return Text(f"{said.zh}：{day.year}年{day.month}月{day.day}日起", f"{said.en}: from {day.isoformat()}")

    def reason(self, leaf: tree.Condition, more: int) -> Text:
        """What comes true by waiting; `more`: how many months are still lacking, for what counts months."""
        if isinstance(leaf, tree.MonthsOfFacts):
            said = Text("“{k}”再累计{n}个月({g})", "{n} more month(s) of “{k}” ({g})")
            going = PAID_ON if leaf.kind == INSURANCE else GOING_ON
            return said.format(k=self.catalogue.schema.kinds[leaf.kind].label, n=more, g=going)
        if is_insurance(leaf):
            said = Text("再缴{n}个月{s}({g})", "{n} more month(s) of {s} ({g})")
            return said.format(n=more, s=scheme(self.catalogue.schema), g=PAID_ON)
        say = saying(self.catalogue)
        tests = dict.fromkeys(_ripening(tree.wheres(leaf) if isinstance(leaf, tree.FactAtom) else ()))
        return listed(say(test) for test in tests) if tests else say(leaf)


def _ripening(where: Iterable[tree.Condition]) -> Iterable[tree.Condition]:
    """The tests that time fulfils."""
    for part in where:
        for test in tree.atoms(part):
            if isinstance(test, tree.Elapsed) and test.operator in (*LESS_HELPS, "=="):
                yield test


def scheme(schema: Schema) -> Text:
    """The insurance whose months are counted."""
    kind = schema.kinds.get(INSURANCE)
    attribute = kind.attributes.get("scheme") if kind else None
    label = attribute.choices.get(COUNTED_SCHEME) if attribute else None
    return Text(label.zh, f"{label.en} insurance") if label else Text("保险", "insurance")


def _climb(found: Fitting) -> Text:
    if not found.held:
        return Text("还没有证书，须逐级取得", "step by step, as you have none yet")
    return Text(f"比现有等级高{found.climb}级", f"{found.climb} levels above yours")


def listed(parts: Iterable[Text]) -> Text:
    """Several words in a row."""
    said = tuple(parts)
    return Text("，".join(each.zh for each in said), ", ".join(each.en for each in said))
