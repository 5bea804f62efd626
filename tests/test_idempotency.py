"""A form or request sent twice has one effect and one answer: later, at once, and after a crash in the middle."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.answers import keep
from skillcity.platform.accounts.models import Account, Answer
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.models import Organisation
from skillcity.site.middleware import idempotency
from tests.population import client_of

URL = "/trial/write"


def make_account(role: Role = Role.CITY_OFFICER, name: str = "") -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create(username=name or role.value, name="某人", role=role.value, region_code="330382")


@pytest.fixture
def officer(trial: object, db: None) -> Client:
    return client_of(make_account(), raise_request_exception=False)


def rows() -> int:
    return Organisation.objects.count()


def post(client: Client, key: str, url: str = URL, **content: object) -> HttpResponse:
    return client.post(url, {"idempotency_key": key, **content})  # type: ignore[return-value]


def test_the_same_form_twice_writes_once_and_answers_the_same(officer: Client) -> None:
    first, second = post(officer, "k1", name="甲"), post(officer, "k1", name="甲")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, "/home")
    assert rows() == 1


def test_without_a_key_each_form_counts(officer: Client) -> None:
    officer.post(URL)
    officer.post(URL)
    assert rows() == 2


def test_the_same_key_with_another_content_is_a_conflict(officer: Client) -> None:
    post(officer, "k1", name="甲")
    assert post(officer, "k1", name="乙").status_code == 409
    assert rows() == 1


@pytest.mark.parametrize("other", ["/trial/write?name=y", "/account/password/", "/trial/seen"])
def test_the_same_key_at_another_address_is_a_conflict(officer: Client, other: str) -> None:
    post(officer, "k1")
    assert post(officer, "k1", other).status_code == 409
    assert rows() == 1


def test_an_upload_with_other_bytes_is_another_content(officer: Client) -> None:
    def send(content: bytes) -> int:
        return post(officer, "k1", file=SimpleUploadedFile("a.csv", content)).status_code

    assert [send(b"1"), send(b"1"), send(b"2")] == [302, 302, 409]
    assert rows() == 1


def test_the_tokens_of_a_form_are_not_its_content(officer: Client) -> None:
    assert post(officer, "k1", csrfmiddlewaretoken="a").status_code == 302
    assert post(officer, "k1", csrfmiddlewaretoken="b").status_code == 302
    assert rows() == 1


def test_a_json_request_carries_its_key_in_a_header(officer: Client) -> None:
    def send(content: dict[str, int]) -> HttpResponse:
        return officer.post(  # type: ignore[return-value]
            "/api/trial?status=200", content, content_type="application/json", headers={"Idempotency-Key": "k1"}
        )

    first, second, third = send({"a": 1}), send({"a": 1}), send({"a": 2})
    assert (first.status_code, first.content) == (second.status_code, second.content) == (200, b"done")
    assert third.status_code == 409
    assert third.json()["code"] == "idempotency.changed"
    assert rows() == 1


def test_a_key_belongs_to_its_account(officer: Client) -> None:
    post(officer, "k1")
    other = client_of(make_account(Role.COUNTY_OFFICER))
    assert post(other, "k1").status_code == 302
    with acting_as(SYSTEM):
        assert rows() == 2


@pytest.mark.parametrize("key", ["x" * 65, "a\x00b", "a\nb"])
def test_a_key_that_is_none_is_refused(officer: Client, key: str) -> None:
    assert post(officer, key).status_code == 400
    assert rows() == 0


@pytest.mark.parametrize("status", [200, 422, 400])
def test_a_page_that_came_back_may_be_sent_again_and_is_not_stored(officer: Client, status: int) -> None:
    assert post(officer, "k1", f"{URL}?status={status}").status_code == status
    assert not Answer.objects.filter(key="k1").exists()
    assert post(officer, "k1", name="corrected").status_code == 302


@pytest.mark.parametrize("error", ["input", "refused", "missing", "conflict", "no-solution", "404", "bug", "database"])
def test_a_form_that_raised_has_done_nothing_and_may_be_sent_again(officer: Client, error: str) -> None:
    assert post(officer, "k1", f"{URL}?error={error}").status_code >= 400
    assert rows() == 0
    assert post(officer, "k1", name="again").status_code == 302
    assert rows() == 1


def test_a_broken_transaction_gives_its_key_back(officer: Client) -> None:
    assert post(officer, "k1", "/trial/break").status_code == 500
    assert rows() == 0
    assert post(officer, "k1").status_code == 302


def test_a_stranger_needs_no_key(trial: object, db: None) -> None:
    assert post(Client(), "k1").status_code == 302  # to the sign-in page
    assert rows() == 0


def test_two_at_once_write_once(trial: object, committed_db: dict[str, object]) -> None:
    account = make_account()
    clients = [client_of(account, raise_request_exception=False) for _ in range(4)]
    gate = threading.Barrier(4)

    def send(client: Client) -> tuple[int, str]:
        try:
            gate.wait(10)
            response = post(client, "k1", f"{URL}?seconds=0.2")
            return response.status_code, response["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, clients))
    assert answers == [(302, "/home")] * 4
    assert rows() == 1


def test_two_at_once_with_other_content_write_once(trial: object, committed_db: dict[str, object]) -> None:
    account = make_account()
    gate = threading.Barrier(2)

    def send(name: str) -> int:
        client = client_of(account)
        try:
            gate.wait(10)
            return post(client, "k1", f"{URL}?seconds=0.2", name=name).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(send, ["甲", "乙"])) == [302, 409]
    assert rows() == 1


def test_the_second_does_the_work_when_the_first_fails(trial: object, committed_db: dict[str, object]) -> None:
    account = make_account()
    first, second = (client_of(account, raise_request_exception=False) for _ in range(2))
    key = str(uuid.uuid4())

    def send(client: Client, url: str) -> int:
        try:
            return post(client, key, url).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        failing = threads.submit(send, first, f"{URL}?seconds=0.4&error=bug")
        connection.ensure_connection()
        while not waiting_claims():
            assert not failing.done(), "it failed before it claimed anything"
        working = threads.submit(send, second, URL)
        assert (failing.result(), working.result()) == (500, 302)
    assert rows() == 1


def waiting_claims() -> bool:
    """Whether some transaction holds a claim that is not committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from pg_locks l where l.relation = 'accounts_answer'::regclass"
            " and l.mode = 'RowExclusiveLock' and l.pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


def test_a_crash_between_effect_and_answer_leaves_neither(
    trial: object, committed_db: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the view has written: the database drops its connection, and nothing was committed."""
    account = make_account()
    client = client_of(account, raise_request_exception=False)

    def die(**_: object) -> None:
        connection.connection.close()  # type: ignore[union-attr]  # as when the process is killed
        raise SystemExit

    monkeypatch.setattr(idempotency, "keep", die)
    with pytest.raises(SystemExit):
        post(client, "k1")
    connection.close()
    assert (rows(), Answer.objects.count()) == (0, 0)
    monkeypatch.setattr(idempotency, "keep", keep)
    assert post(client, "k1").status_code == 302
    assert post(client, "k1").status_code == 302
    assert rows() == 1
