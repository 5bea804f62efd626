"""The figures of a simulation as stats, charts and tables; each figure leads to the people behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from skillcity.kernel.money import Fen
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.policy.studio.kinds import SHIFT_LABELS, Shift
from skillcity.policy.studio.models import Simulation
from skillcity.reference.selectors import occupations
from skillcity.registry.places import counties

PEOPLE = Text("人", "people")
NOBODY = Text("不属于任何一类", "no class")
UNKNOWN = Text("没有证书", "no certificate")
MOST_BARS = 15
SHIFTS = (Shift.GAIN, Shift.UP, Shift.DOWN, Shift.LOSS, Shift.OTHER, Shift.CLAUSE, Shift.MONEY)


class Figures:
    """Reads what `Tally.figures` wrote."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.figures: Mapping[str, Any] = simulation.figures or {}
        self._occupations: dict[str, str] | None = None

    def address(self, **wanted: str) -> str:
        """The page of the people behind a figure."""
        page = reverse("studio-people", args=[self.simulation.pk])
        return f"{page}?{urlencode(wanted)}" if wanted else page

    @property
    def source(self) -> Text:
        """Where the figures come from, and for which day."""
        people = Text("全市", "everyone of the city")
        if self.simulation.sample is not None:
            n, seed = self.simulation.sample, self.simulation.seed
            people = Text(f"随机抽样 {n} 人(种子 {seed})", f"a random sample of {n} (seed {seed})")
        return Text("由登记的事实推算，{who}，{day}", "derived from the recorded facts, {who}, {day}").format(
            who=people, day=self.simulation.as_of
        )

    def class_label(self, name: str) -> Text:
        """A class in words."""
        if not name:
            return NOBODY
        pair = self.figures["labels"].get(name)
        return Text(*pair) if pair else Text(name, name)

    def shift(self, *shifts: Shift) -> int:
        """How many people moved so."""
        return sum(self.figures["shifts"].get(each.value, 0) for each in shifts)

    def stats(self) -> list[dict[str, Any]]:
        """The figures at a glance."""
        found = []
        for label, shifts, note in (
            (Text("新增", "Gain a class"), (Shift.GAIN,), Text("原来没有，现在有", "had none, have one now")),
            (Text("失去", "Lose their class"), (Shift.LOSS,), Text("原来有，现在没有", "had one, have none now")),
            (Text("升类或降类", "Move to another class"), (Shift.UP, Shift.DOWN, Shift.OTHER), None),
            (Text("结果不变，条款或金额变化", "Same class, other clause or amount"), (Shift.CLAUSE, Shift.MONEY), None),
        ):
            n = self.shift(*shifts)
            url = self.address(shift=",".join(each.value for each in shifts)) if n else ""
            found.append(
                {
                    "label": label,
                    "value": n,
                    "unit": PEOPLE,
                    "note": note,
                    "url": url,
                    "as_of": self.simulation.as_of,
                    "source": Text(f"共 {self.figures['people']} 人", f"of {self.figures['people']} people"),
                }
            )
        return found

    def classes(self) -> dict[str, Any] | None:
        """People in each class under both texts, and the difference."""
        known = self.figures["classes"]
        if not known:
            return None
        rows = []
        for name, old, new in known:
            label = self.class_label(name)
            url = self.address(new_value=name) if name and new != old else ""
            rows.append([{"url": url, "text": label} if url else label, old, new, signed(new - old)])
        return {
            "caption": Text("各类人数：现行与草稿", "People in each class: now and under the draft"),
            "columns": [
                {"label": Text("类别", "Class")},
                {"label": Text("现在(人)", "Now (people)"), "numeric": True},
                {"label": Text("草稿(人)", "Draft (people)"), "numeric": True},
                {"label": Text("增减", "Difference"), "numeric": True},
            ],
            "rows": rows,
        }

    def class_chart(self) -> dict[str, Any] | None:
        """The same as bars, two for each class that has anyone."""
        rows = []
        for name, old, new in self.figures["classes"]:
            if name and (old or new):
                label = self.class_label(name)
                rows.append({"label": Text("{c} · 现在", "{c} · now").format(c=label), "value": old})
                rows.append({"label": Text("{c} · 草稿", "{c} · draft").format(c=label), "value": new})
        if not rows:
            return None
        title = Text("各类人数", "People in each class")
        return {"rows": rows, "title": title, "unit": PEOPLE, "source": self.source, "name": Text("类别", "Class")}

    def moves(self) -> dict[str, Any] | None:
        """From which class to which."""
        rows = [
            [
                self.class_label(old),
                self.class_label(new),
                {"url": self.address(old_value=old, new_value=new), "text": n},
            ]
            for old, new, n in self.figures["moves"]
        ]
        return {
            "caption": Text("从哪一类到哪一类", "From which class to which"),
            "columns": [
                {"label": Text("现在", "Now")},
                {"label": Text("草稿", "Draft")},
                {"label": Text("人数", "People"), "numeric": True},
            ],
            "rows": rows,
        }

    def by(self, name: str, caption: Text, heading: Text) -> dict[str, Any]:
        """Who moves how, by county, occupation, level or clause; the largest first, the rest together."""
        known: Mapping[str, Mapping[str, int]] = self.figures[name]
        used = [each for each in SHIFTS if any(counts.get(each.value) for counts in known.values())]
        ranked = sorted(known.items(), key=lambda item: (-sum(item[1].values()), item[0]))
        names = self.names(name, [key for key, _ in ranked[:MOST_BARS]])
        rows: list[list[Any]] = []
        for key, counts in ranked[:MOST_BARS]:
            cells: list[Any] = [{"url": self.address(**{name: key}), "text": names[key]}]
            for each in used:
                n = counts.get(each.value, 0)
                cells.append({"url": self.address(**{name: key, "shift": each.value}), "text": n} if n else 0)
            rows.append(cells)
        if len(ranked) > MOST_BARS:
            rest = [sum(counts.get(each.value, 0) for _, counts in ranked[MOST_BARS:]) for each in used]
            n = len(ranked) - MOST_BARS
            rows.append([Text(f"其余 {n} 项", f"the other {n}"), *rest])
        columns = [
            {"label": heading},
            *({"label": SHIFT_LABELS[each], "numeric": True} for each in used),
        ]
        return {"caption": caption, "columns": columns, "rows": rows}

    def chart(self, name: str, title: Text, heading: Text) -> dict[str, Any]:
        """The same as bars of all who are affected."""
        ranked = sorted(self.figures[name].items(), key=lambda item: (-sum(item[1].values()), item[0]))[:MOST_BARS]
        names = self.names(name, [key for key, _ in ranked])
        rows = [
            {"label": names[key], "value": sum(counts.values()), "url": self.address(**{name: key})}
            for key, counts in ranked
        ]
        return {"rows": rows, "title": title, "unit": PEOPLE, "source": self.source, "name": heading}

    def names(self, name: str, keys: list[str]) -> dict[str, Text]:
        """The words of codes."""
        if name == "region":
            known = counties()
            return {key: known.get(key, Text(key, key)) for key in keys}
        if name == "level":
            known = {each.value: each.label for each in SkillLevel}
            return {key: known.get(key, Text(key, key)) if key else UNKNOWN for key in keys}
        if name == "occupation":
            if self._occupations is None:
                self._occupations = {code: row.name for code, row in occupations(keys).items()}
            found = {code: Text(words, words) for code, words in self._occupations.items()}
            return {key: found.get(key, Text(key, key)) if key else UNKNOWN for key in keys}
        texts = self.figures["clauses"]
        return {
            key: Text("{id} {text}", "{id} {text}").format(id=key, text=Text(*texts[key]))
            if key in texts
            else Text(key or "—", key or "—")
            for key in keys
        }

    def money(self) -> dict[str, Any] | None:
        """What each benefit costs under both texts."""
        known = self.figures["benefits"]
        if not known:
            return None
        texts, measures = self.figures["clauses"], self.figures["measures"]
        rows = []
        total = [0, 0]
        for name, (old_people, new_people, old, new) in known.items():
            paid = measures.get(name) == "payment"
            label = Text("{id} {text}", "{id} {text}").format(id=name, text=Text(*texts[name]))
            cells: list[Any] = [Fen(old), Fen(new), Fen(new - old)] if paid else [None, None, None]
            if paid:
                total = [total[0] + old, total[1] + new]
            rows.append([{"url": self.address(cause=name), "text": label}, old_people, new_people, *cells])
        rows.append([Text("合计", "Total"), None, None, Fen(total[0]), Fen(total[1]), Fen(total[1] - total[0])])
        return {
            "caption": Text("应发金额：现行与草稿", "Money due: now and under the draft"),
            "columns": [
                {"label": Text("补贴", "Benefit")},
                {"label": Text("现在(人)", "Now (people)"), "numeric": True},
                {"label": Text("草稿(人)", "Draft (people)"), "numeric": True},
                {"label": Text("现在(元)", "Now (yuan)"), "numeric": True},
                {"label": Text("草稿(元)", "Draft (yuan)"), "numeric": True},
                {"label": Text("增减(元)", "Difference (yuan)"), "numeric": True},
            ],
            "rows": rows,
        }


def signed(n: int) -> Text:
    """A difference with its sign."""
    words = f"{n:+,}" if n else "0"
    return Text(words.replace("-", "−"), words.replace("-", "−"))
