"""What several pages of the registry share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.registry.kinds import MembershipRole, Purpose
from skillcity.registry.models import Consent, Membership, Person
from skillcity.registry.places import counties, place_name

PER_PAGE = 25
MOST_LISTED = 1000
HOME = {"url": "/home", "label": Text("首页", "Home")}
PEOPLE = Text("人员", "People")
ORGANISATIONS = Text("机构", "Organisations")
SEXES = {"male": Text("男", "Male"), "female": Text("女", "Female")}
CONTACTS = {"phone": Text("手机", "Phone"), "email": Text("邮箱", "E-mail")}


class FirstThousand(Paginator):  # type: ignore[type-arg]  # of any rows
    """Pages of the first thousand rows: counting a million of them would take longer than finding the right ones."""

    @cached_property
    def count(self) -> int:
        """How many rows there are to page through, at most a thousand."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # what `page_of` gives it
        return rows[:MOST_LISTED].count()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than can be paged through."""
        return self.count >= MOST_LISTED


def page_of(rows: Any, request: HttpRequest) -> Page[Any]:
    """The page that `?page=` asks for, the nearest one for a wrong number."""
    return FirstThousand(rows, PER_PAGE).get_page(request.GET.get("page"))


def masked_number(person: Person) -> str:
    """The masked number of the first document; prefetch `documents` for many people."""
    return next((document.masked for document in sorted(person.documents.all(), key=lambda each: each.pk)), "")


def identity_rows(actor: Actor, person: Person, number_row: dict[str, Any]) -> list[dict[str, Any]]:
    """The summary of a person: who, where, and how to reach them; numbers and contacts in one question.

    Whoever sees the person with their consent gets no more of it than tells one person from another.
    """
    numbers = person.documents.order_by().annotate(said=Value("")).values_list("said", "masked", "pk")
    known = person.contacts.order_by().values_list("kind", "value", "pk").union(numbers, all=True)
    rows = list(known.order_by("kind", "pk"))
    contacts = [{"label": CONTACTS[kind], "value": value} for kind, value, _ in rows if kind]
    number = next((masked for kind, masked, _ in rows if not kind), "")
    who = [
        {"label": Text("姓名", "Name"), "value": person.name},
        {"label": Text("证件号码", "ID number"), "value": number, **number_row},
    ]
    if actor.reach is Reach.CONSENT:
        return who
    return [
        *who,
        {"label": Text("性别", "Sex"), "value": SEXES[person.sex]},
        {"label": Text("出生日期", "Date of birth"), "value": person.birth_date},
        {"label": Text("所属县(市、区)", "County"), "value": place_name(person.region_code, counties())},
        *(contacts or [{"label": Text("联系方式", "Contact"), "value": Text("未登记", "none recorded")}]),
    ]


def membership_rows(memberships: Iterable[Membership]) -> list[dict[str, Any]]:
    """Where a person belongs, as entries of a timeline."""
    return [
        {
            "day": each.valid_from,
            "until": each.valid_to,
            "open": each.valid_to is None,
            "what": Text("{organisation} · {role}", "{organisation} · {role}").format(
                organisation=each.organisation.name, role=MembershipRole(each.role).label
            ),
            "url": reverse("organisation", args=[each.organisation_id]),
        }
        for each in memberships
    ]


def consent_words(consent: Consent) -> Text:
    """What a consent says, in one line."""
    return Text("{organisation} · {purpose}", "{organisation} · {purpose}").format(
        organisation=consent.organisation.name, purpose=Purpose(consent.purpose).label
    )
