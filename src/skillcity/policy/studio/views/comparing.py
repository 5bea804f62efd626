"""Two texts side by side, clause by clause, with the figures of the newest simulation between them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.policy.studio import permissions, selectors
from skillcity.policy.studio.engine.comparing import ClauseChange, Comparison
from skillcity.policy.studio.engine.comparing import compare as differences
from skillcity.policy.studio.models import Simulation
from skillcity.policy.studio.showing import Figures
from skillcity.policy.studio.views.parts import Opened, page_of
from skillcity.policy.studio.views.simulations import against_words, comparable

KINDS = {
    "added": ("new", Text("新增", "Added")),
    "removed": ("cancelled", Text("删去", "Removed")),
    "changed": ("warning", Text("修改", "Changed")),
}


@require_safe
def compare(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What a draft changes of an edition, or of another draft (`?with=`)."""
    opened = Opened(request, draft_id)
    options = comparable(opened)
    keys = [key for key, _ in options]
    chosen = request.GET.get("with", "")
    chosen = chosen if chosen in keys else keys[0]
    old, new = selectors.text_named(chosen), opened.checked.catalogue
    found = differences(old, new) if old and new else None
    newest = selectors.simulations(opened.actor, draft_id).filter(against=chosen).exclude(figures=None).first()
    context = opened.context("studio-compare", Text("比较", "Compare")) | {
        "options": [{"key": key, "label": label, "chosen": key == chosen} for key, label in options],
        "against": against_words(chosen),
        "found": shown_comparison(found, newest) if found else None,
        "page": page_of(list(found.clauses), request) if found else None,
        "simulation": simulation_link(newest),
        "simulate_url": f"{reverse('studio-simulate', args=[draft_id])}?against={chosen}",
        "may_write": permissions.may_write(opened.actor) is permissions.Verdict.ALLOWED,
    }
    return render(request, "policy/studio/compare.html", context)


def shown_comparison(found: Comparison, newest: Simulation | None) -> dict[str, Any]:
    """A comparison as the template takes it."""
    figures = Figures(newest) if newest else None
    return {
        "clauses": [clause_change(each, figures) for each in found.clauses],
        "others": found.others,
        "same": found.same,
        "added": len(found.of_kind("added")),
        "removed": len(found.of_kind("removed")),
        "changed": len(found.of_kind("changed")),
    }


def clause_change(each: ClauseChange, figures: Figures | None) -> dict[str, Any]:
    """One clause that differs, with how many people it moves."""
    tag, label = KINDS[each.kind]
    counts = figures.figures["cause"].get(each.id, {}) if figures else {}
    return {
        "id": each.id,
        "tag": tag,
        "kind": label,
        "text": each.text,
        "words": each.words if each.kind != "changed" else None,
        "changes": each.changes,
        "people": sum(counts.values()) if figures else None,
        "url": figures.address(cause=each.id) if figures and counts else "",
    }


def simulation_link(newest: Simulation | None) -> dict[str, Any] | None:
    """Where the figures come from."""
    if newest is None:
        return None
    return {
        "url": reverse("studio-simulation", args=[newest.pk]),
        "label": Text(f"模拟 {newest.pk}", f"Simulation {newest.pk}"),
        "revision": newest.revision.number,
    }
