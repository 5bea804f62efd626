"""A stored decision for the pages: what it says, on what it rests, and what replaying it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from skillcity.facts.models import Fact
from skillcity.facts.selectors import facts_about
from skillcity.facts.wording import Names, fact_title, names_for
from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.answers import places
from skillcity.policy.engine import Catalogue
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.models import Decision
from skillcity.policy.presenting import fact_row
from skillcity.policy.presenting_changes import catalogue_of, sentence
from skillcity.policy.presenting_money import COLUMNS, PERSON, STATES
from skillcity.policy.replaying import Replay

PARTS = {
    "value": Text("类别", "the class"),
    "holds": Text("符合的类别或资格", "the class or rights held"),
    "clause": Text("依据的条款", "the clause"),
    "status": Text("是否确定", "whether it is known"),
    "open": Text("尚不能确定的部分", "what is not known"),
    "illustrative": Text("是否示例参数", "whether it rests on samples"),
    "clause_mask": Text("逐条结果", "the clauses that hold"),
    "unknown_mask": Text("逐条未知", "the clauses not known"),
    "amounts": Text("金额", "the amounts"),
    "facts": Text("所用事实", "the facts used"),
    "digest": Text("存档校验值", "the digest of the stored row"),
    "words": Text("目录文字(无法再读取)", "the words of the edition (can no longer be read)"),
}
NOBODY = Text("没有得到什么", "nothing held")
CLAIMS = Text("逐笔看", "One by one")
OUTCOME = Text("结果", "Outcome")
OPEN = Text("尚不能确定", "Not yet known")


def decision_row(decision: Decision, *, own: bool) -> list[Any]:
    """One line of the list of decisions."""
    edition = decision.kept.name if decision.kept else decision.catalogue
    found = catalogue_of(decision)
    return [
        {"text": decision.reference, "url": reverse("decision", args=[decision.pk])},
        decision.as_of,
        {"text": found.title if found else edition, "note": edition},
        sentence(decision, own=own),
    ]


def decision_context(replay: Replay, *, own: bool) -> dict[str, Any]:
    """What `policy/decision.html` shows."""
    decision = replay.decision
    facts = {fact.reference: fact for fact in facts_about(decision.person)}
    names = names_for({fact.kind for fact in facts.values()})
    return {
        "title": Text(f"认定 {decision.reference}", f"Decision {decision.reference}"),
        "said": sentence(decision, own=own),
        "rows": _rows(decision, replay.catalogue),
        "clauses": _clauses(replay, facts, names),
        "claims": _claims(replay, facts, names),
        "same": replay.same,
        "differs": [PARTS[each] for each in replay.differs],
        "illustrative": decision.illustrative,
    }


def _clauses(replay: Replay, facts: Mapping[str, Fact], names: Names) -> list[dict[str, Any]]:
    """The clauses that held, each with the facts that satisfied it; those since corrected can still be looked at."""
    outcome = replay.outcome
    if outcome is None:
        return []
    found = []
    for place in places(bytes(replay.decision.clause_mask)):
        result = outcome.clauses[place] if place < len(outcome.clauses) else None
        if result is not None:
            used = [str(each) for each in dict.fromkeys(result.why.satisfied_by)] if result.why else []
            shown = [fact_row(facts[each], names) for each in used if each in facts]
            found.append({"clause": result.clause, "facts": shown})
    return found


def _claims(replay: Replay, facts: Mapping[str, Fact], names: Names) -> dict[str, Any] | None:
    """The claims behind the amounts, as `ui/table.html` takes them; None: there are none."""
    rows = [
        [
            each.benefit.text,
            {"text": fact_title(facts[str(claim.fact)], names), "note": str(claim.fact)} if claim.fact else PERSON,
            Fen(claim.amount) if claim.amount is not None and each.benefit.measure is Measure.PAYMENT else None,
            {"tag": STATES[claim.state][0], "label": STATES[claim.state][1]},
        ]
        for each in (replay.outcome.benefits if replay.outcome else ())
        for claim in each.claims
        if claim.state in STATES and (claim.fact is None or str(claim.fact) in facts)
    ]
    return {"caption": CLAIMS, "columns": COLUMNS[:4], "rows": rows} if rows else None


def _rows(decision: Decision, catalogue: Catalogue | None) -> list[dict[str, Any]]:
    kept = decision.kept
    return [
        {"label": Text("目录", "Catalogue"), "value": catalogue.title if catalogue else decision.catalogue,
         "note": f"{kept.name} · {kept.digest}" if kept else None},
        *_outcome(decision, catalogue),
        *([{"label": OPEN, "value": _labels(decision.open, catalogue)}] if decision.open else []),
        *_amounts(decision, catalogue),
        {"label": Text("截至", "As of"), "value": decision.as_of},
        {"label": Text("按当时已知", "As known on"), "value": decision.known_at},
        {"label": Text("认定时间", "Decided at"), "value": decision.decided_at},
        {"label": Text("所用事实", "Facts used"), "value": decision.facts_used, "note": decision.facts_digest[:16]},
        {"label": Text("上一项认定", "The decision before"), "value": _before(decision)},
        {"label": Text("校验值", "Digest"), "value": decision.digest[:16]},
    ]  # fmt: skip


def _outcome(decision: Decision, catalogue: Catalogue | None) -> list[dict[str, Any]]:
    """The class or rights; of benefits alone the amounts say it."""
    told = decision.holds or not decision.amounts
    return [{"label": OUTCOME, "value": _labels(decision.holds, catalogue)}] if told else []


def _before(decision: Decision) -> dict[str, Any] | None:
    if decision.previous_id is None:
        return None
    return {"text": f"D{decision.previous_id}", "url": reverse("decision", args=[decision.previous_id])}


def _labels(codes: str, catalogue: Catalogue | None) -> Text:
    known = [catalogue.outcome.label(each) for each in codes.split(",") if each] if catalogue else []
    if not known:
        return NOBODY
    return Text("、".join(each.zh for each in known), ", ".join(each.en for each in known))


def _amounts(decision: Decision, catalogue: Catalogue | None) -> list[dict[str, Any]]:
    benefits = {each.id: each for each in catalogue.benefits} if catalogue else {}
    rows = []
    for key, (amount, more) in decision.amounts.items():
        benefit = benefits.get(key)
        label = benefit.text if benefit else Text(key, key)
        rate = benefit is not None and benefit.measure is Measure.RATE
        value: object = f"{amount / 100:.2f} %" if rate else Fen(amount)
        note = Text("可能还有，尚不能确定", "more may be due; not yet known") if more else None
        rows.append({"label": label, "value": value, "note": note})
    return rows
