"""What somebody with all rights changes behind the application's back is found, and named."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from skillcity.facts import verification
from skillcity.facts.cli import facts as command
from skillcity.facts.services import record_facts
from skillcity.facts.tests.ledger import new_fact
from skillcity.facts.verification import Verification, verify_facts
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.tests.world import person

PEOPLE, EACH, FLIPS = 8, 6, 100
Key = tuple[int, int]
Owner = psycopg.Connection[Any]


@pytest.fixture
def owner(committed_db: dict[str, Any], databases: Any) -> Iterator[Owner]:
    """Somebody who has switched the triggers off."""
    with acting_as(SYSTEM):
        made = [person().pk for _ in range(PEOPLE)]
        facts = [
            new_fact(each, at, document="示例〔2024〕1号", valid_to=date(2025, 1, at + 1))
            for each in made
            for at in range(EACH)
        ]
        record_facts(actor=SYSTEM, facts=facts, batch_id=3)
        record_facts(actor=SYSTEM, facts=[new_fact(each, supersedes=1, retracts=True) for each in made])
    parameters = databases.owner | {"dbname": committed_db["dbname"]}
    with psycopg.connect(**parameters, autocommit=True) as connection:
        connection.execute("select set_config('app.scope', 'all', false)")
        connection.execute("alter table facts_fact disable trigger user")
        connection.execute("alter table facts_chain disable trigger user")
        yield connection


def verify() -> Verification:
    with acting_as(SYSTEM):
        return verify_facts()


def broken() -> dict[Key, str]:
    return {(each.person_id, each.seq): each.why for each in verify().broken}


def flipped(column: str, value: Any, chance: random.Random) -> Any:
    """The value with one byte changed, or the smallest other value of its type."""
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
    if isinstance(value, str):
        at = chance.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    if column == "recorded_at":
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=chance.choice((-1, 1)))
    if isinstance(value, dict):
        key = chance.choice(sorted(value))
        return json.dumps(value | {key: flipped(column, value[key], chance)})
    return value ^ 1


COLUMNS = (
    "kind",
    "valid_from",
    "valid_to",
    "attributes",
    "document",
    "source",
    "recorded_by",
    "recorded_at",
    "batch_id",
    "digest",
)


def test_a_hundred_of_a_hundred_flipped_bytes_are_named(owner: Owner) -> None:
    chance = random.Random(20251107)
    keys: list[Key] = owner.execute("select person_id, seq from facts_fact order by 1, 2").fetchall()
    assert (len(keys), broken()) == (PEOPLE * (EACH + 1), {})
    for _ in range(FLIPS):
        key = chance.choice(keys)
        column = chance.choice(COLUMNS)
        found = owner.execute(
            f"select {column} from facts_fact where person_id = %s and seq = %s",  # type: ignore[arg-type]
            key,
        ).fetchone()
        assert found is not None
        before = found[0]
        if before in {None, ""} if not isinstance(before, dict) else False:
            column, before = "source", "工作室名册"
        write = f"update facts_fact set {column} = %s where person_id = %s and seq = %s"
        owner.execute(write, [flipped(column, before, chance), *key])  # type: ignore[arg-type]
        assert set(broken()) == {key}, (key, column)
        owner.execute(write, [json.dumps(before) if isinstance(before, dict) else before, *key])  # type: ignore[arg-type]
    assert broken() == {}


def test_a_removed_tail_is_named(owner: Owner) -> None:
    who = owner.execute("delete from facts_fact where seq = 7 returning person_id").fetchall()
    assert broken() == {(each, 6): "head" for (each,) in who}


def test_a_removed_chain_is_named(owner: Owner) -> None:
    (who,) = owner.execute("select min(person_id) from facts_fact").fetchone() or ()
    owner.execute("delete from facts_fact where person_id = %s", [who])
    assert broken() == {(who, 7): "head"}


def test_a_gap_is_named_by_the_fact_after_it(owner: Owner) -> None:
    (who,) = owner.execute("select max(person_id) from facts_fact").fetchone() or ()
    owner.execute("delete from facts_fact where person_id = %s and seq = 3", [who])
    assert broken() == {(who, 4): "gap"}


def test_a_changed_head_and_a_forged_fact_are_named(owner: Owner) -> None:
    (who,) = owner.execute("select max(person_id) from facts_fact").fetchone() or ()
    owner.execute("update facts_chain set head = '' where person_id = %s", [who])
    assert broken() == {(who, 7): "head"}
    owner.execute(
        "insert into facts_fact (person_id, seq, kind, valid_from, attributes, document, source, recorded_by,"
        " recorded_at, retracts, digest) select person_id, 8, kind, valid_from, attributes, document, 'forged',"
        " recorded_by, recorded_at, false, digest from facts_fact where person_id = %s and seq = 7",
        [who],
    )
    assert set(broken()) == {(who, 8)}


def test_people_are_checked_in_portions_and_progress_is_told(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PERSONS_AT_ONCE", 3)
    owner.execute("update facts_fact set source = 'forged' where seq = 2")
    told: list[tuple[int, int]] = []
    with acting_as(SYSTEM):
        result = verify_facts(lambda done, total: told.append((done, total)))
    assert len(result.broken) == PEOPLE
    assert told[-1][0] == told[-1][1]
    assert (result.facts, result.people) == (PEOPLE * (EACH + 1), PEOPLE)


def test_the_command_names_what_was_changed_and_ends_with_2(owner: Owner) -> None:
    good = CliRunner().invoke(command, ["verify", "--json"])
    assert good.exit_code == 0
    assert json.loads(good.stdout) == {
        "valid": True,
        "facts": PEOPLE * (EACH + 1),
        "people": PEOPLE,
        "broken": [],
    }
    assert "完好 / valid" in CliRunner().invoke(command, ["verify"]).stdout
    (who,) = owner.execute("select min(person_id) from facts_fact").fetchone() or ()
    owner.execute("update facts_fact set source = 'forged' where person_id = %s and seq = 2", [who])
    bad = CliRunner().invoke(command, ["verify", "--json"])
    assert bad.exit_code == 2
    assert json.loads(bad.stdout)["broken"] == [{"fact": f"{who}-2", "person": who, "seq": 2, "why": "digest"}]
    words = CliRunner().invoke(command, ["verify"])
    assert words.exit_code == 2
    assert f"{who}-2: 内容被改动" in words.stdout
    assert "1 broken" in words.stdout
    assert "保留现场" in words.stderr
