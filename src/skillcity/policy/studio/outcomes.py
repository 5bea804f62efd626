"""One person under two texts, side by side, with the reasons for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from skillcity.facts.models import Fact
from skillcity.facts.selectors import facts_about
from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine import Catalogue, Outcome, evaluate
from skillcity.policy.persons import gather_one
from skillcity.policy.presenting import explanation
from skillcity.policy.studio.models import Draft
from skillcity.registry.models import Person

GONE = Text("草稿中没有这一条。", "The draft has no such clause.")
SUPPLIED = Text("由{who}提供。", "Supplied by {who}.")


def explained(person: Person, as_of: date, *, old: Catalogue, new: Catalogue, draft: Draft) -> list[dict[str, Any]]:
    """The two sides as the page shows them: the text compared with, then the draft."""
    facts = facts_about(person)
    asked = gather_one(person, facts, as_of).person
    by_reference = {fact.reference: fact for fact in facts}
    before, after = (evaluate(as_if_in_force(each), asked, as_of) for each in (old, new))
    return [
        side(before, old, by_reference, Text("现在", "Now"), "now", None),
        side(after, new, by_reference, Text(f"草稿 {draft.pk}", f"Draft {draft.pk}"), "draft", before),
    ]


def side(
    outcome: Outcome,
    catalogue: Catalogue,
    facts: Mapping[str, Fact],
    heading: Text,
    key: str,
    before: Outcome | None,
) -> dict[str, Any]:
    """One side. What the clause of before now lacks stands with the draft."""
    shown = explanation(outcome, catalogue, facts) | {"edition": key}
    shown["label"] = Text("{side}：{label}", "{side}: {label}").format(side=heading, label=shown["label"])
    if before is not None:
        shown["missing"] = lost(before, outcome)
    return {
        "explanation": shown,
        "benefits": [
            {
                "label": each.benefit.text,
                "value": Fen(each.amount) if each.benefit.measure.value != "rate" else each.amount,
            }
            for each in outcome.benefits
            if each.amount
        ],
    }


def lost(before: Outcome, after: Outcome) -> list[dict[str, Any]]:
    """What the clause that gave the class before lacks now; nothing when it still holds."""
    if before.clause is None or before.value == after.value:
        return []
    now = next((each for each in after.clauses if each.clause.id == before.clause), None)
    if now is None:
        return [{"what": GONE, "todo": None}]
    if now.why is None or now.truth is not False:
        return []
    return [{"what": each.wording, "todo": SUPPLIED.format(who=each.supplied_by)} for each in now.why.missing]
