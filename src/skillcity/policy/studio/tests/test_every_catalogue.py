"""Every catalogue of the city can be drafted, shown, compared and simulated: classes, rights and money alike."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.policy.studio import selectors, services
from skillcity.policy.studio.models import Simulation
from skillcity.policy.studio.services import Seen
from skillcity.policy.studio.tests.world import World
from tests.population import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world: World) -> Client:
    return client_of(world.author)


def test_every_edition_makes_a_draft_that_is_sound_and_whose_pages_open(page: Client, world: World) -> None:
    actor = world.actor(world.author)
    today = timezone.localdate().isoformat()
    for each in selectors.bases():
        draft = services.start_draft(actor=actor, base=each.name)
        found = selectors.checked(selectors.newest(actor, draft.pk))
        assert found.ready, (each.name, found.problems, found.case_problems, [c.wrong for c in found.cases if c.wrong])
        url = f"/studio/{draft.pk}"
        key = "clauses" if each.clauses else "benefits"
        for tail in ("", f"/{key}/1", f"/{key}/new", "/cases", "/sets", "/text", "/compare", "/propose", "/head"):
            assert page.get(url + tail).status_code == 200, (each.name, tail)
        made = page.post(f"{url}/simulate", {"against": each.name, "people": "all", "as_of": today})["Location"]
        assert page.get(made).status_code == 200
        assert Simulation.objects.order_by("-pk")[0].figures["shifts"] == {}, each.name


def test_a_benefit_is_changed_by_its_form_and_its_cost_is_told(page: Client, world: World) -> None:
    actor = world.actor(world.author)
    base = next(each for each in selectors.bases() if each.benefits and each.catalogue == "skill-loan")
    draft = services.start_draft(actor=actor, base=base.name)
    place = next(at for at, each in enumerate(base.benefits) if each.id == "sample-limit-senior")
    address = f"/studio/{draft.pk}/benefits/{place + 1}"
    form = page.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"revision": 1, "was": "sample-limit-senior", "step": "save", "amount": "250000"}
    assert page.post(address, data | {"amount": "by_level("}).status_code == 422
    assert page.post(address, data | {"measure": "x"}).status_code == 422
    assert page.post(address, data).status_code == 302
    words = selectors.newest(actor, draft.pk).text
    assert "amount: 250000" in words.replace('"', "")
    assert "exclusive: sample-limit" in words
    shown = page.get(f"/studio/{draft.pk}/compare").content.decode()
    assert "250000" in shown
    assert page.get(f"/studio/{draft.pk}/benefits/{place + 1}").status_code == 200


def test_money_is_summed_under_both_texts(page: Client, world: World) -> None:
    actor = world.actor(world.author)
    base = next(each for each in selectors.bases() if each.catalogue == "talent-class" and each.edition == "2025")
    draft = services.start_draft(actor=actor, base=base.name)
    words = selectors.newest(actor, draft.pk).text
    benefit = (
        "benefits:\n  - id: bonus\n    text: {zh: 奖励, en: bonus}\n    cite: {document: 目录, confidence: recall}\n"
        "    status: illustrative\n    measure: payment\n    amount: by_class(E=500)\n"
    )
    services.change_text(actor=actor, seen=Seen(draft.pk, 1), text=words + benefit)
    today = timezone.localdate().isoformat()
    made = page.post(f"/studio/{draft.pk}/simulate", {"against": base.name, "people": "all", "as_of": today})[
        "Location"
    ]
    figures = Simulation.objects.order_by("-pk")[0].figures
    assert figures["benefits"] == {"bonus": [0, 3, 0, 150_000]}
    assert figures["shifts"] == {"money": 3}
    shown = page.get(made).content.decode()
    assert ("奖励" in shown, "1,500.00" in shown) == (True, True)
    person = page.get(f"{made}/people/{world.people[0].pk}").content.decode()
    assert "500.00" in person
