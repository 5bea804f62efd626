"""Showing a part of a passport: made in three taps, opened without an account, taken back, looked at by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.credentials.models import Certificate, Share
from skillcity.credentials.sharing import Choice, link_of
from skillcity.credentials.tests.bureau import Bureau, examinee, issued
from skillcity.credentials.tests.sharing.showing import path_of, shown
from skillcity.kernel.errors import InputError, Refused
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.tests.world import actor, main_of, organisation, sign_in


def test_three_taps_make_a_link_and_a_code(made: Certificate, worker: Actor, stranger: Client) -> None:
    client = sign_in(worker)
    asked = client.get("/passport/share", {"c": made.number})
    page = main_of(asked)
    assert f'name="c" value="{made.number}"' in page
    assert page.count("checked") == 2, "a purpose and a term are chosen beforehand"
    given = {"c": made.number, "for_whom": "job", "until": "7", "idempotency_key": "one"}
    answer = client.post("/passport/share", given)
    again = client.post("/passport/share", given)
    assert answer.status_code == 302
    assert again["Location"] == answer["Location"]
    share = Share.objects.get()
    assert (share.receiver, share.purpose) == ("用人单位", "应聘")
    assert share.ends_on == timezone.localdate() + timedelta(days=7)
    page = main_of(client.get(answer["Location"]))
    assert link_of(share) in page
    code = client.get(f"/passport/shares/{share.pk}/code.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<svg")
    assert made.number in main_of(stranger.get(path_of(share)))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"for_whom": "other", "until": "7"}, "选“其他”时必须填写"),
        ({"for_whom": "job", "until": "other"}, "请选今后一年之内的日期"),
        ({"for_whom": "job", "until": "other", "ends_on": "2020-01-01"}, "请选今后一年之内的日期"),
        ({"for_whom": "job", "until": "other", "ends_on": "nonsense"}, "日期不对"),
        ({"until": "7"}, "必须填写"),
    ],
)
def test_what_is_missing_is_said(made: Certificate, worker: Actor, given: dict[str, str], words: str) -> None:
    answer = sign_in(worker).post("/passport/share", {"c": made.number, **given})
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert not Share.objects.exists()


def test_another_receiver_and_day_can_be_given(made: Certificate, worker: Actor) -> None:
    bank = organisation("示例银行", OrganisationKind.BANK)
    last = timezone.localdate() + timedelta(days=100)
    given = {"c": made.number, "for_whom": "other", "receiver": "示例银行", "purpose": "开户", "until": "other"}
    sign_in(worker).post("/passport/share", {**given, "ends_on": last.isoformat()})
    share = Share.objects.get()
    assert (share.receiver, share.purpose, share.ends_on, share.organisation) == ("示例银行", "开户", last, bank)


def test_nothing_ticked_leads_back_to_the_passport(worker: Actor) -> None:
    client = sign_in(worker)
    assert "还没有勾选任何一项" in main_of(client.get("/passport/share"))
    answer = client.post("/passport/share", {"for_whom": "job", "until": "7"})
    assert answer.status_code == 422


def test_only_ones_own_records_can_be_shown(at: Bureau, worker: Actor) -> None:
    (other,) = issued(at, examinee(at, "陈别人"))
    for choice in (Choice([other.number]), Choice(facts=[99])):
        with pytest.raises(InputError):
            shown(worker, choice)
    with pytest.raises(InputError):
        shown(worker, Choice())
    with pytest.raises(Refused):
        shown(actor(Role.WORKER), Choice([other.number]))


@pytest.mark.parametrize("wrong", [{"receiver": " "}, {"purpose": ""}, {"ends_on": date(2020, 1, 1)}])
def test_a_share_has_words_and_an_end(made: Certificate, worker: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        shown(worker, Choice([made.number]), **wrong)
