"""The page of a person's rights as plain values: what they have, what is a step away, what nobody knows, what ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillcity.facts.engine.kinds import all_kinds
from skillcity.facts.wording import Names, fact_title, names_for
from skillcity.kernel.text import Text
from skillcity.policy.editions import TALENT
from skillcity.policy.engine import Catalogue, ClauseResult, Status
from skillcity.policy.engine.claims import ClaimState
from skillcity.policy.engine.schema import Field
from skillcity.policy.presenting import explanation, fact_row
from skillcity.policy.presenting_changes import changes
from skillcity.policy.presenting_money import claims_table, due, limits_table, notes, payments
from skillcity.policy.presenting_steps import refusals, steps
from skillcity.policy.rights import Right, Rights

ENDS = Text("到 {day} 为止；之后没有查到现行规定。", "Until {day}; no rule that follows it could be found.")
NOT_BEGUN = Text("还没有开始施行。", "It has not begun yet.")
TELLS = Text("由{who}补充。", "{who} can tell.")


def rights_context(rights: Rights, *, own: bool) -> dict[str, Any]:
    """What `policy/rights.html` shows."""
    names = names_for({fact.kind for fact in rights.facts.values()})
    talent = next((each for each in rights.rights if each.catalogue.catalogue == TALENT), None)
    return {
        "as_of": rights.as_of,
        "count": len({fact.seq for fact in rights.facts.values()}),
        "own": own,
        "explanation": explanation(talent.outcome, talent.catalogue, rights.facts) | {"nearer": []} if talent else None,
        "due": due(rights),
        "claims": claims_table(rights, names),
        "notes": notes(rights),
        "limits": limits_table(rights),
        "held": list(held(rights, names)),
        "unknown": list(unknown(rights, names)),
        "steps": steps(rights),
        "refusals": refusals(rights),
        "silent": [silent(each) for each in rights.silent],
        "changes": changes(rights.decisions, own=own),
        "aside": rights.aside,
        "illustrative": shows_samples(rights),
    }


def held(rights: Rights, names: Names) -> Iterator[dict[str, Any]]:
    """The rights that do not stand above each other (资格), each with the clause that gives it and the facts."""
    for right in rights.rights:
        if not right.catalogue.outcome.every:
            continue
        for name in right.outcome.verdict.holds:
            result = next(each for each in right.outcome.clauses if each.clause.gives == name and each.truth)
            yield {
                "label": right.catalogue.outcome.label(name),
                "title": right.catalogue.title,
                "clause": _clause(result),
                "status": "illustrative" if _is_sample(right, result) else "in-force",
                "facts": [
                    fact_row(rights.facts[str(each)], names) for each in _facts(result) if str(each) in rights.facts
                ],
                "decision": right.decision,
            }


def _is_sample(right: Right, result: ClauseResult) -> bool:
    return right.outcome.illustrative or result.clause.status is Status.ILLUSTRATIVE


def _clause(result: ClauseResult) -> dict[str, Any]:
    clause = result.clause
    where = f"{clause.cite.document} {clause.cite.item}".strip()
    return {"id": clause.id, "text": clause.text, "cite": where, "url": clause.cite.url, "impact": clause.impact}


def _facts(result: ClauseResult) -> list[object]:
    return list(dict.fromkeys(result.why.satisfied_by)) if result.why else []


def unknown(rights: Rights, names: Names) -> Iterator[dict[str, Any]]:
    """What is not known and would matter, each once, with who can tell."""
    found: dict[str, dict[str, Any]] = {}
    for right in rights.rights:
        for field, reference in _open_fields(right):
            attribute = right.catalogue.schema.attribute(field)
            fact = rights.facts.get(reference)
            label = attribute.label
            if fact is not None:
                title = fact_title(fact, names)
                label = Text(f"{title.zh}的{label.zh}", f"{label.en} of {title.en}")
            found.setdefault(label.zh, {"what": label, "todo": TELLS.format(who=attribute.supplied_by)})
    for _, result in payments(rights.rights):
        for claim in result.claims:
            fact = rights.facts.get(str(claim.fact))
            if claim.state is ClaimState.UNKNOWN and fact is not None:
                title, kind = fact_title(fact, names), all_kinds()[fact.kind]
                what = Text(f"{title.zh}能否领{result.benefit.text.zh}", f"{result.benefit.text.en} for {title.en}")
                found.setdefault(what.zh, {"what": what, "todo": TELLS.format(who=kind.supplied_by)})
    yield from found.values()


def _open_fields(right: Right) -> Iterator[tuple[Field, str]]:
    """Each field on which an answer depends, and of which fact."""
    for result in right.outcome.clauses:
        if result.why is not None and result.truth is None:
            for each in result.why.unknown:
                yield each.field, str(each.fact or "")
    for given in right.outcome.benefits:
        if given.why is not None and given.why.truth is None:
            for each in given.why.unknown:
                yield each.field, str(each.fact or "")


def silent(catalogue: Catalogue) -> dict[str, Any]:
    """A catalogue without an edition in force: when the last one ended."""
    end = catalogue.in_force.end
    said = ENDS.format(day=end.isoformat()) if end else NOT_BEGUN
    return {"title": catalogue.title, "said": said, "note": catalogue.source.note}


def shows_samples(rights: Rights) -> bool:
    """Whether anything on the page was read in no text in force: then it bears the banner."""
    return any(
        right.outcome.illustrative
        or any(each.clause.status is Status.ILLUSTRATIVE for each in right.outcome.clauses)
        or any(each.illustrative for each in right.outcome.benefits)
        for right in rights.rights
    )
