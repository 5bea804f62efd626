"""`./skillcity policy replay`: evaluate stored decisions again, and say which of them come out otherwise."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click


@click.command("replay")
@click.option("--decision", "number", type=click.IntRange(1, 2**63 - 1), help="认定编号 / the number of a decision")
@click.option("--all", "everything", is_flag=True, help="全部认定 / every decision")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")
def replay(number: int | None, everything: bool, as_json: bool) -> None:
    """重放认定。 Replay decisions: by the same words, as of the same day, from the facts known then.

    Ends with 0 when every one comes out the same, else with 2.

    \b
    ./skillcity policy replay --decision 12
    ./skillcity policy replay --all --json
    """
    if (number is None) != everything:
        raise click.UsageError("请给出 --decision 或 --all 之一 / give either --decision or --all")
    found = one(number) if number is not None else all_of_them()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    elif number is not None:
        differs = ", ".join(found["differs"])
        click.echo(f"D{number}  {found['catalogue']}  {found['as_of']}  " + (f"不同 / differs: {differs}" if differs
                   else "相同 / the same"))  # fmt: skip
    else:
        click.echo(f"{found['same']} / {found['decisions']} 相同 / the same")
        for each in found["differ"]:
            click.echo(f"D{each['decision']}  {', '.join(each['differs'])}")
    raise SystemExit(2 if found.get("differs") or found.get("differ") else 0)


def one(number: int) -> dict[str, Any]:
    """Replay one decision. The look is written to the audit, under the operator of this machine."""
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.audit.services import note_look
    from skillcity.policy.replaying import replay as again
    from skillcity.policy.selectors import decision_for

    with acting_as(SYSTEM):
        decision = decision_for(number)
        note_look(actor=SYSTEM, act="decision", person_ids=[decision.person_id], purpose="command line")
        return plain(again(decision))


def all_of_them() -> dict[str, Any]:
    """Replay every decision, a few hundred a transaction."""
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.policy.replaying import replay_all

    count, differ = 0, []
    for some in _pages():
        with acting_as(SYSTEM):
            for each in replay_all(some):
                count += 1
                if not each.same:
                    differ.append(plain(each))
        sys.stderr.write(f"{count}\r")
    return {"decisions": count, "same": count - len(differ), "differ": differ}


def _pages() -> Iterator[Any]:
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.policy.replaying import AT_ONCE
    from skillcity.policy.selectors import every_decision

    last = 0
    while True:
        with acting_as(SYSTEM):
            some = list(every_decision(after=last)[:AT_ONCE])
        if not some:
            return
        yield some
        last = some[-1].pk


def plain(found: Any) -> dict[str, Any]:
    """A replay as plain values."""
    decision = found.decision
    return {
        "decision": decision.pk,
        "person": decision.person_id,
        "catalogue": decision.kept.name if decision.kept else decision.catalogue,
        "as_of": decision.as_of.isoformat(),
        "known_at": decision.known_at.isoformat(),
        "value": decision.value,
        "clause": decision.clause,
        "status": decision.status,
        "same": found.same,
        "differs": list(found.differs),
    }
