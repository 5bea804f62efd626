"""The pages of the studio: forms that keep what was typed, 422 and 409, and no writing for who only reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.platform.accounts.models import Account
from skillcity.policy.studio.models import Draft, Revision
from skillcity.policy.studio.tests.browsing import entries, save_clause, text
from skillcity.policy.studio.tests.world import BASE, NARROWER, World

pytestmark = pytest.mark.django_db
CLAUSE = "/studio/{draft}/clauses/12"


def test_a_draft_is_started_from_a_page(page: Client, world: World) -> None:
    assert "还没有草稿" in text(page.get("/studio"))
    assert page.post("/studio/new", {"base": "x"}).status_code == 422
    response = page.post("/studio/new", {"base": BASE})
    assert response.status_code == 302
    draft = Draft.objects.get()
    assert response["Location"] == f"/studio/{draft.pk}"
    again = page.post("/studio/new", {"base": f"draft:{draft.pk}"})
    assert Draft.objects.get(pk=int(again["Location"].rsplit("/", 1)[1])).parent_id == draft.pk


def test_every_page_of_a_draft_opens_for_who_may_read(
    browse: Callable[[Account], Client], world: World, url: str
) -> None:
    tails = ["", "/head", "/text", "/sets", "/sets?set=sets/shortage-2025.yaml", "/cases", "/cases/new", "/propose",
             "/cases/new?kind=studio", "/simulate", "/compare", "/history", "/history/1", "/clauses/12", "/clauses/new",
             "/meaning"]  # fmt: skip
    for account in (world.author, world.county, world.auditor):
        client = browse(account)
        assert {tail: client.get(url + tail).status_code for tail in tails} == dict.fromkeys(tails, 200)
    assert browse(world.worker).get(url).status_code == 403
    missing = ["/clauses/99", "/odd/1", "/odd/new", "/history/9", "/sets?set=x"]
    assert {tail: page_status(browse(world.author), url + tail) for tail in missing} == dict.fromkeys(missing, 404)


def page_status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_readers_see_no_buttons_and_their_posts_are_refused(
    browse: Callable[[Account], Client], world: World, url: str
) -> None:
    client = browse(world.county)
    assert "新增条款" not in text(client.get(url))
    for tail in ("", "/head", "/text", "/cases", "/simulate", "/propose", "/clauses/12", "/clauses/new", "/history/1"):
        assert client.post(url + tail, {"revision": 1}).status_code == 403, tail
    assert client.post("/studio/new", {"base": BASE}).status_code == 403
    assert Revision.objects.count() == 1


def test_a_clause_is_changed_and_its_neighbours_are_not(page: Client, url: str, draft: Draft) -> None:
    response = save_clause(page, url, when=NARROWER, text_zh="新条文")
    assert response.status_code == 302
    one, two = (Revision.objects.get(draft=draft, number=n).text.splitlines() for n in (1, 2))
    differing = [new for old, new in zip(one, two, strict=True) if old != new]
    assert len(differing) == 2
    assert NARROWER in differing[1]
    assert "新条文" in text(page.get(url))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"when": 'any(studio, rol == "leader")'}, "when"),
        ({"when": ""}, "when"),
        ({"when": "x" * 5000}, "when"),
        ({"when": "(" * 1000 + "age" + ")" * 1000}, "when"),
        ({"when": "age >= 18\u200b"}, "when"),
        ({"when": "any(studio) and not any(studio)"}, "when"),
        ({"text_zh": "a\u202eb"}, "text_zh"),
        ({"text_en": ""}, "text_en"),
        ({"gives": "Z"}, "gives"),
        ({"id": "E-01"}, "id"),
        ({"gap_zh": ""}, "gap_zh"),
        ({"impact_en": ""}, "impact_en"),
        ({"first_day": "2026-02-01", "last_day": "2026-01-01"}, "last_day"),
        ({"last_day": "2026-01-01"}, "first_day"),
        ({"near_since": "often"}, "near_since"),
        ({"dated": "gestern"}, "dated"),
    ],
)
def test_wrong_entries_come_back_beside_their_field(
    page: Client, url: str, changes: dict[str, str], field: str
) -> None:
    response = save_clause(page, url, **changes)
    assert response.status_code == 422
    assert field in response.context["form"].errors  # type: ignore[attr-defined]
    assert Revision.objects.count() == 1
    kept = response.context["form"][next(iter(changes))].value()  # type: ignore[attr-defined]
    assert kept == changes[next(iter(changes))].replace("\r\n", "\n")


def test_a_place_in_the_condition_is_named(page: Client, url: str) -> None:
    response = save_clause(page, url, when='any(studio,\n  rol == "leader")')
    assert "第 2 行第 3 列：没有“rol”这个字段。是否想写“role”？" in text(response)
    found = page.post(f"{url}/meaning", {"when": 'any(studio,\n  rol == "leader")'})
    assert "第 2 行第 3 列" in text(found)
    assert "身份为领办人" in text(page.post(f"{url}/meaning", {"when": 'any(studio, role == "leader")'}))


def test_checking_saves_nothing(page: Client, url: str) -> None:
    response = save_clause(page, url, when=NARROWER, step="check")
    assert response.status_code == 200
    assert "级别为市级或省级" in text(response)
    assert Revision.objects.count() == 1


def test_a_condition_is_chosen_step_by_step(page: Client, url: str) -> None:
    address = f"{url}/clauses/12"
    data = entries(page.get(address), was="E-02")
    assert page.post(address, data | {"step": "kind", "build-kind": ""}).status_code == 422
    asked = page.post(address, data | {"step": "kind", "build-kind": "certificate", "when": "any(group)"})
    assert (asked.status_code, "技能等级不低于" in text(asked)) == (200, True)
    wrong = page.post(address, data | {"step": "add", "build-kind": "certificate", "build-valid_from": "x"})
    assert wrong.status_code == 422
    added = page.post(
        address,
        data
        | {
            "step": "add",
            "build-kind": "certificate",
            "build-level": "senior",
            "build-joiner": "or",
            "when": "any(group)",
        },
    )
    assert added.context["form"]["when"].value() == 'any(group)\nor any(certificate, level >= "senior")'
    assert Revision.objects.count() == 1


def test_a_clause_is_added_copied_and_removed(page: Client, url: str, draft: Draft) -> None:
    address = f"{url}/clauses/new"
    data = entries(
        page.get(address), id="E-77", gives="E", text_zh="甲", text_en="a", document="目录", when="age >= 60"
    )
    assert page.post(address, data | {"id": "E-02", "step": "save"}).status_code == 422
    assert page.post(address, data | {"step": "save"}).status_code == 302
    copied = page.post(f"{url}/clauses/12", {"revision": 2, "step": "copy"})
    assert copied["Location"] == f"{url}/clauses/13"
    assert "E-02-2" in text(page.get(copied["Location"]))
    assert page.post(f"{url}/clauses/13", {"revision": 3, "step": "remove"})["Location"] == url
    assert Revision.objects.filter(draft=draft).count() == 4


def test_the_same_form_twice_is_saved_once(page: Client, url: str, draft: Draft) -> None:
    address = f"{url}/clauses/12"
    data = entries(page.get(address), was="E-02", step="save", when=NARROWER, idempotency_key="k")
    assert [page.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert Revision.objects.filter(draft=draft).count() == 2


def test_who_saves_second_keeps_every_entry(
    browse: Callable[[Account], Client], world: World, page: Client, url: str
) -> None:
    second = browse(world.other)
    address = f"{url}/clauses/12"
    mine = entries(second.get(address), was="E-02", step="save", text_zh="第二位的条文")
    save_clause(page, url, text_zh="第一位的条文")
    response = second.post(address, mine)
    assert response.status_code == 409
    assert "第一位的条文" in text(response)
    assert response.context["form"]["text_zh"].value() == "第二位的条文"
    assert response.context["revision_seen"] == 2
    assert second.post(address, mine | {"revision": 2}).status_code == 302


def test_a_clause_that_is_gone_or_elsewhere_by_now_is_not_overwritten(
    browse: Callable[[Account], Client], world: World, page: Client, url: str
) -> None:
    second = browse(world.other)
    mine = entries(second.get(f"{url}/clauses/12"), was="E-02", step="save", text_zh="第二位的条文")
    page.post(f"{url}/clauses/1", {"revision": 1, "step": "remove"})
    moved = second.post(f"{url}/clauses/12", mine | {"revision": 2})
    assert moved.status_code == 409
    assert moved.context["action"] == f"{url}/clauses/11"
    page.post(f"{url}/clauses/11", {"revision": 2, "step": "remove"})
    gone = second.post(f"{url}/clauses/11", mine)
    assert gone.status_code == 409
    assert gone.context["action"] == f"{url}/clauses/new"
    assert second.post(gone.context["action"], mine | {"revision": 3, "gives": "F"}).status_code == 302


@pytest.mark.parametrize(
    "tail", ["/head", "/text", "/cases", "/sets?set=sets/shortage-2025.yaml", "/cases/new?kind=none"]
)
def test_every_form_of_a_draft_meets_a_change_meanwhile(page: Client, url: str, tail: str) -> None:
    changes: dict[str, Any] = {
        "/head": {"title_zh": "别的"},
        "/text": {"text": text_of(url) + "# more\n"},
        "/cases": {"cases": "cases: []\n"},
        "/sets?set=sets/shortage-2025.yaml": {"members": "6-18-02-04"},
        "/cases/new?kind=none": {"name_zh": "甲", "name_en": "a", "expected": "none"},
    }[tail]
    data = entries(page.get(url + tail), **changes)
    save_clause(page, url, text_zh="别人的条文")
    response = page.post(url + tail, data)
    assert response.status_code == 409
    assert "没有丢" in text(response)
    assert page.post(url + tail, data | {"revision": 2}).status_code == 302


def text_of(url: str) -> str:
    return Revision.objects.get(draft=int(url.rsplit("/", 1)[1]), number=1).text


def test_title_and_days(page: Client, url: str) -> None:
    data = entries(page.get(f"{url}/head"))
    wrong = page.post(f"{url}/head", data | {"edition": "a b", "first_day": "2028-01-01", "last_day": "2027-01-01"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"edition", "last_day"}
    assert page.post(f"{url}/head", data | {"edition": "2031", "first_day": "2031-01-01"}).status_code == 302
    assert "2031-01-01" in Revision.objects.order_by("-number")[0].text


def test_the_whole_text_is_kept_with_problems_and_refused_without_a_shape(page: Client, url: str) -> None:
    data = entries(page.get(f"{url}/text"))
    wrong = data["text"].replace('title == "china-skill-grand-award"', 'titel == "x"')
    checked = page.post(f"{url}/text", data | {"text": wrong, "step": "check"})
    assert checked.status_code == 200
    assert "第 43 行" in text(checked)
    assert "#L43" in text(checked)
    for bad in ("clauses: x", "a: *b", "clauses:\n" + "  - id: x\n" * 3000, "{" * 100, "x" * 600_001, "a: \u200b\n"):
        refused = page.post(f"{url}/text", data | {"text": bad})
        assert refused.status_code == 422, bad[:20]
        assert "问题" in text(refused)
    assert Revision.objects.count() == 1
    assert page.post(f"{url}/text", data | {"text": wrong}).status_code == 302
    shown = text(page.get(url))
    assert "还有 1 处问题" in shown
    assert f"{url}/clauses/1" in shown
    assert "还不能运行" in text(page.get(f"{url}/cases"))
    assert "还不能模拟" in text(page.get(f"{url}/simulate"))
    assert "不能比较" in text(page.get(f"{url}/compare"))
    assert page.get(f"{url}/clauses/1").status_code == 200


def test_ten_thousand_clauses_do_not_hold_the_page_up(page: Client, url: str) -> None:
    data = entries(page.get(f"{url}/text"))
    many = "clauses:\n" + '  - {id: x, gives: E, when: "any(studio, role == 1)"}\n' * 10_000
    response = page.post(f"{url}/text", data | {"text": many})
    assert response.status_code == 422


def test_a_set_is_written_one_member_a_line(page: Client, url: str) -> None:
    address = f"{url}/sets?set=sets/shortage-2025.yaml"
    data = entries(page.get(address))
    assert "6-18-02-04 焊工" in data["members"]
    assert page.post(address, data | {"label_zh": ""}).status_code == 422
    assert page.post(address, data | {"members": "6-18-02-04 焊工\r\n6-18-02-04\r\n\r\n6-20-05-01"}).status_code == 302
    words = Revision.objects.order_by("-number")[0].sets["sets/shortage-2025.yaml"]
    assert words.count("6-18-02-04") == 1
    assert "{code: 6-18-02-04, name: 焊工}" in words


def test_a_case_is_added_by_a_small_form_and_taken_out(page: Client, url: str) -> None:
    address = f"{url}/cases/new?kind=studio"
    said = {"attribute-role": "member", "attribute-tier": "city", "attribute-issuer_kind": "hrss", "expected": "E"}
    named = {"name_zh": "成员", "name_en": "a member", "as_of": "2025-09-01", "valid_from": "2024-01-01"}
    data = entries(page.get(address), **said, **named)
    assert page.post(address, data | {"valid_from": ""}).status_code == 422
    assert page.post(address, data | {"clause": "X-99"}).status_code == 422
    assert page.post(address, data | {"birth_date": "1990-01-01", "sex": "female"}).status_code == 302
    shown = text(page.get(f"{url}/cases"))
    assert "17 个用例中有 1 个不通过" in shown
    assert "17. 成员" in shown
    assert "有 1 个用例不通过" in text(page.get(url))
    assert "还不能提请" in text(page.get(f"{url}/propose"))
    assert page.post(f"{url}/cases", {"remove": "99", "revision": 2}).status_code == 404
    assert page.post(f"{url}/cases", {"remove": "17", "revision": 2}).status_code == 302
    assert "16 个用例全部通过" in text(page.get(f"{url}/cases"))
    refused = page.post(f"{url}/cases", {"cases": "a: *b", "revision": 3})
    assert refused.status_code == 422


def test_a_revision_is_shown_line_by_line_and_restored(page: Client, url: str, draft: Draft) -> None:
    save_clause(page, url, when=NARROWER)
    shown = text(page.get(f"{url}/history/2"))
    assert "diff-added" in shown
    assert "恢复到这一稿" not in shown
    assert page.post(f"{url}/history/1", {"revision": 2}).status_code == 302
    one, three = (Revision.objects.get(draft=draft, number=n) for n in (1, 3))
    assert (one.text, three.what_en) == (three.text, "Restored revision 1")
    assert "第 3 稿" in text(page.get(f"{url}/history"))


def test_a_draft_is_given_up(page: Client, url: str, draft: Draft) -> None:
    assert page.post(url).status_code == 302
    assert "草稿 " not in text(page.get("/studio")) or "已放弃" not in text(page.get("/studio"))
    assert "已放弃" in text(page.get("/studio?closed=1"))
    assert save_clause(page, url, when=NARROWER).status_code == 409


def test_everything_is_there_in_english(page: Client, url: str) -> None:
    page.cookies["language"] = "en"
    save_clause(page, url, when=NARROWER)
    made = page.post(f"{url}/simulate", {"against": BASE, "people": "all", "as_of": timezone.localdate().isoformat()})[
        "Location"
    ]
    assert "get another answer" in text(page.get(made))
    assert "Clauses added: 0, removed: 0, changed: 1" in text(page.get(f"{url}/compare"))
    assert "1 cases fail" in text(page.get(url))
