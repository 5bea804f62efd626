"""The pages from a simulation to an edition: figures, the people behind them, proposal, publication, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.platform.accounts.models import Account
from skillcity.platform.audit.models import Entry
from skillcity.policy.studio.models import Draft, Edition, Proposal, Simulation
from skillcity.policy.studio.tests.browsing import entries, save_clause, text
from skillcity.policy.studio.tests.world import BASE, NARROWER, World

pytestmark = pytest.mark.django_db
CLAUSE = "/studio/{draft}/clauses/12"


def test_the_figures_lead_to_the_people_and_each_person_to_the_reasons(
    browse: Callable[[Account], Client], world: World, page: Client, url: str
) -> None:
    save_clause(page, url, when=NARROWER)
    today = timezone.localdate().isoformat()
    asked = {"against": BASE, "people": "all", "as_of": today}
    assert page.post(f"{url}/simulate", asked | {"people": "sample", "sample": ""}).status_code == 422
    made = page.post(f"{url}/simulate", asked)["Location"]
    shown = text(page.get(made))
    assert "4 人中，2 人的结果会变" in shown
    assert "?shift=loss" in shown
    people = text(page.get(f"{made}/people?cause=E-02"))
    assert (world.people[0].name in people, world.people[2].name in people) == (True, False)
    assert "•" in people
    county = text(browse(world.county).get(f"{made}/people"))
    assert (world.people[0].name in county, world.people[1].name in county) == (True, False)
    assert "公示名单" not in county or "xlsx" not in county
    person = text(page.get(f"{made}/people/{world.people[0].pk}"))
    assert "失去：由条款 E-02 引起" in person
    assert "级别为市级或省级" in person
    assert browse(world.county).get(f"{made}/people/{world.people[1].pk}").status_code == 404
    printed = text(page.get(f"{made}/notice"))
    assert ("王*0" in printed, world.people[0].name in printed) == (True, False)
    looks = Entry.objects.filter(person_id=world.people[0].pk).order_by("pk").values_list("act", flat=True)
    assert {"list", "class", "notice"} <= set(looks)
    nobody = text(page.get(f"{made}/people?cause=none&level=x&occupation=y&region=z&old_value=Q&shift=odd"))
    assert "没有符合的人" in nobody
    compared = text(page.get(f"{url}/compare"))
    assert "引起 2 人变化" in compared
    assert browse(world.county).post(f"{made}/people", {"format": "csv"}).status_code == 403
    file = page.post(f"{made}/people", {"format": "csv", "shift": "loss"})
    assert "attachment" in file["Content-Disposition"]
    assert "王*0" in file.content.decode("utf-8-sig")
    assert page.post(f"{made}/people", {"format": "pdf"}).status_code == 400


def test_a_simulation_that_changes_nothing_says_so(page: Client, url: str) -> None:
    asked = {"against": BASE, "people": "sample", "sample": 3, "seed": 1, "as_of": timezone.localdate().isoformat()}
    made = page.post(f"{url}/simulate", asked)["Location"]
    assert "没有人的结果会变" in text(page.get(made))
    save_clause(page, url, when=NARROWER)
    assert "模拟之后草稿又改过" in text(page.get(made))


def test_a_simulation_that_runs_shows_how_far_it_is(page: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillcity.policy.studio.simulation.WITHIN_A_REQUEST", 1)
    asked = {"against": BASE, "people": "all", "as_of": timezone.localdate().isoformat()}
    made = page.post(f"{url}/simulate", asked)["Location"]
    assert "job-progress" in text(page.get(made))
    Simulation.objects.update(job=None)
    assert page.get(made).status_code == 200


def test_from_a_proposal_to_an_edition_and_back(
    browse: Callable[[Account], Client], world: World, page: Client, url: str, draft: Draft
) -> None:
    today = timezone.localdate()
    second = browse(world.other)
    save_clause(page, url, when='any(studio, role == "leader", issuer_kind == "hrss", years_since(valid_from) >= 1)')
    data = entries(page.get(f"{url}/propose"), first_day=today.isoformat(), note="请审")
    assert page.post(f"{url}/propose", data | {"first_day": "2020-01-01"}).status_code == 422
    assert page.post(f"{url}/propose", data | {"first_day": "2025-07-01", "reason": "x"}).status_code == 422
    first = page.post(f"{url}/propose", data)["Location"]
    assert "不能审批自己提请的事项" in text(page.get(first))
    assert "等待审批" in text(page.get(url))
    assert page.post(first, {"step": "approve"}).status_code == 403
    assert second.post(first, {"step": "return", "answer": ""}).status_code == 422
    assert second.post(first, {"step": "return", "answer": "再想想"}).status_code == 302
    assert "再想想" in text(page.get(url))
    again = page.post(f"{url}/propose", data)["Location"]
    assert page.post(again, {"step": "take-back"}).status_code == 302
    last = page.post(f"{url}/propose", data)["Location"]
    shown = text(second.get(last))
    assert ("E-02" in shown, "到 " in shown, "请审" in shown) == (True, True, True)
    edition = second.post(last, {"step": "approve"})["Location"]
    made = Edition.objects.get(shipped=False)
    assert made.first_day == today
    assert f"/catalogues/{made.edition}" in text(page.get(edition))
    assert page.get(f"/catalogues/{made.edition}").status_code == 200
    wrong = page.post(edition, {"from_day": (today - timedelta(days=1)).isoformat(), "reason": "x"})
    assert wrong.status_code == 422
    asked = page.post(edition, {"from_day": today.isoformat(), "reason": "影响过大"})["Location"]
    assert second.post(asked, {"step": "approve"})["Location"] == edition
    assert "已撤回" in text(page.get(edition))
    assert Proposal.objects.count() == 4


def test_an_edition_not_in_force_yet_is_withdrawn_at_once(
    browse: Callable[[Account], Client], world: World, page: Client, url: str
) -> None:
    later = (timezone.localdate() + timedelta(days=40)).isoformat()
    data = entries(page.get(f"{url}/propose"), first_day=later, last_day="2099-12-31")
    waiting = page.post(f"{url}/propose", data)["Location"]
    shown = text(browse(world.other).get(waiting))
    assert ("这一版到 2099-12-31 为止" in shown, "2025-07-01" in shown or "温州市人才分类目录(2025版)到" in shown) == (
        True,
        True,
    )
    edition = browse(world.other).post(waiting, {"step": "approve"})["Location"]
    assert "示例other" in text(page.get(waiting))
    assert "尚未生效" in text(page.get(edition))
    assert page.post(edition, {"from_day": later, "reason": "日期有误"})["Location"] == edition
    assert page.get("/studio/editions/999").status_code == 404
    assert page.get("/studio/proposals/999").status_code == 404
