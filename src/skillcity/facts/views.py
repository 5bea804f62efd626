"""The page of one fact, and what an officer does with it: record, correct, retract. Nothing is ever changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from skillcity.facts import selectors, services
from skillcity.facts.engine.kinds import all_kinds, kind_named
from skillcity.facts.errors import RETRACTED, SUPERSEDED
from skillcity.facts.forms import FactForm, SourceForm
from skillcity.facts.models import Fact
from skillcity.facts.permissions import Verdict, may_correct
from skillcity.facts.presenting import changed_rows, fact_rows, said_rows
from skillcity.facts.wording import fact_title, names_for
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import say
from skillcity.registry.models import Person
from skillcity.registry.selectors import person_for

STEPS = [Text("填写", "Fill in"), Text("核对", "Check"), Text("完成", "Done")]
PEOPLE = Text("人员", "People")


def _trail(actor: Actor, person: Person) -> list[dict[str, Any]]:
    if actor.person_id == person.pk:
        return [{"url": reverse("my-record"), "label": Text("我的档案", "My record")}]
    return [
        {"url": reverse("people"), "label": PEOPLE},
        {"url": reverse("person", args=[person.pk]), "label": person.name},
    ]


@require_safe
def fact(request: HttpRequest, person_id: int, seq: int) -> HttpResponse:
    """One fact with all that is recorded of it, and what became of it."""
    actor = actor_of(request)
    found = selectors.fact_for(actor, person_id, seq)
    note_look(actor=actor, act="fact", person_ids=[person_id])
    newer = Fact.objects.filter(person_id=person_id, supersedes=seq).first()
    allowed = may_correct(actor, found.person) is Verdict.ALLOWED and newer is None
    context = {
        "title": fact_title(found),
        "breadcrumb_trail": _trail(actor, found.person),
        "fact": found,
        "rows": fact_rows(found),
        "newer": newer,
        "may_correct": allowed,
        "may_retract": allowed and not found.retracts,
    }
    return render(request, "facts/fact.html", context)


def _require_newest(actor: Actor, found: Fact) -> None:
    verdict = may_correct(actor, found.person)
    if verdict is not Verdict.ALLOWED:
        raise verdict.refusal
    if Fact.objects.filter(person_id=found.person_id, supersedes=found.seq).exists():
        raise SUPERSEDED


@require_http_methods(["GET", "HEAD", "POST"])
def fact_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """Record a fact: choose its kind, fill in, check, done."""
    actor = actor_of(request)
    person = person_for(actor, person_id)
    verdict = may_correct(actor, person)
    if verdict is not Verdict.ALLOWED:
        raise verdict.refusal
    trail = _trail(actor, person)
    if not request.GET.get("kind"):
        context = {
            "title": Text("登记事实", "Record a fact"),
            "breadcrumb_trail": trail,
            "person": person,
            "kinds": all_kinds().values(),
        }
        return render(request, "facts/kinds.html", context)
    kind = kind_named(request.GET["kind"])
    title = Text("登记{kind}", "Record: {kind}").format(kind=kind.label)
    form = FactForm(request.POST or None, kind=kind)
    return _form_pages(
        request,
        form,
        person,
        {"title": title, "breadcrumb_trail": trail, "old": []},
        lambda values: services.record_fact(actor=actor, person=person, kind=kind, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fact_correct(request: HttpRequest, person_id: int, seq: int) -> HttpResponse:
    """Correct a fact: a newer one takes its place; the old one stays visible below it."""
    actor = actor_of(request)
    found = selectors.fact_for(actor, person_id, seq)
    _require_newest(actor, found)
    kind = all_kinds()[found.kind]
    form = FactForm(request.POST or None, kind=kind, fact=found)
    context = {
        "title": Text("更正：{title}", "Correct: {title}").format(title=fact_title(found)),
        "breadcrumb_trail": _trail(actor, found.person),
        "old": said_rows(kind, found.attributes, found.valid_from, found.valid_to, names_for({kind.name})),
    }
    return _form_pages(
        request, form, found.person, context, lambda values: services.correct_fact(actor=actor, fact=found, **values)
    )


def _form_pages(
    request: HttpRequest,
    form: FactForm,
    person: Person,
    context: dict[str, Any],
    act: Callable[[dict[str, Any]], Fact],
) -> HttpResponse:
    """Fill in, check the answers, then act; `step` says which page was sent."""
    context |= {"form": form, "person": person, "steps": STEPS}
    if request.method != "POST" or request.POST.get("step") == "edit":
        return render(request, "facts/form.html", context)
    if not form.is_valid():
        return render(request, "facts/form.html", context, status=422)
    values = {
        "valid_from": form.cleaned_data["valid_from"],
        "valid_to": form.cleaned_data.get("valid_to"),
        "attributes": form.attributes,
        "source": form.cleaned_data["source"],
    }
    try:
        if request.POST.get("step") != "confirm":
            checked = services.check_sound(form.kind, person.pk, *values.values())
            context["rows"] = changed_rows(context["old"], _new_rows(form, checked))
            return render(request, "facts/check.html", context)
        made = act(values | {"document": form.cleaned_data["document"]})
    except InputError as error:
        form.refuse(error)
        return render(request, "facts/form.html", context, status=422)
    done = Text("已记录，编号 {reference}。", "Recorded as {reference}.").format(reference=made.reference)
    messages.success(request, say(done))
    return redirect(f"{reverse('person', args=[person.pk])}#fact-{made.seq}")


def _new_rows(form: FactForm, attributes: Mapping[str, object]) -> list[dict[str, Any]]:
    begins, ends = form.cleaned_data["valid_from"], form.cleaned_data.get("valid_to")
    return [
        *said_rows(form.kind, attributes, begins, ends, names_for({form.kind.name})),
        {"label": Text("来源", "Source"), "value": form.cleaned_data["source"]},
        {"label": Text("依据文号", "Document"), "value": form.cleaned_data["document"]},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def fact_retract(request: HttpRequest, person_id: int, seq: int) -> HttpResponse:
    """Say that a fact was never so; nothing takes its place."""
    actor = actor_of(request)
    found = selectors.fact_for(actor, person_id, seq)
    _require_newest(actor, found)
    if found.retracts:
        raise RETRACTED
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.retract_fact(actor=actor, fact=found, source=form.cleaned_data["source"])
        done = Text("已撤回，编号 {reference}。", "Retracted as {reference}.").format(reference=made.reference)
        messages.success(request, say(done))
        return redirect("person", person_id=person_id)
    context = {
        "title": Text("撤回：{title}", "Retract: {title}").format(title=fact_title(found)),
        "breadcrumb_trail": _trail(actor, found.person),
        "fact": found,
        "rows": fact_rows(found),
        "form": form,
    }
    return render(request, "facts/retract.html", context, status=422 if form.errors else 200)
