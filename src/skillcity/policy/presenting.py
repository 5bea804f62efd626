"""The engine's answers as plain values for the pages: words, and facts with their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from skillcity.facts.models import Fact
from skillcity.facts.selectors import facts_about
from skillcity.facts.wording import Names, fact_title, names_for
from skillcity.kernel.text import Text
from skillcity.policy.applying import predecessor
from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine import Catalogue, ClauseResult, Explanation, Outcome, Status, evaluate, words
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.engine.tree import Condition
from skillcity.policy.persons import gather_one
from skillcity.policy.presenting_amounts import amount_words, limits_words
from skillcity.policy.selectors import current_edition
from skillcity.registry.models import Person

NOBODY = Text("不属于任何一类", "no class")
NEARER_SHOWN = 3
MEASURES = {
    Measure.PAYMENT: Text("补贴", "payment"),
    Measure.LIMIT: Text("额度", "limit"),
    Measure.RATE: Text("利率", "rate"),
}
NO_RULE = {
    "title": Text("今天没有有效的目录", "No catalogue is in force today"),
    "text": Text("没有规定可依，不等于没有资格。", "No rule to apply is not the same as no right."),
}


def clause_words(catalogue: Catalogue) -> dict[str, Text]:
    """The condition of each clause in plain words, made from the condition itself."""
    labels = {name: found.label for name, found in catalogue.sets.items()}
    return {clause.id: words(clause.when, catalogue.schema, labels, catalogue.names) for clause in catalogue.clauses}


def benefit_words(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The benefits with their conditions in plain words."""
    labels = {name: found.label for name, found in catalogue.sets.items()}
    names = {each.name: each.label for each in catalogue.schema.kinds.values()}

    def say(condition: Condition | None) -> Text | None:
        return words(condition, catalogue.schema, labels, catalogue.names) if condition else None

    return [
        {
            "benefit": each,
            "measure": MEASURES[each.measure],
            "when": say(each.when),
            "where": say(each.where),
            "each": names.get(each.each or ""),
            "amount": amount_words(each.amount, each.measure, catalogue),
            "limits": limits_words(each, catalogue),
        }
        for each in catalogue.benefits
    ]


def explanation(
    outcome: Outcome, catalogue: Catalogue, facts: Mapping[str, Fact], predecessor: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What `ui/explanation.html` shows of an outcome; `facts` are the person's facts by reference."""
    winning = outcome.winning
    used = [facts[str(each)] for each in _satisfying(winning) if str(each) in facts]
    return {
        "grade": outcome.value or "",
        "label": catalogue.outcome.label(outcome.value) if outcome.value else NOBODY,
        "catalogue": catalogue.title,
        "edition": catalogue.edition,
        "as_of": outcome.as_of,
        "known_at": outcome.known_at,
        "status": "illustrative" if outcome.illustrative else "in-force",
        "clause": _clause(winning) if winning else None,
        "satisfied": [fact_row(each, names_for({each.kind})) for each in used],
        "missing": [],
        "unknown": _unknown(outcome.clauses),
        "nearer": list(_nearer(outcome, catalogue)),
        "predecessor": predecessor,
    }


def _clause(result: ClauseResult) -> dict[str, Any]:
    cite = result.clause.cite
    return {
        "id": result.clause.id,
        "text": result.clause.text,
        "cite": f"{cite.document} {cite.item}".strip(),
        "url": cite.url,
    }


def _satisfying(result: ClauseResult | None) -> Iterable[object]:
    return dict.fromkeys(result.why.satisfied_by) if result and result.why else ()


def fact_row(fact: Fact, names: Names) -> dict[str, Any]:
    """A fact that satisfies a clause: in words, with its day, its source and its page."""
    return {
        "what": fact_title(fact, names),
        "fact": fact.reference,
        "url": reverse("fact", args=[fact.person_id, fact.seq]),
        "day": fact.valid_from,
        "source": " · ".join(each for each in (fact.document, fact.source) if each),
    }


def _unknown(results: Iterable[ClauseResult]) -> list[dict[str, Any]]:
    """What is not known and would matter, each once."""
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        if result.why is None or result.truth is not None:
            continue
        for field in result.why.unknown:
            what = Text("{clause}:{label}", "{clause}: {label}").format(clause=result.clause.text, label=field.label)
            found.setdefault(what.zh, {"what": what})
    return list(found.values())


def _nearer(outcome: Outcome, catalogue: Catalogue) -> Iterable[dict[str, Any]]:
    """The clauses of better classes that lack one thing only, and a thing that can change; the nearest class first."""
    order = catalogue.outcome.order
    mine = order.index(outcome.value) if outcome.value else len(order)
    lacking = [
        result for result in outcome.clauses if order.index(result.clause.gives) < mine and result.truth is False
    ]
    lacking.sort(key=lambda result: -order.index(result.clause.gives))
    for result in lacking[: NEARER_SHOWN * 3]:
        missing = _missing(result.why)
        if missing:
            yield {
                "grade": result.clause.gives,
                "label": catalogue.outcome.label(result.clause.gives),
                "text": result.clause.text,
                "missing": missing,
            }


def _missing(why: Explanation | None) -> list[dict[str, Any]]:
    if why is None or any(not each.changeable for each in why.missing):
        return []
    supplied = Text("由{who}提供。", "Supplied by {who}.")
    return [{"what": each.wording, "todo": supplied.format(who=each.supplied_by)} for each in why.missing]


def under_predecessor(outcome: Outcome | None, predecessor: Catalogue | None, url: str) -> dict[str, Any] | None:
    """The line that tells what the edition before would have said."""
    if outcome is None or predecessor is None:
        return None
    label = as_if_in_force(predecessor).outcome.label(outcome.value) if outcome.value else NOBODY
    return {"grade": outcome.value or "", "label": label, "edition": predecessor.edition, "url": url}


def class_context(person: Person) -> dict[str, Any]:
    """The explanation under the edition in force, and what the one before would have said of the same facts."""
    as_of = timezone.localdate()
    current = current_edition(as_of)
    if current is None:
        return {"explanation": None, "no_rule": NO_RULE}
    facts = facts_about(person)
    asked = gather_one(person, facts, as_of).person
    outcome = evaluate(current, asked, as_of)
    before = predecessor(current)
    earlier = evaluate(as_if_in_force(before), asked, as_of) if before else None
    by_reference = {fact.reference: fact for fact in facts}
    previous = under_predecessor(earlier, before, reverse("catalogue", args=[before.edition]) if before else "")
    return {
        "explanation": explanation(outcome, current, by_reference, previous),
        "earlier": explanation(earlier, before, by_reference) if earlier and before else None,
        "illustrative": outcome.illustrative or _shows_samples(outcome) or _shows_samples(earlier),
    }


def _shows_samples(outcome: Outcome | None) -> bool:
    """Whether some clause that the page may show has been read in no text in force: then the page bears the banner."""
    return outcome is not None and any(each.clause.status is Status.ILLUSTRATIVE for each in outcome.clauses)
