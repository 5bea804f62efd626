"""`./skillcity policy`: check catalogues, run their cases, explain one person's class."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

CATALOGUES = Path(__file__).resolve().parent / "catalogues"


@click.group("policy")
def policy() -> None:
    """政策目录与人才分类。 Catalogues of clauses, and the classes derived from facts.

    The language of the clauses is described in docs/policy-language.md.
    """


@policy.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """检查目录文件。 Check catalogue files: unknown names, wrong types, unreachable clauses, gaps between editions.

    Without FILES, those that this city ships. Each problem is printed as file:line:column with what to do. Ends with 0
    when there is none, else with 2.
    """
    from skillcity.policy.editions import schema
    from skillcity.policy.engine import check as problems_of

    paths = files or tuple(sorted(CATALOGUES.glob("*/*/*.yaml")))
    problems = problems_of(paths, schema())
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(paths)} 个文件，{len(problems)} 个问题 / {len(paths)} files, {len(problems)} problems", err=True)
    raise SystemExit(2 if problems else 0)


@policy.command("test")
def test() -> None:
    """运行目录的用例。 Run the cases beside each catalogue: given facts, as of a day, expect a class by a clause."""
    from skillcity.policy.editions import schema
    from skillcity.policy.engine import load, load_cases, run_case

    failed = total = 0
    for path in sorted(CATALOGUES.glob("*/*/*.yaml")):
        catalogue = load(path, schema())
        cases = path.parent / "cases" / path.name
        for case in load_cases(cases, catalogue) if cases.exists() else ():
            total += 1
            wrong = run_case(case, catalogue)
            if wrong:
                failed += 1
                click.echo(str(wrong))
    click.echo(f"{total - failed} passed, {failed} failed")
    raise SystemExit(2 if failed else 0)


@policy.command("explain")
@click.option("--person", "person_id", type=int, required=True, help="人员编号 / the person's number in the registry")
@click.option("--edition", help="目录版本 / an edition of the catalogue; without it the one in force on the day")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至日期 / the day asked about; without it today")
@click.option("--known-at", type=click.DateTime(), help="按当时已知 / only what was recorded by then (Asia/Shanghai)")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")
def explain(
    person_id: int, edition: str | None, as_of: datetime | None, known_at: datetime | None, as_json: bool
) -> None:
    """解释一个人的人才类别。 Explain one person's class: the clause, the facts behind it, what is unknown.

    The look is written to the audit, under the operator of this machine.

    \b
    ./skillcity policy explain --person 12
    ./skillcity policy explain --person 12 --edition 2024 --json
    """
    from django.utils import timezone

    from skillcity.kernel.dates import SHANGHAI
    from skillcity.kernel.errors import NotFound
    from skillcity.kernel.text import Text
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.audit.services import note_look
    from skillcity.policy.editions import talent_edition
    from skillcity.policy.selectors import current_edition
    from skillcity.policy.selectors import explain as outcome_of

    day: date = as_of.date() if as_of else timezone.localdate()
    catalogue = talent_edition(edition) if edition else current_edition(day)
    if catalogue is None:
        raise NotFound("policy.no-rule", Text("当日没有有效的目录。", "No catalogue was in force on that day."))
    moment = known_at.replace(tzinfo=SHANGHAI) if known_at else None
    with acting_as(SYSTEM):
        outcome = outcome_of(person_id=person_id, catalogue=catalogue, as_of=day, known_at=moment)
        if outcome is None:
            raise NotFound("registry.no-person", Text("没有这个人。", "There is no such person."), where=str(person_id))
        note_look(actor=SYSTEM, act="class", person_ids=[person_id], purpose="command line")
    winning = outcome.winning
    facts = [str(each) for each in winning.why.satisfied_by] if winning and winning.why else []
    if as_json:
        click.echo(
            json.dumps(
                {
                    "person": person_id,
                    "catalogue": outcome.catalogue,
                    "as_of": day.isoformat(),
                    "class": outcome.value,
                    "clause": outcome.clause,
                    "status": outcome.status.value,
                    "illustrative": outcome.illustrative,
                    "facts": facts,
                    "zh": outcome.summary.zh,
                    "en": outcome.summary.en,
                },
                ensure_ascii=False,
            )
        )
        return
    click.echo(f"{outcome.summary.zh} / {outcome.summary.en}")
    if winning:
        click.echo(f"{winning.clause.id}  {winning.clause.text.zh} / {winning.clause.text.en}  ← {', '.join(facts)}")
