"""Mixed requests of every role through a pool of two connections, a quarter raising: nobody sees foreign rows."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from tests.population import Population, client_of, populate

ERRORS = ["input", "refused", "bug", "database"]
THREADS = 4


@pytest.fixture
def population(committed_db: dict[str, object]) -> Population:
    with acting_as(SYSTEM):
        return populate()


@pytest.fixture
def pool(population: Population) -> Iterator[None]:
    """Two connections for everybody; a connection keeps nothing of its last borrower but what leaks."""
    options = connections["default"].settings_dict["OPTIONS"]
    connections["default"].close()
    options["pool"] = {"min_size": 1, "max_size": 2, "timeout": 30}
    yield
    connections["default"].close()
    connections["default"].close_pool()
    del options["pool"]


def ask(client: Client, error: str) -> tuple[int, set[int]]:
    try:
        response = client.get("/trial/seen", {"error": error} if error else {})
    finally:
        connection.close()  # as the server does after each request: back to the pool
    people = set(response.json()["people"]) | set(response.json()["facts"]) if response.status_code == 200 else set()
    return response.status_code, people


def requests(population: Population, count: int) -> Counter[str]:
    clients = {role: client_of(account) for role, account in population.accounts.items()}
    lock = threading.Lock()
    found: Counter[str] = Counter()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        own = {role: Client(raise_request_exception=False) for role in clients}
        for role, client in own.items():
            client.cookies = clients[role].cookies
        for _ in range(count // THREADS):
            role = chance.choice(list(Role))
            error = chance.choice(ERRORS) if chance.random() < 0.25 else ""
            status, people = ask(own[role], error)
            wrong = people ^ population.sees[role] if status == 200 else set()
            with lock:
                found[f"status {status}"] += 1
                found["foreign or missing"] += len(wrong)
                found["raised"] += bool(error)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, range(THREADS)))
    return found


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_pooled_connection_carries_nothing_over(
    trial: object, population: Population, pool: None, count: int
) -> None:
    found = requests(population, count)
    assert found["foreign or missing"] == 0
    assert found["status 200"] + found["raised"] == count
    assert 0.2 * count < found["raised"] < 0.3 * count
    assert found["status 200"] > 0.6 * count
