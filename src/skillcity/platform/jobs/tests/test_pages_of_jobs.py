from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.running import execute
from skillcity.platform.jobs.services import start
from skillcity.platform.jobs.tests.conftest import TITLE

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def sign_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)
    return client


def main(response: object) -> str:
    return response.content.decode().split("<main")[-1].split("</main>")[0]  # type: ignore[attr-defined]


def test_a_job_is_seen_cancelled_and_tried_again(register: Callable[..., JobKind], alice: Actor) -> None:
    register(lambda run: {})
    client = sign_in(alice)
    assert "还没有任务" in main(client.get(reverse("jobs")))
    job = start(actor=alice, kind="trial", title=TITLE, payload={"page": "/imports"}, total=10)
    assert "试验" in main(client.get(reverse("jobs")))
    response = client.get(reverse("job", args=[job.pk]))
    assert 'http-equiv="refresh"' in response.content.decode()
    assert reverse("job-cancel", args=[job.pk]) in main(response)
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 302
    response = client.get(reverse("job", args=[job.pk]))
    assert "已取消" in main(response)
    assert 'http-equiv="refresh"' not in response.content.decode()
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 409
    assert client.post(reverse("job-retry", args=[job.pk])).status_code == 302
    execute(job.pk)
    fragment = client.get(reverse("job-progress", args=[job.pk])).content.decode()
    assert "hx-get" not in fragment
    assert 'href="/imports"' in fragment


def test_a_stranger_sees_and_changes_nothing(register: Callable[..., JobKind], alice: Actor, bob: Actor) -> None:
    register(lambda run: {})
    job = start(actor=alice, kind="trial", title=TITLE)
    client = sign_in(bob)
    for route in ("job", "job-progress"):
        assert client.get(reverse(route, args=[job.pk])).status_code == 404
    for route in ("job-cancel", "job-retry"):
        assert client.post(reverse(route, args=[job.pk])).status_code == 404
    assert "试验" not in main(client.get(reverse("jobs")))
    assert Job.objects.get().status == "queued"
