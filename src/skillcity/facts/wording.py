"""Facts in words: the title of one, and each of its attributes as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from skillcity.facts.engine.kinds import Attribute, FactKind, all_kinds
from skillcity.facts.models import Fact
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.reference.selectors import honours

# What tells facts of one kind apart; the other attributes stand below the title.
TITLES: Mapping[str, tuple[str, ...]] = {
    "achievement": ("achievement_name",),
    "apprenticeship": ("occupation", "level"),
    "certificate": ("occupation_name", "level"),
    "contest-award": ("contest", "event", "rank"),
    "education": ("school", "stage"),
    "employment": ("employer_name",),
    "group": ("group",),
    "honour": ("title",),
    "insurance": ("scheme",),
    "payment": ("benefit",),
    "professional-title": ("title", "grade"),
    "residence": ("basis", "region"),
    "special-ability": ("ability",),
    "studio": ("studio_name", "role"),
    "training": ("programme",),
}
RANK = Text("第{n}名", "place {n}")
Names = Mapping[str, Text]


def honour_names() -> Names:
    """The honours by code; the newest edition wins."""
    names: dict[str, Text] = {}
    for honour in honours():
        names.setdefault(honour.code, honour.name)
    return names


def names_for(kinds: set[str]) -> Names:
    """The names that facts of these kinds need besides what they say themselves; no query for most kinds."""
    return honour_names() if "honour" in kinds else {}


def value_words(kind: FactKind, attribute: Attribute, value: object, names: Names) -> object:
    """A value as the page shows it: a Text where it has a wording, a date, a number or a bool as itself."""
    if attribute.type == "choice":
        return attribute.choices.get(str(value), str(value))
    if attribute.type == "level":
        return SkillLevel.parse(str(value)).label
    if attribute.type == "date":
        return date.fromisoformat(str(value))
    if kind.name == "honour" and attribute.name == "title":
        return names.get(str(value), str(value))
    return value


def fact_title(fact: Fact, names: Names | None = None) -> Text:
    """A fact in one line: `职业技能等级证书：焊工 高级工(三级)`. `names` spares the query for honours."""
    kind = all_kinds()[fact.kind]
    known = names_for({fact.kind}) if names is None else names
    zh, en = [], []
    for name in TITLES.get(fact.kind, ()):
        if name not in fact.attributes:
            continue
        words = value_words(kind, kind.attributes[name], fact.attributes[name], known)
        if name == "rank":
            words = RANK.format(n=words)
        said = words if isinstance(words, Text) else Text(str(words), str(words))
        zh.append(said.zh)
        en.append(said.en)
    label = kind.label.en[:1].upper() + kind.label.en[1:]
    return Text(
        f"{kind.label.zh}：{' '.join(zh)}" if zh else kind.label.zh, f"{label}: {' '.join(en)}" if en else label
    )


def fact_details(fact: Fact, names: Names) -> list[dict[str, object]]:
    """The attributes that the title leaves out, each with its label, in the order of the kind's file."""
    kind = all_kinds()[fact.kind]
    return [
        {"label": attribute.label, "value": value_words(kind, attribute, fact.attributes[name], names)}
        for name, attribute in kind.attributes.items()
        if name in fact.attributes and name not in TITLES.get(fact.kind, ())
    ]
