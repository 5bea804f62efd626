"""Hammers the reader of catalogues and their cases, and asks what turned out sound about random people.

    python -m tests.fuzz.policies TARGET SECONDS SEED

As `tests.fuzz.hammer`: a case is a seed, so that a failure is made again by its number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from tests.fuzz import hammer
from tests.fuzz.policy_asking import ask, reads_back
from tests.fuzz.policy_writing import amount, condition, cut, damaged, dumped, restructured

PEOPLE_EACH = 3
MEMORY_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Shipped:
    """A catalogue that the city ships: its data, its cases' data, its sets by path."""

    data: dict[str, Any]
    cases: dict[str, Any]
    sets: Mapping[str, str]


@cache
def shipped() -> tuple[Shipped, ...]:
    """All catalogues with their cases, as plain data."""
    from skillcity.policy.editions import FOLDER

    found = []
    for path in sorted(FOLDER.glob("*/*/*.yaml")):
        cases = path.parent / "cases" / path.name
        sets = {f"sets/{each.name}": each.read_text("utf-8") for each in path.parent.glob("sets/*.yaml")}
        given = yaml.safe_load(cases.read_text("utf-8")) if cases.exists() else {}
        found.append(Shipped(yaml.safe_load(path.read_text("utf-8")), given, sets))
    return tuple(found)


def opened(sets: Mapping[str, str], path: str) -> str:
    """As the Studio opens a set."""
    if path not in sets:
        raise OSError(path)
    return sets[path]


def told(problems: Iterable[Any], text: str) -> None:
    """Each problem has a place that exists, and one visible line of words in each language."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 2
    for problem in problems:
        said = str(problem)
        assert problem.what.zh
        assert problem.what.en
        assert problem.code.startswith("policy."), said
        assert problem.place.file != "draft.yaml" or 1 <= problem.place.line <= lines, said
        assert problem.place.column >= 1, said
        assert len(said) < 6_000, said[:200]
        assert not {unicodedata.category(each) for each in said} & {"Cc", "Cf", "Cs", "Zl", "Zp"}, repr(said)


def answered(random: Random, text: str, sets: Mapping[str, str], cases: str) -> None:
    """Refused in words, or sound: then asked."""
    from skillcity.policy.editions import schema
    from skillcity.policy.engine import PolicyError, read, read_cases, run_case

    catalogue, problems = read(text, schema(), file="draft.yaml", open_set=lambda path: opened(sets, path))
    told(problems, text)
    assert (catalogue is None) is bool(problems)
    if catalogue is None:
        raise PolicyError(*problems)
    try:
        reads_back(catalogue)
        for _ in range(PEOPLE_EACH):
            ask(random, catalogue, text)
    except InputError as error:
        raise AssertionError(f"a sound catalogue raised {error}") from error
    try:
        found = read_cases(cases, catalogue, file="cases.yaml")
    except PolicyError as error:
        told(error.problems, cases)
        return
    for case in found:
        run_case(case, catalogue)


def catalogue_of_seed(seed: int) -> None:
    """A shipped catalogue, its sets and its cases, with damage done to one of them."""
    random = Random(seed)
    base = random.choice(shipped())
    data, cases, sets = cut(random, base.data), cut(random, base.cases), dict(base.sets)
    act = random.randrange(7)
    if act <= 1:
        data = restructured(random, data)
    elif act == 2:
        cases = restructured(random, cases)
    text, case_text = dumped(data), dumped(cases)
    if act == 3:
        text = damaged(random, text)
    elif act == 4:
        case_text = damaged(random, case_text)
    elif act == 5 and sets:
        path = random.choice(sorted(sets))
        names = [*sets, "sets/none.yaml"]
        sets[path] = random.choice(
            (damaged(random, sets[path]), f"{sets[path]}\nincludes: [{', '.join(random.sample(names, 1))}]\n")
        )
    elif act == 6:
        lines = text.splitlines(keepends=True)
        random.shuffle(lines) if random.random() < 0.1 else lines.insert(0, random.choice(lines))
        text = "".join(lines)
    answered(random, text, sets, case_text)


CITE = {"document": "d", "confidence": "official"}


def grown_of_seed(seed: int) -> None:
    """A catalogue of random conditions and amounts: most of them sound."""
    from skillcity.policy.editions import schema

    random = Random(seed)
    known = schema()
    shared = {"text": {"zh": "条", "en": "line"}, "cite": CITE, "status": random.choice(("in-force", "illustrative"))}
    clauses = [
        {"id": f"c{number}", "gives": random.choice("ABC"), "when": condition(random, known, ["short"]), **shared}
        for number in range(random.randint(1, 3))
    ]
    benefits = []
    for number in range(random.randint(0, 3)):
        kind = random.choice(["certificate", "certificate", "certificate", "training", "payment"])
        numbers = [name for name, each in known.kinds[kind].attributes.items() if each.field.type == "integer"]
        benefit = {"id": f"b{number}", "measure": random.choice(("payment", "limit", "rate")), **shared}
        benefit |= {"each": kind, "amount": amount(random, numbers)}
        more: dict[str, Any] = {
            "when": condition(random, known, ["short"], 1),
            "once_per": random.choice((["occupation"], ["occupation", "level"], ["level"])),
            "ladder": "occupation",
            "cap": random.choice(
                ({"times": "2", "per": "year"}, {"amount": "3000", "per": "life"}, {"per": "year", "times": 1})
            ),
            "counts": ["b0", "b1"],
            "exclusive": "one",
            "local": [{"region": "330122", "amount": amount(random, numbers, 1), "cite": CITE, "status": "in-force"}],
        }
        benefits.append(benefit | {key: value for key, value in more.items() if random.random() < 0.3})
    orders = (
        {"kind": "class", "order": ["A", "B", "C"], "take": "highest"},
        {"kind": "rights", "order": ["C", "B", "A"], "take": "all"},
    )
    data = {"catalogue": "grown", "region": "330300", "edition": "1", "sets": {"short": "sets/short.yaml"}}
    data |= {"source": {"title": "t", "confidence": "official"}, "outcome": random.choice(orders)}
    data |= {"in_force": {"from": random.choice((None, "2025-01-01", "9999-12-30")), "to": None}, "clauses": clauses}
    text = dumped(data | ({"benefits": benefits} if benefits else {}))
    text = damaged(random, text) if random.random() < 0.1 else text
    members = {"set": "short", "label": {"zh": "短", "en": "short"}, "edition": "1", "status": "illustrative"}
    short = dumped(
        {**members, "source": {"title": "t", "confidence": "recall"}, "members": ["a", "焊工", "6-18-02-04"]}
    )
    answered(random, text, {"sets/short.yaml": short}, "")


SEEDS = st.integers(0, 2**64)
hammer.TARGETS |= {"catalogues": (SEEDS, catalogue_of_seed), "grown": (SEEDS, grown_of_seed)}

if __name__ == "__main__":
    hammer.MEMORY_BYTES = MEMORY_BYTES
    hammer.main()
