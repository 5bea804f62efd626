"""`./skillcity facts`: the ledger on the command line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from skillcity.facts.models import Fact
    from skillcity.facts.verification import Verification

BROKEN = 2
WHY = {
    "digest": "内容被改动 / its content was changed",
    "gap": "之前的事实缺失 / a fact before it is missing",
    "head": "链尾不符 / facts after it are missing, or the head was changed",
}


@click.group()
def facts() -> None:
    """事实台账：核验、查看、种类。 The ledger of facts: verify it, look at a person's facts, list the kinds."""


@facts.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def verify(as_json: bool) -> None:
    """核验台账：重算每条事实的校验值。 Compute every digest anew and follow every chain to its head.

    Ends with 0 when all is as it was recorded; with 2, and the names of the broken facts, when something was changed
    behind the application's back. At most 1,000 are named.

    \b
    ./skillcity facts verify
    ./skillcity facts verify --json
    {"valid": true, "facts": 120348, "people": 9930, "broken": []}
    """
    from skillcity.facts.verification import verify_facts
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as

    with (
        click.progressbar(length=1, label="核验 / verifying", file=sys.stderr) as bar,
        acting_as(SYSTEM),
    ):

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        result = verify_facts(progress)
    click.echo(json.dumps(_report(result)) if as_json else _words(result))
    if not result.valid:
        click.echo("台账被改动，请立即保留现场。 / The ledger was changed: keep everything as it is.", err=True)
        sys.exit(BROKEN)


def _report(result: Verification) -> dict[str, object]:
    broken = [
        {"fact": each.reference, "person": each.person_id, "seq": each.seq, "why": each.why} for each in result.broken
    ]
    return {"valid": result.valid, "facts": result.facts, "people": result.people, "broken": broken}


def _words(result: Verification) -> str:
    lines = [f"{result.facts} 条事实，{result.people} 人 / {result.facts} facts of {result.people} people"]
    lines += [f"{each.reference}: {WHY[each.why]}" for each in result.broken]
    lines += ["完好 / valid" if result.valid else f"{len(result.broken)} 条不符 / {len(result.broken)} broken"]
    return "\n".join(lines)


@facts.command()
@click.argument("person_id", metavar="PERSON", type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def show(person_id: int, as_json: bool) -> None:
    """列出一个人的全部事实。 Every fact about a person (by number), in the order of recording. The look is logged.

    \b
    ./skillcity facts show 12
    ./skillcity facts show 12 --json
    """
    from skillcity.facts.rest import facts_out
    from skillcity.facts.selectors import facts_of
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.audit.services import note_look
    from skillcity.registry.selectors import person_for

    with acting_as(SYSTEM):
        person = person_for(SYSTEM, person_id)
        note_look(actor=SYSTEM, act="facts", person_ids=[person.pk], purpose="./skillcity facts show")
        known = list(facts_of(person.pk))
        if as_json:
            answer = [each.model_dump(mode="json") for each in facts_out(known)]
            click.echo(json.dumps({"person": person.pk, "facts": answer}, ensure_ascii=False))
            return
        corrected = {fact.supersedes for fact in known}
        for fact in known:
            click.echo(_line(fact, fact.seq in corrected))
    if not known:
        click.echo("还没有记录任何事实。 / No fact is recorded yet.", err=True)


def _line(fact: Fact, corrected: bool) -> str:
    from skillcity.facts.wording import fact_title

    until = f"..{fact.valid_to}" if fact.valid_to else ""
    marks = [
        *(["已被更正 superseded"] if corrected else []),
        *([f"更正 corrects {fact.person_id}-{fact.supersedes}"] if fact.supersedes and not fact.retracts else []),
        *([f"撤回 retracts {fact.person_id}-{fact.supersedes}"] if fact.retracts else []),
    ]
    title = fact_title(fact)
    return "  ".join([fact.reference, f"{fact.valid_from}{until}", f"{title.zh} / {title.en}", fact.source, *marks])


@facts.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def kinds(as_json: bool) -> None:
    """列出事实的种类及其内容。 The kinds of facts and what each must say.

    \b
    ./skillcity facts kinds
    ./skillcity facts kinds --json
    """
    from skillcity.facts.engine.kinds import all_kinds

    if as_json:
        click.echo(json.dumps({"kinds": [dict(kind.declared) for kind in all_kinds().values()]}, ensure_ascii=False))
        return
    for kind in all_kinds().values():
        click.echo(f"{kind.name}  {kind.label.zh} / {kind.label.en}")
        for name, attribute in kind.attributes.items():
            needed = "*" if attribute.required else " "
            choices = f" ({', '.join(attribute.choices)})" if attribute.choices else ""
            click.echo(f"  {needed} {name}: {attribute.type}{choices}  {attribute.label.zh} / {attribute.label.en}")


kinds.without_database = True  # type: ignore[attr-defined]  # read by skillcity.site.supervise.setup
