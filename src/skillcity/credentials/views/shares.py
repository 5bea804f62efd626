"""Showing a part of one's passport: to whom, until when, the link and the code, taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.credentials import sharing
from skillcity.credentials.engine.printing import qr_svg
from skillcity.credentials.models import Share
from skillcity.credentials.passport import class_of, newest_of, titles_of
from skillcity.credentials.passport_forms import ShareForm
from skillcity.credentials.passport_presenting import class_title, is_live
from skillcity.credentials.sharing import Choice
from skillcity.credentials.views.parts import tell
from skillcity.credentials.views.passport import own_id, to_passport
from skillcity.facts.wording import fact_title, names_for
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.ui.language import say
from skillcity.registry.models import Organisation

MOST = 200
RECEIVERS_LISTED = 100
SHOWING = Text("出示给别人看", "Show it to somebody")


def choice_in(given: QueryDict) -> Choice:
    """What was ticked."""
    facts = [int(each) for each in given.getlist("f") if each.isascii() and each.isdigit() and len(each) < 10]
    return Choice(given.getlist("c")[:MOST], facts[:MOST], "class" in given)


def words_of(person_id: int, choice: Choice) -> list[Text]:
    """What was chosen, a line each; what is not the person's is left out."""
    certificates = titles_of(person_id, choice.certificates) if choice.certificates else []
    facts = [each.newest for each in newest_of(person_id, choice.facts)] if choice.facts else []
    names = names_for({fact.kind for fact in facts})
    talent = class_of(person_id) if choice.with_class else None
    return [
        *([class_title(talent)] if talent else []),
        *(Text(each, each) for each in certificates),
        *(fact_title(fact, names) for fact in facts),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def passport_share(request: HttpRequest) -> HttpResponse:
    """To whom, what for, until when; then the link."""
    actor = actor_of(request)
    person_id = own_id(actor)
    posted = request.method == "POST"
    choice = choice_in(request.POST if posted else request.GET)
    form = ShareForm(request.POST if posted else None)
    if posted and form.is_valid():
        given = form.cleaned_data
        receiver, purpose = given["words"]
        try:
            made = sharing.share(
                actor=actor,
                receiver=receiver,
                purpose=purpose,
                ends_on=given["last"],
                choice=choice,
                organisation=given["organisation"],
            )
        except InputError as error:
            form.add_error(None, say(error.text))
        else:
            return redirect("share", share_id=made.pk)
    context = {
        "title": SHOWING,
        "breadcrumb_trail": [to_passport()],
        "form": form,
        "chosen": words_of(person_id, choice),
        "kept": [*(("c", each) for each in choice.certificates), *(("f", each) for each in choice.facts)],
        "with_class": choice.with_class,
        "receivers": Organisation.objects.filter(kind__in=("bank", "insurer", "chain-leader"))
        .order_by("kind", "name")
        .values_list("name", flat=True)[:RECEIVERS_LISTED],
    }
    return render(request, "credentials/share_new.html", context, status=422 if form.errors else 200)


@require_safe
def share(request: HttpRequest, share_id: int) -> HttpResponse:
    """The link and its code, what it shows, each opening, and the button that takes it back."""
    actor = actor_of(request)
    found = sharing.own_share(actor, share_id)
    person_id = own_id(actor)
    choice = Choice(found.certificates, found.facts, found.with_class)
    looks = sharing.looks_at(person_id).filter(purpose=sharing.look_words(found))
    live = is_live(found)
    context = {
        "title": Text(f"出示给：{found.receiver}", f"Shown to: {found.receiver}"),
        "breadcrumb_trail": [to_passport()],
        "share": found,
        "live": live,
        "link": sharing.link_of(found) if live else "",
        "rows": _rows(found),
        "chosen": words_of(person_id, choice),
        "looks": [{"day": each.at, "what": OPENED} for each in looks[:MOST]],
    }
    return render(request, "credentials/share.html", context)


OPENED = Text("链接被打开", "The link was opened")


def _rows(found: Share) -> list[dict[str, Any]]:
    return [
        {"label": Text("给谁看", "For whom"), "value": found.receiver},
        {"label": Text("用途", "Purpose"), "value": found.purpose},
        {"label": Text("到期", "Until"), "value": found.ends_on},
        *([{"label": Text("收回于", "Taken back"), "value": found.withdrawn_at}] if found.withdrawn_at else []),
    ]


@require_safe
def share_code(request: HttpRequest, share_id: int) -> HttpResponse:
    """The code of the link as a picture, for its owner alone."""
    found = sharing.own_share(actor_of(request), share_id)
    if not is_live(found):
        raise sharing.GONE
    return HttpResponse(qr_svg(sharing.link_of(found)), content_type="image/svg+xml")


@require_POST
def share_withdraw(request: HttpRequest, share_id: int) -> HttpResponse:
    """Take it back."""
    sharing.withdraw(actor=actor_of(request), share_id=share_id)
    tell(request, Text("已收回，链接立即失效。", "Taken back: the link is dead."))
    return redirect(reverse("passport") + "#showing")
