"""Decisions in one sentence each: what changed for the person, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.answers import places
from skillcity.policy.editions import TALENT, editions_of
from skillcity.policy.engine import Catalogue
from skillcity.policy.engine.benefit import Measure
from skillcity.policy.models import NO_RULE, Decision
from skillcity.policy.rights import is_change

NEWS_DAYS = 60
SHOWN = 10
BECAUSE = Text("{what}：因为{why}。", "{what}: because of {why}.")
PLAIN = Text("{what}。", "{what}.")
BECOMES = Text("{you}成为{label}", "{you} {are} now {label}")
NO_LONGER = Text("{you}不再属于任何一类", "{you} {are} no longer in any class")
ENDED = Text("{title}已到期，现在没有有效的规定", "{title} has ended; no rule is in force now")
HOLDS = Text("{title}：{label}", "{title}: {label}")
LOST = Text("{title}：不再符合{label}", "{title}: no longer {label}")
DUE = Text("{you}可申领{title} {yuan} 元", "{you} may claim {title}: {yuan} yuan")
GRANTED = Text("{you}可享受{title}", "{you} may use {title}")
OPEN = Text("{title}有一项尚不能确定", "{title}: something is not known yet")
OTHER = Text("{title}有变化", "{title} has changed")
YOU = {
    True: {"you": Text("您", "you"), "are": Text("", "are")},
    False: {"you": Text("", "the person"), "are": Text("", "is")},
}


def catalogue_of(decision: Decision) -> Catalogue | None:
    """The edition that it was decided by, if it still stands among the editions."""
    kept = decision.kept
    if kept is None:
        return None
    return next((each for each in editions_of(kept.region, kept.catalogue) if each.edition == kept.edition), None)


def sentence(decision: Decision, *, own: bool) -> Text:
    """What a decision changed, from the one before it."""
    said = YOU[own]
    before = decision.previous
    catalogue = catalogue_of(decision)
    if decision.status == NO_RULE or catalogue is None:
        last = catalogue_of(before) if before else None
        title = last.title if last else Text(decision.catalogue, decision.catalogue)
        return _sentence((ENDED if decision.status == NO_RULE else OTHER).format(title=title))
    then = set(_codes(before.holds)) if before else set()
    gained = [each for each in _codes(decision.holds) if each not in then]
    lost = [each for each in then if each not in _codes(decision.holds)]
    if gained:
        labels = _joined([catalogue.outcome.label(each) for each in gained])
        pattern = HOLDS if catalogue.outcome.every else BECOMES
        return _sentence(
            pattern.format(label=labels, title=catalogue.title, **said), _because(decision, catalogue, gained)
        )
    if lost and not catalogue.outcome.every:
        return _sentence(NO_LONGER.format(**said))
    if lost:
        labels = _joined([catalogue.outcome.label(each) for each in lost])
        return _sentence(LOST.format(label=labels, title=catalogue.title))
    return _sentence(_money(decision, before, catalogue, own))


def _money(decision: Decision, before: Decision | None, catalogue: Catalogue, own: bool) -> Text:
    then = before.amounts if before else {}
    benefits = {each.id: each for each in catalogue.benefits}
    more = {
        key: amount - then.get(key, (0, False))[0]
        for key, (amount, _) in decision.amounts.items()
        if key in benefits and amount > then.get(key, (0, False))[0]
    }
    for key, amount in more.items():
        if benefits[key].measure is Measure.PAYMENT:
            return DUE.format(title=benefits[key].text, yuan=Fen(amount).yuan, **YOU[own])
    if more:
        return GRANTED.format(title=_joined([benefits[key].text for key in more]), **YOU[own])
    is_open = any(each[1] for each in decision.amounts.values()) or decision.open
    return (OPEN if is_open else OTHER).format(title=catalogue.title)


def _because(decision: Decision, catalogue: Catalogue, gained: Sequence[str]) -> Text | None:
    """The wording of the first clause that holds and gives it."""
    held = [catalogue.clauses[place] for place in places(bytes(decision.clause_mask)) if place < len(catalogue.clauses)]
    named = next((each for each in held if each.id == decision.clause and each.gives in gained), None)
    found = named or next((each for each in held if each.gives in gained), None)
    return found.text if found else None


def _sentence(what: Text, why: Text | None = None) -> Text:
    made = BECAUSE.format(what=what, why=why) if why else PLAIN.format(what=what)
    return Text(made.zh, made.en[:1].upper() + made.en[1:])


def _codes(joined: str) -> list[str]:
    return [each for each in joined.split(",") if each]


def _joined(labels: Sequence[Text]) -> Text:
    return Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels))


def changes(decisions: Sequence[Decision], *, own: bool) -> list[dict[str, Any]]:
    """The last decisions that changed something, as `ui/timeline.html` takes entries, the newest first."""
    found = sorted(
        filter(is_change, decisions), key=lambda each: (-each.as_of.toordinal(), each.catalogue != TALENT, -each.pk)
    )
    return [
        {
            "day": each.as_of,
            "what": sentence(each, own=own),
            "url": reverse("decision", args=[each.pk]),
            "details": [],
            "state": "illustrative" if each.illustrative else None,
        }
        for each in found[:SHOWN]
    ]


def news(decisions: Sequence[Decision], *, own: bool) -> dict[str, Any] | None:
    """The newest change, if it is not old: the talent class before the rest of the same day."""
    found = changes(decisions, own=own)
    return found[0] if found and found[0]["day"] >= timezone.localdate() - timedelta(days=NEWS_DAYS) else None
