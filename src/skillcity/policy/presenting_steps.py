"""What a person is one step away from, with the step; and why they were not given what they were not given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine.advice import Advice, next_steps
from skillcity.policy.engine.refusal import refusal
from skillcity.policy.rights import Right, Rights

EACH, MOST = 2, 8
"""Steps shown of one catalogue, and in all."""
SUPPLIES = Text("由{who}提供", "supplied by {who}")
FROM = Text("最早 {day} 起", "from {day} at the earliest")
GIVEN = Text("由有关部门评定，不能自行取得", "others decide on it")


def steps(rights: Rights) -> dict[str, list[dict[str, Any]]]:
    """The cheapest next steps, catalogue by catalogue, the talent class first: `one` step away, and `further`."""
    found = [each for right in rights.rights for each in _of(right, rights)]
    return {
        "one": [each for each in found if each["steps"] == 1][:MOST],
        "further": [each for each in found if each["steps"] > 1][:MOST],
    }


def _of(right: Right, rights: Rights) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for advice in next_steps(right.catalogue, rights.asked, rights.as_of):
        if advice.gives in seen:
            continue
        seen.add(advice.gives)
        yield {
            "steps": advice.steps,
            "label": right.catalogue.outcome.label(advice.gives),
            "title": right.catalogue.title,
            "text": advice.clause.text,
            "what": advice.wording,
            "todo": _todo(advice, rights.as_of),
            "status": "illustrative" if advice.illustrative else None,
        }
        if len(seen) == EACH:
            return


def _todo(advice: Advice, today: date) -> Text:
    """Who supplies it, from when it would hold, and that others decide."""
    suppliers = dict.fromkeys(each.supplied_by for each in advice.actions if each.supplied_by.zh)
    who = Text("、".join(each.zh for each in suppliers), ", ".join(each.en for each in suppliers))
    said = [SUPPLIES.format(who=who)] if suppliers else []
    said += [FROM.format(day=advice.on.isoformat())] if advice.on > today else []
    said += [GIVEN] if any(each.given for each in advice.actions) else []
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def refusals(rights: Rights) -> list[dict[str, Any]]:
    """For each catalogue that gives nothing: the nearest clause, what lacks, who supplies it, until when."""
    found = [
        (right, refusal(right.catalogue, rights.asked, rights.as_of)) for right in rights.rights if not right.holds
    ]
    return [
        {
            "title": right.catalogue.title,
            "said": told.sentence,
            "status": "illustrative" if told.illustrative else None,
        }
        for right, told in found
        if told is not None
    ]
